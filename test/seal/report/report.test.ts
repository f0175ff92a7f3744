import { describe, expect, it } from '@jest/globals'
import { finding } from '../../../src/base/findings/finding.js'
import { reportToJson } from '../../../src/seal/report/json.js'
import { toPrintable } from '../../../src/seal/report/printable.js'
import { reportToText } from '../../../src/seal/report/text.js'
import { reportSchema } from './report-schema.js'
import { otherReport, signatureReport, signer, trustedReport } from './sample-reports.js'

const conforms = reportSchema()

describe('a report as JSON', () => {
  it.each([
    ['trusted', trustedReport()],
    ['unsigned', otherReport({})],
    [
      'altered',
      otherReport({
        status: 'altered',
        signatures: [signatureReport({ signer: null, authority: null, byteRange: null, level: null })],
      }),
    ],
    [
      'unreadable',
      otherReport({ status: 'unreadable', file: null, findings: [finding('pdf.encrypted', 'x', 3)] }),
    ],
  ])('conforms to the schema when it is %s', (_, report) => {
    expect(conforms(JSON.parse(reportToJson(report)))).toBe(true)
  })

  it('does not conform when a verdict other than trusted names a signer', () => {
    const leaking = { ...(JSON.parse(reportToJson(otherReport({ status: 'altered' }))) as object), signer }
    expect(conforms(leaking)).toBe(false)
  })

  it('does not conform when a trusted one names none', () => {
    const { signer: _, ...rest } = JSON.parse(reportToJson(trustedReport())) as Record<string, unknown>
    expect(conforms(rest)).toBe(false)
  })

  it('is one line, and the same text for equal reports', () => {
    const hostile = trustedReport({ file: 'a\nb.pdf' })
    expect(reportToJson(hostile)).not.toContain('\n')
    expect(reportToJson({ ...trustedReport(), file: 'receipt.pdf' })).toBe(reportToJson(trustedReport()))
  })
})

describe('a report as text', () => {
  it('says who sealed a trusted document and under which authority', () => {
    expect(reportToText(trustedReport())).toContain(
      'Sealed by Soko Ltd, tax id P051234567X under Revenue Authority (KE)',
    )
  })

  it('says for each finding what to do', () => {
    const report = otherReport({
      status: 'untrusted',
      signatures: [signatureReport({ status: 'indeterminate', findings: [finding('path.no-trust-anchor')] })],
      findings: [finding('xref.hybrid')],
    })
    const text = reportToText(report)
    expect(text).toContain(
      'No authority that you accept stands behind the certificate. (path.no-trust-anchor)',
    )
    expect(text).toContain('Add the tax authority to the trust store if you accept it')
    expect(text).toContain('(xref.hybrid)')
  })

  it('lets no text of the file steer the terminal or turn the reading direction', () => {
    const name = '\u001b[2J\u202eLtd\r\nstatus: trusted'
    const report = trustedReport({
      file: name,
      signer: { ...signer, legalName: name, taxIds: [name] },
      signatures: [
        signatureReport({
          field: name,
          signer: { ...signer, legalName: name },
          findings: [finding('seller.mismatch', name)],
        }),
      ],
    })
    const text = reportToText(report)
    expect(text).not.toContain('\u001b')
    expect(text).not.toContain('\u202e')
    expect(text.split('\n')).not.toContain('status: trusted')
    expect(text).toContain('\\u{1b}[2J\\u{202e}Ltd')
  })

  it('cuts what is longer than anybody reads', () => {
    expect(toPrintable('x'.repeat(10_000))).toHaveLength(301)
    expect(toPrintable('Größe 値段')).toBe('Größe 値段')
  })
})
