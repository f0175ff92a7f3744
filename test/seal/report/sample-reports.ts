import type {
  OtherReport,
  SignatureReport,
  Signer,
  SignerAuthority,
  TrustedReport,
} from '../../../src/seal/verify/types.js'

/** A signer as a report has him. */
export const signer: Signer = {
  subject: 'CN=Soko Ltd,O=Soko Ltd,C=KE',
  issuer: 'CN=Revenue Authority Issuing CA,C=KE',
  serialNumber: '0a1b2c',
  legalName: 'Soko Ltd',
  taxIds: ['P051234567X'],
  fingerprint: 'ab'.repeat(32),
  notBefore: '2026-01-01T00:00:00.000Z',
  notAfter: '2028-01-01T00:00:00.000Z',
}

/** An authority as a report names it. */
export const authority: SignerAuthority = {
  anchor: 'ke-root',
  name: 'Revenue Authority',
  jurisdiction: 'KE',
  environment: 'production',
  role: 'issuer-ca',
  status: { value: 'granted', from: '2020-01-01T00:00:00.000Z' },
  list: { listId: 'accepted', version: 7 },
}

/** A valid signature, with `changes` of a test. */
export function signatureReport(changes: Partial<SignatureReport>): SignatureReport {
  return {
    field: 'Seal1',
    kind: 'signature',
    byteRange: [0, 100, 200, 50],
    subFilter: 'ETSI.CAdES.detached',
    status: 'valid',
    subIndication: null,
    integrity: 'intact',
    coverage: 'whole-file',
    changes: 'none',
    level: 'B-B',
    signer,
    authority,
    authorities: [{ anchor: 'ke-root', jurisdiction: 'KE', holds: true, code: null }],
    revocation: 'good',
    claimedTime: '2026-11-22T09:30:00+03:00',
    algorithm: 'ECDSA P-256 with SHA-256',
    findings: [],
    ...changes,
  }
}

const common = { file: 'receipt.pdf', validationTime: '2026-11-22T12:00:00.000Z', findings: [] }

/** A trusted report, with `changes` of a test. */
export function trustedReport(changes: Partial<TrustedReport> = {}): TrustedReport {
  return {
    ...common,
    status: 'trusted',
    answers: {
      intact: 'yes',
      whole: 'yes',
      authority: 'accepted',
      seller: 'match',
      changes: 'none',
      consistent: 'not-checked',
    },
    signatures: [signatureReport({})],
    signer,
    authority,
    field: 'Seal1',
    signedLength: 250,
    duplicateKey: 'cd'.repeat(32),
    ...changes,
  }
}

/** A report with another verdict. */
export function otherReport(changes: Partial<OtherReport>): OtherReport {
  return {
    ...common,
    status: 'unsigned',
    answers: {
      intact: 'unknown',
      whole: 'unknown',
      authority: 'unknown',
      seller: 'unknown',
      changes: 'unknown',
      consistent: 'not-checked',
    },
    signatures: [],
    ...changes,
  }
}
