import { describe, expect, it } from '@jest/globals'
import { fromLatin1 } from '../../../src/base/bytes.js'
import { type ByteSource } from '../../../src/base/source.js'
import { PdfFile } from '../../../src/formats/pdf/file.js'
import {
  PdfDictionary,
  type PdfName,
  type PdfNumber,
  PdfReference,
  type PdfStream,
} from '../../../src/formats/pdf/values.js'
import { append, build, lastStartxref, ONE_PAGE, open, stream, textOf } from './pdf-builder.js'
import { codeOf } from './malformed.js'

const FORMS = ['table', 'stream'] as const

describe.each(FORMS)('a file with a cross-reference %s', (form) => {
  const file = build(ONE_PAGE, { form })

  it('leads from its trailer to its catalog and to all that hangs there', () => {
    const pdf = open(file)
    const pages = pdf.get(pdf.catalog, 'Pages') as PdfDictionary
    const content = pdf.resolve(new PdfReference(4, 0)) as PdfStream
    expect((pdf.get(pages, 'Count') as PdfNumber).value).toBe(1)
    expect(textOf(content.data)).toContain('Total 100.00')
    expect(pdf.numbers()).toEqual(expect.arrayContaining([1, 2, 3, 4, 5]))
    expect(pdf.end).toBe(file.length)
  })

  it('has one revision, of its form, which ends where the file does', () => {
    const [revision, ...others] = open(file).revisions
    expect(others).toEqual([])
    expect(revision).toMatchObject({
      index: 0,
      start: 0,
      end: file.length,
      form,
      xrefOffset: lastStartxref(file),
    })
  })

  it('shows the newest body of an object, and the older one in the revision that had it', () => {
    const twice = append(file, { 4: stream('', 'newer') }, { form })
    const pdf = open(twice)
    expect(pdf.revisions.map((revision) => revision.end)).toEqual([file.length, twice.length])
    expect(textOf((pdf.resolve(new PdfReference(4, 0)) as PdfStream).data)).toBe('newer')
    expect(textOf((pdf.at(file.length).resolve(new PdfReference(4, 0)) as PdfStream).data)).toContain('Total')
  })

  it('reads a reference to a freed or absent object, or of another generation, as null', () => {
    const pdf = open(append(file, { 5: undefined }, { form }))
    const resolved = [
      new PdfReference(5, 0),
      new PdfReference(99, 0),
      new PdfReference(4, 1),
      new PdfReference(0, 65535),
    ]
    expect(resolved.map((reference) => pdf.resolve(reference))).toEqual([null, null, null, null])
  })

  it('keeps the catalog when a later trailer forgets to name it', () => {
    const later = append(file, { 9: '(x)' }, { form }).replace(/(9 0 obj[^]*)\/Root 1 0 R/, '$1/RooT 1 0 R')
    expect(open(later).catalog).toBeInstanceOf(PdfDictionary)
  })

  it('is refused as pdf.catalog-missing when nothing leads to a catalog', () => {
    expect(codeOf(() => open(file.replace('/Root 1 0 R', '/Root 9 0 R')).catalog)).toBe('pdf.catalog-missing')
  })

  it('is recognised as encrypted by the trailer of any of its revisions', () => {
    expect(open(file).isEncrypted).toBe(false)
    const encrypted = build(ONE_PAGE, { form, trailer: '/Encrypt 5 0 R' })
    expect(open(encrypted).isEncrypted).toBe(true)
    expect(open(append(encrypted, { 9: '(x)' }, { form })).isEncrypted).toBe(true)
  })

  it('is refused as pdf.limit when it states an absurd /Size', () => {
    expect(codeOf(() => open(file.replace('/Size', '/Size 999999999 /S')))).toBe('pdf.limit')
  })
})

describe('object streams', () => {
  const compressed = { 3: ONE_PAGE[3], 5: ONE_PAGE[5] }
  const bodies = { 1: ONE_PAGE[1], 2: ONE_PAGE[2], 4: ONE_PAGE[4] }
  const file = build(bodies, { form: 'stream', compressed })

  it('hold objects that have no offset of their own', () => {
    const object = open(file).object(5)
    expect(object).toMatchObject({ number: 5, generation: 0, start: -1, end: -1 })
    expect(((object?.value as PdfDictionary).get('BaseFont') as PdfName).value).toBe('Helvetica')
  })

  const refusals: readonly (readonly [string, RegExp, string])[] = [
    ['lists another number at the place', /3 0 5 /, '4 0 5 '],
    ['says that it has more objects than its head has room for', /\/N 2/, '/N 9'],
    ['says that its objects begin beyond its end', /\/First \d {3}/, '/First 9999'],
    ['is not of the type', /\/ObjStm/, '/ObjStn'],
  ]
  it.each(refusals)('are refused when one %s', (_what, from, to) => {
    const changed = file.replace(from, to)
    expect(changed).not.toBe(file)
    expect(codeOf(() => open(changed).object(3))).toMatch(/^pdf\.(syntax|object-mismatch)$/)
  })

  it('are refused as pdf.syntax when they hold a stream', () => {
    const held = build(bodies, { form: 'stream', compressed: { 3: ONE_PAGE[3], 5: stream('', 'x') } })
    expect(codeOf(() => open(held).object(5))).toBe('pdf.syntax')
  })

  it('are refused as pdf.object-mismatch inside each other', () => {
    const nested = build({ 1: ONE_PAGE[1] }, { form: 'stream', compressed: { 3: ONE_PAGE[3] } })
    const container = nested.replace(/\x01(...)\0\0(?=\x01...\0\0\nendstream)/s, '\x02\0\0\x04\0\0')
    expect(codeOf(() => open(nested).object(3))).toBe('accepted')
    expect(container).not.toBe(nested)
    expect(codeOf(() => open(container).object(3))).toBe('pdf.object-mismatch')
  })
})

