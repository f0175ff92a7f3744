import { describe, expect, it } from '@jest/globals'
import { deflateSync } from 'node:zlib'
import { IncrementalUpdate } from '../../../../src/formats/pdf/update/incremental-update.js'
import { importPage } from '../../../../src/formats/pdf/update/page-import.js'
import {
  type PdfDictionary,
  type PdfName,
  PdfStream,
  type PdfReference,
} from '../../../../src/formats/pdf/values.js'
import { build, ONE_PAGE, open, stream, textOf } from '../pdf-builder.js'
import { codeOf } from '../malformed.js'

/** Imports the first page of `seal` into a file and reads the form back. */
function imported(seal: string) {
  const file = build()
  const update = new IncrementalUpdate(open(file))
  const { reference, box } = importPage(update, open(seal), 0)
  const pdf = open(file + textOf(update.write({ id: new Uint8Array(16) }).bytes))
  const form = pdf.resolve(reference)
  if (!(form instanceof PdfStream)) throw new Error('no form')
  return { pdf, form, box, reference }
}

describe('an imported page', () => {
  it('becomes a form with the content, the box and the resources of the page', () => {
    const { pdf, form, box } = imported(build())
    const fonts = pdf.get(pdf.get(form.dictionary, 'Resources') as PdfDictionary, 'Font') as PdfDictionary
    const font = pdf.get(fonts, 'F1') as PdfDictionary
    expect(textOf(pdf.decode(form))).toContain('(Total 100.00) Tj')
    expect(box).toEqual([0, 0, 200, 100])
    expect((form.dictionary.get('Subtype') as PdfName).value).toBe('Form')
    expect((font.get('BaseFont') as PdfName).value).toBe('Helvetica')
    expect((fonts.get('F1') as PdfReference).number).toBeGreaterThan(5)
  })

  it('keeps content that is deflated as it is stored', () => {
    const data = deflateSync('q Q').toString('latin1')
    const { form, pdf } = imported(build({ ...ONE_PAGE, 4: stream('/Filter /FlateDecode', data) }))
    expect(textOf(form.data)).toBe(data)
    expect(textOf(pdf.decode(form))).toBe('q Q')
  })

  it('joins several contents, so that no token of one runs into the next', () => {
    const page = ONE_PAGE[3]?.replace('/Contents 4 0 R', '/Contents [4 0 R 6 0 R]')
    const { form, pdf } = imported(build({ ...ONE_PAGE, 3: page, 6: stream('', 'Q') }))
    expect(textOf(pdf.decode(form))).toMatch(/ET\nQ\n$/)
  })

  it('brings resources that refer to each other, once', () => {
    const page = '<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /A 6 0 R /B 6 0 R /C 7 0 R >> >>'
    const { pdf, form } = imported(
      build({ ...ONE_PAGE, 3: page, 6: '<< /Next 7 0 R >>', 7: '<< /Next 6 0 R /Gone 99 0 R >>' }),
    )
    const resources = form.dictionary.get('Resources') as PdfDictionary
    expect((resources.get('A') as PdfReference).number).toBe((resources.get('B') as PdfReference).number)
    const last = pdf.get(resources, 'C') as PdfDictionary
    expect(last.get('Gone')).toBeUndefined()
    expect((pdf.get(last, 'Next') as PdfDictionary).get('Next')).toMatchObject({
      number: (resources.get('C') as PdfReference).number,
    })
  })

  it('is refused when there is none, or it has no box', () => {
    const update = new IncrementalUpdate(open(build()))
    expect(codeOf(() => importPage(update, open(build()), 1))).toBe('pdf.syntax')
    const boxless = build({ ...ONE_PAGE, 2: '<< /Type /Pages /Kids [3 0 R] /Count 1 >>' })
    expect(codeOf(() => importPage(update, open(boxless), 0))).toBe('pdf.syntax')
    expect(codeOf(() => importPage(update, open(build()), 0))).toBe('accepted')
  })
})
