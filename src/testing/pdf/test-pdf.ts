import { concatBytes, fromLatin1 } from '../../base/bytes.js'
import { linearizedPdf } from './linearized.js'
import { crossReferenceTable, hybridSections, streamSections, TRAILER_ID, type Places } from './sections.js'
import { objectBytes, testObjects, type TestObject, type TestPdfContent } from './test-objects.js'

/** How a PDF says where its objects are (ISO 32000-2 §7.5.4, §7.5.7, §7.5.8, Annex F). */
export type XrefForm = 'table' | 'stream' | 'object-streams' | 'hybrid' | 'linearized'

/** All forms, for tests that run once for each. */
export const XREF_FORMS: readonly XrefForm[] = ['table', 'stream', 'object-streams', 'hybrid', 'linearized']

/** What `createPdf` makes. */
export interface TestPdfOptions extends TestPdfContent {
  /** Default `table`. */
  readonly form?: XrefForm
}

const HEADER = '%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n'

/**
 * Returns a small, correct, unsigned PDF in the form asked for. The same options give the same bytes.
 * Objects: 1 catalog, 2 page tree, 3 font, 10 first page, 11 its content, 60… empty fields, 80… embedded files
 * (a linearized file numbers them anew).
 */
export function createPdf(options: TestPdfOptions = {}): Uint8Array {
  const objects = testObjects(options)
  switch (options.form ?? 'table') {
    case 'table':
      return withTable(objects)
    case 'stream':
      return assemble(objects, (places) => streamSections(places, []))
    case 'object-streams':
      return withObjectStream(objects, streamSections)
    case 'hybrid':
      return withObjectStream(objects, hybridSections)
    case 'linearized':
      return linearizedPdf(objects, HEADER)
  }
}

type Sections = (places: Places, packed: readonly TestObject[]) => Uint8Array

function withTable(objects: readonly TestObject[]): Uint8Array {
  return assemble(objects, ({ offsets, end, size }) =>
    fromLatin1(
      `${crossReferenceTable(offsets, size)}trailer\n<< /Size ${size} /Root 1 0 R ${TRAILER_ID} >>\nstartxref\n${end}\n%%EOF\n`,
    ),
  )
}

/** Everything but streams, the catalog and the first page goes into one object stream, so that both kinds of entry occur. */
function withObjectStream(objects: readonly TestObject[], sections: Sections): Uint8Array {
  const packed = objects.filter(({ stream, number }) => stream === undefined && number !== 1 && number !== 10)
  const plain = objects.filter((object) => !packed.includes(object))
  return assemble(plain, (places) => {
    const highest = Math.max(...objects.map(({ number }) => number))
    return sections({ ...places, size: highest + 1 }, packed)
  })
}

function assemble(objects: readonly TestObject[], tail: (places: Places) => Uint8Array): Uint8Array {
  const parts = [fromLatin1(HEADER)]
  const offsets = new Map<number, number>()
  let end = HEADER.length
  for (const object of objects) {
    const bytes = objectBytes(object)
    offsets.set(object.number, end)
    parts.push(bytes)
    end += bytes.length
  }
  const size = Math.max(...objects.map(({ number }) => number)) + 1
  return concatBytes([...parts, tail({ offsets, end, size })])
}
