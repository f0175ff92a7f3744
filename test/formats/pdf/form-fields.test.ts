import { describe, expect, it } from '@jest/globals'
import { formFields, signatureFields } from '../../../src/formats/pdf/form-fields.js'
import { build, ONE_PAGE, open, type Bodies } from './pdf-builder.js'
import { codeOf } from './malformed.js'

const CATALOG = '<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [10 0 R] >> >>'
const withForm = (bodies: Bodies) => build({ ...ONE_PAGE, 1: CATALOG, ...bodies })
const names = (bodies: Bodies) => formFields(open(withForm(bodies))).map((field) => field.name)

describe('signature fields', () => {
  it('are none without a form', () => {
    expect(signatureFields(open(build()))).toEqual([])
  })

  it('are found with the signature that they hold and the object it is in', () => {
    const [field] = signatureFields(
      open(withForm({ 10: '<< /FT /Sig /T (Seal) /V 11 0 R >>', 11: '<< /Type /Sig >>' })),
    )
    expect(field).toMatchObject({
      name: 'Seal',
      type: 'Sig',
      reference: { number: 10 },
      signatureReference: { number: 11 },
    })
    expect(field?.signature).toBeDefined()
  })

  it.each(['', '/V null', '/V (text)', '/V 99 0 R', '/V [1]'])(
    'are unsigned with %j for their value',
    (value) => {
      const [field] = signatureFields(open(withForm({ 10: `<< /FT /Sig /T (Seal) ${value} >>` })))
      expect(field).toMatchObject({ signature: undefined, signatureReference: undefined })
    },
  )

  it('written directly into the field have no object of their own', () => {
    const [field] = signatureFields(open(withForm({ 10: '<< /FT /Sig /T (Seal) /V << /Type /Sig >> >>' })))
    expect(field?.signature).toBeDefined()
    expect(field?.signatureReference).toBeUndefined()
  })

  it('inherit their type and value, and are named after their parents', () => {
    const bodies = {
      10: '<< /T (Form) /FT /Sig /Kids [11 0 R 12 0 R] >>',
      11: '<< /T <FEFF00450069006E> /Parent 10 0 R /Kids [13 0 R] >>',
      12: '<< /T (Other) /FT /Tx >>',
      13: '<< /Subtype /Widget /Parent 11 0 R >>',
    }
    const fields = formFields(open(withForm(bodies)))
    expect(fields.map(({ name, type }) => [name, type])).toEqual([
      ['Form.Ein', 'Sig'],
      ['Form.Other', 'Tx'],
    ])
  })

  it('that two parents name are found once', () => {
    expect(names({ 10: '<< /T (A) /Kids [11 0 R 11 0 R] >>', 11: '<< /T (B) /FT /Sig >>' })).toEqual(['A.B'])
  })

  it('whose parents loop are refused as pdf.syntax', () => {
    const loop = { 10: '<< /T (A) /Kids [11 0 R] >>', 11: '<< /T (B) /Kids [10 0 R] >>' }
    expect(codeOf(() => names(loop))).toBe('pdf.syntax')
  })

  it('that are too deep or too many are refused as pdf.limit', () => {
    const deep = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [10 + index, `<< /T (A) /Kids [${11 + index} 0 R] >>`]),
    )
    expect(codeOf(() => names({ ...deep, 50: '<< /T (Z) >>' }))).toBe('pdf.limit')
    const many = withForm({ 10: `<< /T (A) /Kids [${'<< /T (B) >>'.repeat(20)}] >>` })
    expect(codeOf(() => formFields(open(many, { limits: { fields: 20 } })))).toBe('pdf.limit')
    expect(codeOf(() => formFields(open(many, { limits: { fields: 21 } })))).toBe('accepted')
  })

  it('that share one array of kids, over and over, are refused as pdf.limit', () => {
    const shared = (kids: string, limit: number) => {
      const file = withForm({
        10: `<< /Kids [${'<< /T (A) /Kids 11 0 R >>'.repeat(9)}] >>`,
        11: `[${kids}]`,
        12: '<< /T (B) >>',
      })
      return codeOf(() => formFields(open(file, { limits: { fields: limit } })))
    }
    const widgets = '3 0 R '.repeat(100)
    const known = `12 0 R ${'12 0 R '.repeat(99)}`
    expect([shared(widgets, 60), shared(known, 60)]).toEqual(['accepted', 'accepted'])
    expect([shared(widgets, 50), shared(known, 50)]).toEqual(['pdf.limit', 'pdf.limit'])
  })

  it('of a name that is too long are refused as pdf.limit', () => {
    const named = (length: number) => codeOf(() => names({ 10: `<< /FT /Sig /T (${'x'.repeat(length)}) >>` }))
    expect([named(8192), named(8193)]).toEqual(['accepted', 'pdf.limit'])
  })

  it('in a dictionary with a key twice are refused as pdf.duplicate-key', () => {
    expect(codeOf(() => names({ 10: '<< /FT /Sig /FT /Tx /T (A) >>' }))).toBe('pdf.duplicate-key')
  })
})
