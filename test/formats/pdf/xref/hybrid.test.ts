import { describe, expect, it } from '@jest/globals'
import { fromLatin1 } from '../../../../src/base/bytes.js'
import { memorySource } from '../../../../src/base/source.js'
import { DEFAULT_LIMITS, type PdfLimits } from '../../../../src/formats/pdf/limits.js'
import { StructuralStreams } from '../../../../src/formats/pdf/structural-streams.js'
import { dictionaryOf, numberOf } from '../../../../src/formats/pdf/values.js'
import { ParsingPlace } from '../../../../src/formats/pdf/window.js'
import { readHybridStreams } from '../../../../src/formats/pdf/xref/hybrid.js'
import type { XrefEntry, XrefSection } from '../../../../src/formats/pdf/xref/section.js'
import { codeOf } from '../malformed.js'
import { append, build, lastStartxref, ONE_PAGE } from '../pdf-builder.js'

const older = build(ONE_PAGE, { form: 'stream' })
const pointer = lastStartxref(older)
const file = append(older, { 5: '<< >>' }, { form: 'stream' })
const NEWER = lastStartxref(file)
const ROWS = 7

/** A table that names a stream of `file`, 0 for none. */
function table(find: (number: number) => XrefEntry | undefined, named = pointer): XrefSection {
  const trailer = dictionaryOf(named > 0 ? { XRefStm: numberOf(named) } : {})
  return { form: 'table', offset: 0, end: 0, trailer, ranges: [], find }
}

function read(sections: readonly XrefSection[], limits: Partial<PdfLimits> = {}) {
  return reader(limits)(sections)
}

/** Reads what the revisions of one file have, one after another. */
function reader(limits: Partial<PdfLimits>) {
  const all = { ...DEFAULT_LIMITS, ...limits }
  const place = new ParsingPlace(memorySource(fromLatin1(file)), all)
  const streams = new StructuralStreams(all, 2 ** 30)
  return (sections: readonly XrefSection[]) => readHybridStreams({ place, streams }, sections)
}

describe('the stream of a hybrid file', () => {
  it('belongs to the oldest of the sections that name it', () => {
    const silent = () => undefined
    const streams = read([table(silent), table(silent, 0), table(silent), table(silent, 0)])
    expect(streams.map((stream) => stream?.offset)).toEqual([undefined, undefined, pointer, undefined])
  })

  it('is compared with each section once, however many repeat it', () => {
    let asked = 0
    const counting = () => {
      asked++
      return undefined
    }
    expect(read(Array.from({ length: 100 }, () => table(counting)))[99]?.offset).toBe(pointer)
    expect(asked).toBe(100 * ROWS)
  })

  it('that too many sections repeat is refused as pdf.limit', () => {
    const sections = Array.from({ length: 100 }, () => table(() => undefined))
    expect(codeOf(() => read(sections, { objects: 100 * ROWS }))).toBe('accepted')
    expect(codeOf(() => read(sections, { objects: 100 * ROWS - 1 }))).toBe('pdf.limit')
  })

  it('that is read for too many revisions of one file is refused as pdf.limit', () => {
    const sections = Array.from({ length: 100 }, () => table(() => undefined))
    const again = reader({ objects: 100 * ROWS })
    const codes = Array.from({ length: 9 }, () => codeOf(() => again(sections)))
    expect(codes).toEqual([...Array<string>(8).fill('accepted'), 'pdf.limit'])
  })

  it('may not say again what a section since its owner said otherwise', () => {
    const newer: XrefEntry = { kind: 'offset', offset: 9999, generation: 0 }
    const says = (number: number) => (number === 3 ? newer : undefined)
    const silent = () => undefined
    expect(codeOf(() => read([table(says, 0), table(silent), table(silent)]))).toBe('accepted')
    expect(codeOf(() => read([table(silent), table(says, 0), table(silent)]))).toBe('xref.hybrid-conflict')
    expect(codeOf(() => read([table(says), table(silent)]))).toBe('accepted')
  })

  it('is refused as xref.hybrid-conflict when it is repeated after another stream that says more', () => {
    const silent = () => undefined
    const between = table(silent, NEWER)
    const [owner, none] = [table(silent), table(silent, 0)]
    expect(codeOf(() => read([none, between, owner]))).toBe('accepted')
    expect(codeOf(() => read([between, owner, owner]))).toBe('accepted')
    expect(codeOf(() => read([owner, between, owner]))).toBe('xref.hybrid-conflict')
  })
})
