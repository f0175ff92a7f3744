import { concatBytes, fromLatin1 } from '../../base/bytes.js'
import { hintTables, type PageHint } from './hint-tables.js'
import { TRAILER_ID } from './sections.js'
import { objectBytes, type TestObject } from './test-objects.js'

/** An object with its number in the linearized file and its bytes. */
interface Body {
  readonly number: number
  readonly bytes: Uint8Array
}

/** The parts of ISO 32000-2 §F.3 that hold objects. Numbers ascend from `rest`, which the main table lists. */
interface Parts {
  /** Part 4: catalog, form and fields. */
  readonly catalog: readonly Body[]
  /** Part 6: first page, its content, and what other pages share with it. */
  readonly firstPage: readonly Body[]
  /** Parts 7 to 9: the other pages, each with its content, then the page tree and the rest. */
  readonly pages: readonly (readonly Body[])[]
  readonly others: readonly Body[]
  readonly parameters: number
  readonly hints: number
  readonly size: number
}

/** Returns a linearized file of `objects` with its hint tables (ISO 32000-2 Annex F). */
export function linearizedPdf(objects: readonly TestObject[], header: string): Uint8Array {
  const parts = arrange(objects)
  const head = fromLatin1(header)
  const lengths = {
    parameters: parametersObject(parts, zeroPlaces).length,
    firstTable: firstTable(parts, zeroPlaces, () => 0).length,
  }
  const places = place(parts, head.length, lengths)
  const hintStream = hintStreamOf(parts, places)
  return concatBytes([
    head,
    parametersObject(parts, places),
    firstTable(parts, places, (number) => places.offsets.get(number) ?? 0),
    ...parts.catalog.map(({ bytes }) => bytes),
    hintStream,
    ...[...parts.firstPage, ...parts.pages.flat(), ...parts.others].map(({ bytes }) => bytes),
    mainTable(parts, places),
  ])
}

function arrange(objects: readonly TestObject[]): Parts {
  const inCatalog = objects.filter(
    ({ number }) => number === 1 || number === 4 || (number >= 60 && number < 80),
  )
  const inFirstPage = objects.filter(({ number }) => [10, 11, 5, 3].includes(number))
  const pages = objects.filter(({ number }) => number >= 12 && number < 60)
  const others = objects.filter((object) => ![...inCatalog, ...inFirstPage, ...pages].includes(object))
  const rest = [...pages, ...others].map(({ number }) => number)
  const first = [-1, ...inCatalog.map(({ number }) => number), -2]
  // The page object comes first in its section (§F.3.6).
  const page = [10, 11, 5, 3].filter((number) => inFirstPage.some((object) => object.number === number))
  const numbers = new Map([...rest, ...first, ...page].map((old, at) => [old, at + 1]))
  const bodies = (olds: readonly number[]): readonly Body[] =>
    olds.map((old) =>
      renumbered(
        objects.find(({ number }) => number === old),
        numbers,
      ),
    )
  return {
    catalog: bodies(inCatalog.map(({ number }) => number)),
    firstPage: bodies(page),
    pages: pairs(bodies(pages.map(({ number }) => number))),
    others: bodies(others.map(({ number }) => number)),
    parameters: numbers.get(-1) ?? 0,
    hints: numbers.get(-2) ?? 0,
    size: numbers.size + 1,
  }
}

function renumbered(object: TestObject | undefined, numbers: ReadonlyMap<number, number>): Body {
  if (object === undefined) throw new RangeError('an object of a test PDF is missing')
  const number = numbers.get(object.number) ?? 0
  const value = object.value.replace(/(\d+) 0 R/g, (_, old: string) => `${numbers.get(Number(old)) ?? 0} 0 R`)
  return { number, bytes: objectBytes({ ...object, number, value }) }
}

function pairs(bodies: readonly Body[]): readonly (readonly Body[])[] {
  return bodies.flatMap((body, at) => (at % 2 === 0 ? [[body, ...bodies.slice(at + 1, at + 2)]] : []))
}

interface LinearPlaces {
  readonly offsets: ReadonlyMap<number, number>
  readonly firstTableAt: number
  readonly hintsAt: number
  readonly hintsLength: number
  readonly firstPageEnd: number
  readonly mainTableAt: number
  readonly length: number
}

