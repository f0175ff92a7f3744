import { describe, expect, it } from '@jest/globals'
import { deflateSync } from 'node:zlib'
import { build, lastStartxref, ONE_PAGE, open, stream } from '../pdf-builder.js'
import { codeOf } from '../malformed.js'

const file = build(ONE_PAGE, { form: 'stream' })
const at = (text: string) => codeOf(() => open(text).numbers())

/** Returns the file with its cross-reference stream written anew: other entries, other data. */
function rewritten(change: {
  readonly entries?: string
  readonly data?: (rows: string) => string
  readonly file?: string
}): string {
  const base = change.file ?? file
  const offset = lastStartxref(base)
  const rows = /stream\n([^]*)\nendstream/.exec(base.slice(offset))?.[1] ?? ''
  const entries = change.entries ?? '/W [1 3 2] /Index [0 7]'
  const body = stream(
    `/Type /XRef /Size 7 /Root 1 0 R ${entries}`,
    change.data === undefined ? rows : change.data(rows),
  )
  return `${base.slice(0, offset)}6 0 obj\n${body}\nendobj\nstartxref\n${offset}\n%%EOF\n`
}

/** PNG predictor 12: the type of a row, and the differences to the row above. */
function predicted(rows: string): string {
  const width = 6
  let output = ''
  for (let at = 0; at < rows.length; at += width) {
    output += '\x02'
    for (let index = at; index < at + width; index++) {
      output += String.fromCharCode(
        (rows.charCodeAt(index) - (index < width ? 0 : rows.charCodeAt(index - width))) & 255,
      )
    }
  }
  return output
}

const deflated = (text: string) => deflateSync(Buffer.from(text, 'latin1')).toString('latin1')

describe('a cross-reference stream', () => {
  it('is read as stored, deflated, and deflated with a PNG predictor', () => {
    const predictor = '/W [1 3 2] /Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 6 >>'
    const forms = [
      rewritten({}),
      rewritten({ entries: '/W [1 3 2] /Filter /FlateDecode', data: deflated }),
      rewritten({ entries: '/W [1 3 2] /Filter [/FlateDecode] /DecodeParms [null]', data: deflated }),
      rewritten({ entries: predictor, data: (rows) => deflated(predicted(rows)) }),
    ]
    for (const form of forms) expect(open(form).numbers()).toEqual([1, 2, 3, 4, 5, 6])
  })

  it.each([
    ['/W [1 3 2 1]', 'xref.syntax'],
    ['/W [1 3]', 'xref.syntax'],
    ['/W [0 0 0]', 'xref.syntax'],
    ['/W [1 -3 2]', 'xref.syntax'],
    ['/W [1 999999999 2]', 'xref.syntax'],
    ['/W [1 3.5 2]', 'xref.syntax'],
    ['/W 5 0 R', 'xref.syntax'],
    ['/X [1 3 2]', 'xref.syntax'],
    ['/W [1 3 2] /Index [0 8]', 'xref.syntax'],
    ['/W [1 3 2] /Index [0 2147483647]', 'xref.syntax'],
    ['/W [1 3 2] /Index [0 3 2 4]', 'xref.syntax'],
    ['/W [1 3 2] /Index [0]', 'xref.syntax'],
    ['/W [1 3 2] /Index [999999999 7]', 'pdf.limit'],
    ['/W [1 3 2] /Filter /LZWDecode', 'pdf.filter-unsupported'],
    ['/W [1 3 2] /Filter /Fl', 'pdf.filter-unsupported'],
    ['/W [1 3 2] /Filter [/FlateDecode /FlateDecode]', 'pdf.filter-unsupported'],
    ['/W [1 3 2] /Filter /FlateDecode', 'pdf.stream-corrupt'],
    ['/W [1 3 2] /F (other.bin)', 'pdf.filter-unsupported'],
  ])('with %s is refused as %s', (entries, code) => {
    expect(at(rewritten({ entries }))).toBe(code)
    expect(at(rewritten({}))).toBe('accepted')
  })

  it.each([
    ['/Predictor 2', 'pdf.filter-unsupported'],
    ['/Predictor 12 /Columns 2147483648', 'pdf.filter-unsupported'],
    ['/Predictor 12 /Columns 0', 'pdf.filter-unsupported'],
    ['/Predictor 12 /Columns 5', 'pdf.stream-corrupt'],
    ['/Predictor 99', 'pdf.filter-unsupported'],
  ])('with parameters %s is refused as %s', (parameters, code) => {
    const entries = `/W [1 3 2] /Filter /FlateDecode /DecodeParms << ${parameters} >>`
    expect(at(rewritten({ entries, data: (rows) => deflated(predicted(rows)) }))).toBe(code)
  })

  it('that inflates to much more than it has rows for is refused as pdf.limit', () => {
    const bomb = (rows: string) => deflated(rows + '\0'.repeat(60_000_000))
    expect(at(rewritten({ entries: '/W [1 3 2] /Filter /FlateDecode', data: bomb }))).toBe('pdf.limit')
  })

  it('may be followed by a trailer dictionary that leads nowhere, not by one that leads somewhere', () => {
    const followed = (entries: string) =>
      file.replace('\nstartxref', `\ntrailer\n<< ${entries} >>\nstartxref`)
    expect(at(followed('/Size 7 /ID [(a) (b)]'))).toBe('accepted')
    expect(at(followed('/Size 7 /Root 2 0 R'))).toBe('xref.syntax')
    expect(at(followed('/Size 7 /Prev 10'))).toBe('xref.syntax')
  })

  it('is refused as xref.missing when what startxref names is another object', () => {
    expect(at(file.replace(/startxref\n\d+/, `startxref\n${file.indexOf('4 0 obj')}`))).toBe('xref.missing')
    expect(at(file.replace(/startxref\n\d+/, `startxref\n${file.indexOf('5 0 obj')}`))).toBe('xref.missing')
  })
})
