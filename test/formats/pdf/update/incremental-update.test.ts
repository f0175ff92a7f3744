import { describe, expect, it } from '@jest/globals'
import { concatBytes, fromLatin1 } from '../../../../src/base/bytes.js'
import { decodeText } from '../../../../src/formats/pdf/string-decoding.js'
import { IncrementalUpdate } from '../../../../src/formats/pdf/update/incremental-update.js'
import {
  arrayOf,
  dictionaryOf,
  numberOf,
  type PdfArray,
  type PdfDictionary,
  PdfName,
  type PdfNumber,
  PdfPlaceholder,
  PdfReference,
  type PdfStream,
  type PdfString,
  stringOf,
  streamOf,
  textOf as textString,
  type PdfValue,
} from '../../../../src/formats/pdf/values.js'
import { append, build, ONE_PAGE, open, stream, textOf, type BuildOptions } from '../pdf-builder.js'
import { codeOf } from '../malformed.js'

const ID = new Uint8Array([1, 2, 3, 4])

function updated(file: string, change: (update: IncrementalUpdate) => void): string {
  const update = new IncrementalUpdate(open(file))
  change(update)
  return file + textOf(update.write({ id: ID }).bytes)
}

describe.each(['table', 'stream'] as const)('an update of a file with a cross-reference %s', (form) => {
  const file = build({ ...ONE_PAGE, 6: '(old)' }, { form, trailer: '/Info 6 0 R /ID [<aa> <bb>]' })

  it('leaves the file as it is, and is a revision of the same form', () => {
    const later = updated(file, (update) => {
      update.set(new PdfReference(6, 0), numberOf(7))
    })
    const pdf = open(later)
    expect(later.startsWith(file)).toBe(true)
    expect(pdf.revisions.map((revision) => revision.form)).toEqual([form, form])
    expect(pdf.end).toBe(later.length)
    expect((pdf.object(6)?.value as PdfNumber).value).toBe(7)
    expect(pdf.object(4)?.start).toBe(open(file).object(4)?.start)
  })

  it('gives new objects numbers that nothing in the file has', () => {
    const added: PdfReference[] = []
    const later = updated(file, (update) => added.push(update.add(numberOf(1)), update.add(numberOf(2))))
    const pdf = open(later)
    expect(added.map((reference) => open(file).object(reference.number))).toEqual([undefined, undefined])
    expect(added.map((reference) => (pdf.resolve(reference) as PdfNumber).value)).toEqual([1, 2])
  })

  it('repeats the trailer, keeps the first identifier and renews the second', () => {
    const pdf = open(
      updated(file, (update) => {
        update.set(new PdfReference(6, 0), null)
      }),
    )
    expect(pdf.trailer.get('Info')).toMatchObject({ number: 6 })
    expect((pdf.trailer.get('ID') as PdfArray).items.map((item) => [...(item as PdfString).bytes])).toEqual([
      [0xaa],
      [1, 2, 3, 4],
    ])
    expect(pdf.trailer.get('Prev')).toMatchObject({ value: open(file).revisions[0]?.xrefOffset })
  })

  it('can be updated again, and names no number twice', () => {
    let later = file
    for (let count = 0; count < 5; count++) later = updated(later, (update) => update.add(numberOf(count)))
    const pdf = open(later)
    expect(pdf.revisions).toHaveLength(6)
    for (const number of pdf.numbers()) expect(pdf.object(number)?.number).toBe(number)
  })

  it('begins with a line end where the file has none', () => {
    const bare = build(ONE_PAGE, { form, end: '' })
    const later = updated(bare, (update) => update.add(numberOf(1)))
    expect(later.slice(bare.length, bare.length + 1)).toBe('\n')
    expect(open(later).revisions.map((revision) => revision.end)).toEqual([bare.length + 1, later.length])
    expect(updated(file, (update) => update.add(numberOf(1))).slice(file.length)).toMatch(/^\d/)
  })

  it('reports where its placeholders stand in the new file', () => {
    const update = new IncrementalUpdate(open(file))
    update.add(
      dictionaryOf({
        Contents: new PdfPlaceholder('contents', fromLatin1('<0000>')),
        Type: new PdfName('Sig'),
      }),
    )
    const { bytes, offset, placeholders } = update.write({ id: ID })
    const place = placeholders.get('contents')
    expect(offset).toBe(file.length)
    expect((file + textOf(bytes)).slice(place?.start, place?.end)).toBe('<0000>')
  })

  it('costs the same however large the file is', () => {
    const large = build({ ...ONE_PAGE, 6: stream('', 'x'.repeat(500_000)) }, { form })
    const lengthOf = (text: string) => updated(text, (update) => update.add(numberOf(1))).length - text.length
    expect(lengthOf(large)).toBeLessThan(lengthOf(build(ONE_PAGE, { form })) + 10)
  })
})

