import { describe, expect, it } from '@jest/globals'
import { toLatin1 } from '../../src/base/bytes.js'
import { memorySource } from '../../src/base/source.js'
import { embeddedFiles } from '../../src/formats/pdf/embedded-files.js'
import { PdfFile } from '../../src/formats/pdf/file.js'
import { signatureFields } from '../../src/formats/pdf/form-fields.js'
import { countPages, findPage } from '../../src/formats/pdf/page-tree.js'
import { PdfStream } from '../../src/formats/pdf/values.js'
import { appendRevision } from '../../src/testing/later-revision.js'
import { createPdf, XREF_FORMS } from '../../src/testing/pdf/test-pdf.js'
import { deleteAt, flipByte, indexOfText, insertAt, replaceText } from '../../src/testing/tampering.js'

const open = (bytes: Uint8Array): PdfFile => PdfFile.open(memorySource(bytes))

const FORMS = {
  table: 'table',
  stream: 'stream',
  'object-streams': 'stream',
  hybrid: 'hybrid',
  linearized: 'table',
} as const

describe.each(XREF_FORMS)('a test PDF of the form %s', (form) => {
  it('is of that form, and the same options give the same bytes', () => {
    const pdf = createPdf({ form })
    expect(open(pdf).revisions.map((revision) => revision.form)).toEqual([FORMS[form]])
    expect(toLatin1(pdf).includes('/Linearized')).toBe(form === 'linearized')
    expect(createPdf({ form })).toEqual(pdf)
  })

  it('has the pages, fields and files that were asked for', () => {
    const bytes = Uint8Array.of(1, 2, 3)
    const attachments = [{ name: 'data.json', bytes }]
    const file = open(createPdf({ form, pages: ['one', 'two (2)'], emptyFields: ['A', 'B'], attachments }))
    expect(countPages(file)).toBe(2)
    const content = file.get(findPage(file, 1)?.dictionary ?? file.catalog, 'Contents')
    expect(content instanceof PdfStream && toLatin1(file.decode(content))).toContain('(two \\(2\\)) Tj')
    expect(signatureFields(file).map(({ name }) => name)).toEqual(['A', 'B'])
    const [embedded] = embeddedFiles(file)
    expect(embedded).toMatchObject({
      name: 'data.json',
      relationship: 'Data',
      isAssociated: true,
      isListed: true,
    })
    expect(embedded && file.decode(embedded.stream)).toEqual(bytes)
  })

  it('takes a later revision in the same form', () => {
    const before = createPdf({ form })
    const after = appendRevision(before, { objects: [{ number: 200, value: '(later)' }] })
    const file = open(after)
    expect(file.revisions).toHaveLength(2)
    expect(file.object(200)?.value).toMatchObject({ kind: 'string' })
    expect(after.subarray(0, before.length)).toEqual(before)
  })
})

it('a test PDF is refused when it would have more than fits its numbers', () => {
  expect(() => createPdf({ pages: Array.from({ length: 26 }, String) })).toThrow(RangeError)
})

describe('a change to bytes', () => {
  const bytes = Uint8Array.from('abcabc', (letter) => letter.charCodeAt(0))

  it('is made on a copy', () => {
    expect(toLatin1(flipByte(bytes, 0, 0x20))).toBe('Abcabc')
    expect(toLatin1(insertAt(bytes, 3, '-'))).toBe('abc-abc')
    expect(toLatin1(deleteAt(bytes, 1, 2))).toBe('aabc')
    expect(toLatin1(replaceText(bytes, 'bc', 'X'))).toBe('aXabc')
    expect(toLatin1(bytes)).toBe('abcabc')
  })

  it('is refused where its place is not found', () => {
    expect(indexOfText(bytes, 'bc', 2)).toBe(4)
    expect(() => replaceText(bytes, 'x', 'y')).toThrow(RangeError)
  })
})