describe('reading', () => {
  it('touches only a few kilobytes of a large file', () => {
    const file = build({ ...ONE_PAGE, 6: stream('', 'x'.repeat(5_000_000)) })
    const bytes = fromLatin1(file)
    let touched = 0
    const source: ByteSource = {
      size: bytes.length,
      read: (from, to) => {
        touched += to - from
        return bytes.subarray(from, to)
      },
    }
    const pdf = PdfFile.open(source)
    expect(pdf.get(pdf.catalog, 'Pages')).toBeInstanceOf(PdfDictionary)
    expect(touched).toBeLessThan(40_000)
  })

  it('is refused as pdf.limit beyond the size that the caller allows', () => {
    const file = build()
    expect(codeOf(() => open(file, { limits: { fileSize: file.length } }))).toBe('accepted')
    expect(codeOf(() => open(file, { limits: { fileSize: file.length - 1 } }))).toBe('pdf.limit')
  })
})

describe('an object', () => {
  const at = (file: string, number: number) => codeOf(() => open(file).object(number))

  it('is refused as pdf.object-mismatch where its entry points to another one', () => {
    const file = build()
    const right = String(file.indexOf('5 0 obj')).padStart(10, '0')
    const wrong = String(file.indexOf('2 0 obj')).padStart(10, '0')
    expect(at(file, 5)).toBe('accepted')
    expect(at(file.replace(right, wrong), 5)).toBe('pdf.object-mismatch')
  })

  it('may be preceded by white space, not by anything else', () => {
    const file = build({ ...ONE_PAGE, 6: '(x)\nendobj\n   7 0 obj\n(y)' })
    const offset = file.indexOf('   7 0 obj')
    const pointing = (target: number) =>
      build({ ...ONE_PAGE, 6: '(x)\nendobj\n   7 0 obj\n(y)', 7: '(z)' }).replace(
        String(
          build({ ...ONE_PAGE, 6: '(x)\nendobj\n   7 0 obj\n(y)', 7: '(z)' }).indexOf('7 0 obj\n(z)'),
        ).padStart(10, '0'),
        String(target).padStart(10, '0'),
      )
    expect(at(pointing(offset), 7)).toBe('accepted')
    expect(at(pointing(offset - 2), 7)).toBe('pdf.object-mismatch')
  })

  it('of no value is null', () => {
    expect(open(build({ ...ONE_PAGE, 6: '' })).object(6)?.value).toBeNull()
  })

  it('is refused as pdf.stream-corrupt when its stream does not end where its length says', () => {
    const file = build()
    expect(at(file, 4)).toBe('accepted')
    expect(at(file.replace(/Length 4\d/, 'Length 41'), 4)).toBe('pdf.stream-corrupt')
    expect(at(file.replace(/Length 4\d/, 'Length -3'), 4)).toBe('pdf.stream-corrupt')
  })

  it('may have its length in another object, but not in itself', () => {
    const body = (length: string) => `<< /Length ${length} >>\nstream\nabc\nendstream`
    expect(at(build({ ...ONE_PAGE, 6: body('7 0 R'), 7: '3' }), 6)).toBe('accepted')
    expect(at(build({ ...ONE_PAGE, 6: body('6 0 R') }), 6)).toBe('pdf.syntax')
    expect(at(build({ ...ONE_PAGE, 6: body('7 0 R'), 7: '8 0 R', 8: '7 0 R' }), 6)).toBe('pdf.syntax')
  })

  it('keeps the data of a stream when CR alone follows the keyword', () => {
    const pdf = open(build({ ...ONE_PAGE, 6: '<< /Length 3 >>\nstream\rabc\rendstream' }))
    expect(textOf((pdf.object(6)?.value as PdfStream).data)).toBe('abc')
  })
})