const zeroPlaces: LinearPlaces = {
  offsets: new Map(),
  firstTableAt: 0,
  hintsAt: 0,
  hintsLength: 0,
  firstPageEnd: 0,
  mainTableAt: 0,
  length: 0,
}

function place(
  parts: Parts,
  start: number,
  lengths: { readonly parameters: number; readonly firstTable: number },
): LinearPlaces {
  const offsets = new Map([[parts.parameters, start]])
  const firstTableAt = start + lengths.parameters
  let at = firstTableAt + lengths.firstTable
  const put = (bodies: readonly Body[]): void => {
    for (const body of bodies) {
      offsets.set(body.number, at)
      at += body.bytes.length
    }
  }
  put(parts.catalog)
  const hintsAt = at
  offsets.set(parts.hints, hintsAt)
  const hintsLength = hintStreamOf(parts, { ...zeroPlaces, offsets }).length
  at += hintsLength
  put(parts.firstPage)
  const firstPageEnd = at
  put([...parts.pages.flat(), ...parts.others])
  const places = { offsets, firstTableAt, hintsAt, hintsLength, firstPageEnd, mainTableAt: at }
  return { ...places, length: at + mainTable(parts, { ...places, length: 0 }).length }
}

function parametersObject(parts: Parts, places: LinearPlaces): Uint8Array {
  const entries = [
    `/Linearized 1 /L ${fixed(places.length)} /H [${fixed(places.hintsAt)} ${fixed(places.hintsLength)}]`,
    `/O ${parts.firstPage[0]?.number ?? 0} /E ${fixed(places.firstPageEnd)} /N ${parts.pages.length + 1}`,
    `/T ${fixed(places.mainTableAt + `xref\n0 ${parts.parameters}`.length)}`,
  ]
  return fromLatin1(`${parts.parameters} 0 obj\n<< ${entries.join(' ')} >>\nendobj\n`)
}

/** Part 3: the numbers of the first page, in a section that points forward to the main one. */
function firstTable(parts: Parts, places: LinearPlaces, offsetOf: (number: number) => number): Uint8Array {
  const count = parts.size - parts.parameters
  const entries = Array.from(
    { length: count },
    (_, at) => `${fixed(offsetOf(parts.parameters + at))} 00000 n \n`,
  )
  const trailer = `<< /Size ${parts.size} /Prev ${fixed(places.mainTableAt)} /Root ${parts.catalog[0]?.number ?? 0} 0 R ${TRAILER_ID} >>`
  return fromLatin1(
    `xref\n${parts.parameters} ${count}\n${entries.join('')}trailer\n${trailer}\nstartxref\n0\n%%EOF\n`,
  )
}

/** Part 11: the numbers of everything else. */
function mainTable(parts: Parts, places: LinearPlaces): Uint8Array {
  const numbers = Array.from({ length: parts.parameters - 1 }, (_, at) => at + 1)
  const entries = numbers.map((number) => `${fixed(places.offsets.get(number) ?? 0)} 00000 n \n`)
  return fromLatin1(
    `xref\n0 ${parts.parameters}\n0000000000 65535 f \n${entries.join('')}trailer\n<< /Size ${parts.parameters} >>\nstartxref\n${places.firstTableAt}\n%%EOF\n`,
  )
}

function hintStreamOf(parts: Parts, places: LinearPlaces): Uint8Array {
  const lengthOf = (bodies: readonly Body[]): number =>
    bodies.reduce((sum, { bytes }) => sum + bytes.length, 0)
  // Other pages use the font, which is the last object of the first page's section.
  const shared = parts.firstPage.length - 1
  const pages: readonly PageHint[] = [
    { objects: parts.firstPage.length, length: lengthOf(parts.firstPage), shared: [] },
    ...parts.pages.map((page) => ({ objects: page.length, length: lengthOf(page), shared: [shared] })),
  ]
  const tables = hintTables({
    // Offsets in hint tables leave the hint stream out (§F.4.1).
    firstPageAt: (places.offsets.get(parts.firstPage[0]?.number ?? 0) ?? 0) - places.hintsLength,
    pages,
    sharedLengths: parts.firstPage.map(({ bytes }) => bytes.length),
  })
  return objectBytes({ number: parts.hints, value: `<< /S ${tables.sharedAt} >>`, stream: tables.bytes })
}

const fixed = (value: number): string => value.toString().padStart(10, '0')
