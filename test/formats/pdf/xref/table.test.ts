import { describe, expect, it } from '@jest/globals'
import { PdfReference } from '../../../../src/formats/pdf/values.js'
import { append, build, ONE_PAGE, open } from '../pdf-builder.js'
import { codeOf } from '../malformed.js'

const file = build()
const at = (text: string) => codeOf(() => open(text))

describe('a cross-reference table', () => {
  it('is read with each of the three line ends of two bytes', () => {
    for (const end of [' \n', ' \r', '\r\n']) {
      const changed = file.replace(/( [nf]) \n/g, `$1${end}`)
      expect(open(changed).numbers()).toHaveLength(5)
    }
  })

  it('is refused as xref.syntax when its entries have 19 bytes', () => {
    expect(at(file.replace(/( [nf]) \n/g, '$1\n'))).toBe('xref.syntax')
  })

  it.each([
    ['a letter', /0000000015/, '00000000x5'],
    ['another type', /(00000) n/, '$1 x'],
    ['a negative offset', /0000000015/, '-000000015'],
    ['no space', /(\d{10}) (\d{5} n)/, '$1x$2'],
  ])('is refused as xref.syntax where an entry that is asked for has %s', (_what, from, to) => {
    const changed = file.replace(from, to)
    expect(changed).not.toBe(file)
    expect(codeOf(() => open(changed).object(1))).toBe('xref.syntax')
  })

  it('is refused as xref.syntax when it lists one object twice', () => {
    const changed = file
      .replace('xref\n0 6\n', 'xref\n0 3\n')
      .replace(/((?:\d{10} \d{5} [nf] \n){3})/, '$12 3\n')
    expect(at(changed)).toBe('xref.syntax')
  })

  it('is refused when it says that it has more entries than there are bytes', () => {
    expect(at(file.replace('xref\n0 6\n', 'xref\n0 2147483647\n'))).toBe('xref.syntax')
    expect(at(file.replace('xref\n0 6\n', 'xref\n999999999 6\n'))).toBe('pdf.limit')
    expect(at(file.replace('xref\n0 6\n', 'xref\n0 99999999999999999999\n'))).toBe('xref.syntax')
  })

  it('may have its entries after more white space, and more than one line end after its head', () => {
    expect(open(file.replace('xref\n0 6\n', 'xref\r\n0 6 \r\n\n')).numbers()).toHaveLength(5)
  })

  it('may mark an unused object as in use at offset 0', () => {
    const changed = append(file, { 9: '(x)' }).replace(
      /\d{10} 00000 n (?=\ntrailer\n<< \/Size 10)/,
      '0000000000 00000 n ',
    )
    expect(open(changed).resolve(new PdfReference(9, 0))).toBeNull()
  })

  it('gives an object of a later generation only to references of that generation', () => {
    const changed = append(file, { 5: '(later)' }, { generations: { 5: 3 } })
    expect(open(changed).resolve(new PdfReference(5, 3))).not.toBeNull()
    expect(open(changed).resolve(new PdfReference(5, 0))).toBeNull()
  })

  it('is refused as pdf.duplicate-key when its trailer has a key twice', () => {
    expect(at(build(ONE_PAGE, { trailer: '/Root 2 0 R' }))).toBe('pdf.duplicate-key')
  })
})
