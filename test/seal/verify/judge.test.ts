import { describe, expect, it } from '@jest/globals'
import { finding } from '../../../src/base/findings/finding.js'
import { judgeDocument, judgeSignature } from '../../../src/seal/verify/judge.js'
import { signatureReport } from '../report/sample-reports.js'
import type { FindingCode } from '../../../src/base/findings/table.js'
import type { SignatureReport } from '../../../src/seal/verify/types.js'

const valid = signatureReport({})
const untrusted = signatureReport({ status: 'indeterminate', findings: [finding('path.no-trust-anchor')] })
const broken = signatureReport({
  status: 'invalid',
  integrity: 'broken',
  findings: [finding('cms.digest-mismatch')],
})
const noEvidence = signatureReport({ status: 'indeterminate', findings: [finding('revocation.unknown')] })
const timestamp = signatureReport({ kind: 'document-timestamp' })

const status = (
  signatures: readonly SignatureReport[],
  allowFurtherSignatures = false,
  file: readonly FindingCode[] = [],
): string =>
  judgeDocument({ signatures, findings: file.map((code) => finding(code)), allowFurtherSignatures }).status

describe('a document', () => {
  it('is trusted with one valid signature and no change', () => {
    expect(judgeDocument({ signatures: [valid], findings: [], allowFurtherSignatures: false })).toEqual({
      status: 'trusted',
      carrier: 0,
    })
  })

  it('is unsigned without signatures: nothing invalid is not enough', () => {
    expect(status([])).toBe('unsigned')
  })

  it('is unsigned with document time-stamps alone', () => {
    expect(status([timestamp])).toBe('unsigned')
  })

  it('is altered when any signature is broken, before or after the valid one', () => {
    expect(status([valid, broken])).toBe('altered')
    expect(status([broken, valid])).toBe('altered')
    expect(status([valid, { ...broken, kind: 'document-timestamp' }])).toBe('altered')
  })

  it('is trusted beside a signature that is merely untrusted', () => {
    expect(status([untrusted, valid])).toBe('trusted')
    expect(status([valid, untrusted])).toBe('trusted')
  })

  it('is untrusted when all signatures are', () => {
    expect(status([untrusted, untrusted])).toBe('untrusted')
  })

  it('is indeterminate when evidence is all that one signature lacks', () => {
    expect(status([noEvidence])).toBe('indeterminate')
    expect(status([untrusted, noEvidence])).toBe('indeterminate')
  })

  it.each(['other', 'form-filling', 'annotations'] as const)(
    'is altered after a change of kind %s',
    (changes) => {
      expect(status([{ ...valid, changes }])).toBe('altered')
      expect(status([{ ...untrusted, changes }])).toBe('altered')
    },
  )

  it('is altered when what a valid signature covers was changed, even if a later valid one covers the change', () => {
    expect(status([{ ...valid, changes: 'other' }, valid])).toBe('altered')
    expect(status([{ ...untrusted, changes: 'other' }, valid])).toBe('trusted')
  })

  it('is trusted after archival changes', () => {
    expect(status([{ ...valid, changes: 'archival' }])).toBe('trusted')
  })

  it('is indeterminate after a further signature until the caller allows it', () => {
    expect(status([{ ...valid, changes: 'signatures' }, untrusted])).toBe('indeterminate')
    expect(status([{ ...valid, changes: 'signatures' }, untrusted], true)).toBe('trusted')
  })

  it('is carried by the last valid signature', () => {
    const signatures = [{ ...valid, changes: 'signatures' as const }, valid, { ...timestamp }]
    expect(judgeDocument({ signatures, findings: [], allowFurtherSignatures: false })).toEqual({
      status: 'trusted',
      carrier: 1,
    })
  })

  it('is indeterminate when the changes could not be analysed', () => {
    expect(status([{ ...valid, changes: 'unknown' }])).toBe('indeterminate')
  })

  it('is altered by bytes after the last revision', () => {
    expect(status([valid], false, ['structure.trailing-bytes'])).toBe('altered')
    expect(status([valid], false, ['xref.hybrid'])).toBe('trusted')
  })

  it('is unreadable when the reader refuses it', () => {
    expect(status([], false, ['pdf.encrypted'])).toBe('unreadable')
  })
})

describe('a signature', () => {
  it.each([
    [[], 'valid', null],
    [['cms.no-ess-cert-id'], 'valid', null],
    [['path.no-trust-anchor'], 'indeterminate', 'NO_CERTIFICATE_CHAIN_FOUND'],
    [['revocation.revoked'], 'invalid', 'REVOKED'],
    [['algorithm.weak'], 'indeterminate', 'CRYPTO_CONSTRAINTS_FAILURE'],
    [['algorithm.weak', 'path.no-trust-anchor'], 'indeterminate', 'NO_CERTIFICATE_CHAIN_FOUND'],
    [['path.no-trust-anchor', 'cms.digest-mismatch'], 'invalid', 'HASH_FAILURE'],
    [['revocation.unknown', 'seller.mismatch'], 'indeterminate', 'SIG_CONSTRAINTS_FAILURE'],
  ] as const)('with the findings %j is %s', (codes, expected, subIndication) => {
    expect(judgeSignature(codes.map((code) => finding(code)))).toEqual({ status: expected, subIndication })
  })
})