describe('an update', () => {
  it('of an object in an object stream writes it plainly', () => {
    const options: BuildOptions = { form: 'stream', compressed: { 5: ONE_PAGE[5] } }
    const file = build({ 1: ONE_PAGE[1], 2: ONE_PAGE[2], 3: ONE_PAGE[3], 4: ONE_PAGE[4] }, options)
    const before = open(file).object(5)?.value as PdfDictionary
    const pdf = open(
      updated(file, (update) => {
        update.set(new PdfReference(5, 0), before.with({ Name: new PdfName('F1') }))
      }),
    )
    expect(pdf.object(5)?.start).toBeGreaterThan(file.length - 1)
    expect((pdf.object(5)?.value as PdfDictionary).get('BaseFont')).toMatchObject({ value: 'Helvetica' })
  })

  it('of an object of a later generation keeps the generation', () => {
    const file = append(build(), { 5: '(x)' }, { generations: { 5: 2 } })
    const pdf = open(
      updated(file, (update) => {
        update.set(new PdfReference(5, 2), numberOf(1))
      }),
    )
    expect(pdf.resolve(new PdfReference(5, 2))).toMatchObject({ value: 1 })
  })

  it('writes /ID where the file has none, the same twice', () => {
    const pdf = open(updated(build(), (update) => update.add(null)))
    expect((pdf.trailer.get('ID') as PdfArray).items.map((item) => [...(item as PdfString).bytes])).toEqual([
      [1, 2, 3, 4],
      [1, 2, 3, 4],
    ])
  })

  it('that needs more objects than allowed is refused as pdf.limit', () => {
    const update = new IncrementalUpdate(open(build(), { limits: { objects: 7 } }))
    expect(codeOf(() => [update.allocate(), update.allocate()])).toBe('accepted')
    expect(codeOf(() => update.allocate())).toBe('pdf.limit')
  })

  it('refuses to write a dictionary that has a key twice', () => {
    const doubled = open(build({ ...ONE_PAGE, 6: '<< /A 1 /A 2 >>' })).object(6)?.value ?? null
    expect(codeOf(() => updated(build(), (update) => update.add(doubled)))).toBe('pdf.duplicate-key')
  })
})

describe('a value that was written', () => {
  const again = (value: PdfValue): PdfValue => {
    let reference: PdfReference | undefined
    const later = updated(build(), (update) => (reference = update.add(value)))
    return open(later).resolve(reference)
  }

  it.each(['a) /Foo (b', 'line\r\nbreak', '\\', '(((', 'é€\u202e', 'D:20260101'])(
    'is read again as the same text: %j',
    (text) => {
      expect(decodeText((again(textString(text)) as PdfString).bytes)).toBe(text)
    },
  )

  it.each(['A B', 'a#b', '/x', '()<>[]{}%', '\u0000', 'Größe'])(
    'is read again as the same name: %j',
    (text) => {
      expect((again(new PdfName(text)) as PdfName).value).toBe(text)
    },
  )

  it.each([0, -0, 1, -1, 0.5, -12.345678, 841.89, 2 ** 40])(
    'is read again as the same number: %d',
    (value) => {
      expect((again(numberOf(value)) as PdfNumber).value).toBeCloseTo(value, 6)
    },
  )

  it.each([Number.NaN, Infinity, 1e21])('is refused when it is no number: %d', (value) => {
    expect(() => numberOf(value)).toThrow(RangeError)
  })

  it('is read again as the same container', () => {
    const value = dictionaryOf({
      A: arrayOf(null, true, stringOf(new Uint8Array([0, 255])), new PdfReference(1, 0)),
      B: dictionaryOf({}),
    })
    const read = again(value) as PdfDictionary
    expect((read.get('A') as PdfArray).items).toHaveLength(4)
    const data = again(streamOf(dictionaryOf({}), concatBytes([fromLatin1('endstream endobj')]))) as PdfStream
    expect(textOf(data.data)).toBe('endstream endobj')
  })
})
