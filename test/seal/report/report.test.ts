import { describe, expect, it } from '@jest/globals'
import { finding } from '../../../src/base/findings/finding.js'
import { reportToJson } from '../../../src/seal/report/json.js'
import { toPrintable } from '../../../src/seal/report/printable.js'
import { reportToText } from '../../../src/seal/report/text.js'
import { reportSchema } from './report-schema.js'
import { authority, otherReport, signatureReport, signer, trustedReport } from './sample-reports.js'

const conforms = reportSchema()
const { status: _, ...withoutStatus } = authority
const reached = { anchor: 'ke-root', jurisdiction: 'KE' }

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

  it.each<[string, (signature: Record<string, unknown>) => void]>([
    ['does not say which authorities were reached', (signature) => delete signature['authorities']],
    ['names an authority without its status', (signature) => (signature['authority'] = withoutStatus)],
    [
      'says of an authority a code that can be none',
      (signature) => (signature['authorities'] = [{ ...reached, holds: false, code: 'Withdrawn' }]),
    ],
  ])('does not conform when a signature %s', (_, change) => {
    const report = JSON.parse(reportToJson(trustedReport())) as { signatures: Record<string, unknown>[] }
    expect(conforms(report)).toBe(true)
    for (const signature of report.signatures) change(signature)
    expect(conforms(report)).toBe(false)
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

  it('says what the authority was entitled to and which list says so, and who else was reached', () => {
    const authorities = [
      { ...reached, holds: true, code: null },
      { anchor: 'bank', jurisdiction: 'ZZ', holds: true, code: null },
      { anchor: 'old\n', jurisdiction: 'ZZ', holds: false, code: 'anchor.window' },
    ] as const
    const text = reportToText(trustedReport({ signatures: [signatureReport({ authorities })] }))
    expect(text).toContain(
      '    authority   Revenue Authority (KE), issuer-ca, granted since 2020-01-01T00:00:00.000Z, by accepted version 7\n',
    )
    expect(text).toContain('    also under  bank (ZZ)\n')
    expect(text).toContain('    not under   old\\u{a} (ZZ), anchor.window\n')
    expect(text.match(/ under  /g)).toHaveLength(2)
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
