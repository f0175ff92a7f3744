import { toBase64 } from '../../../src/base/base64.js'
import { toHex } from '../../../src/base/bytes.js'
import { digest } from '../../../src/crypto/digest.js'
import type { AnchorRecord, TrustList } from '../../../src/trust/store/trust-list.js'
import type { Made } from '../made-certificate.js'

/** Returns the list of these anchors. */
export function listOf(...anchors: readonly AnchorRecord[]): TrustList {
  return {
    format: 'tax-trust-list/1',
    listId: 'test',
    version: 1,
    issuedAt: '2026-01-01T00:00:00Z',
    expiresAt: '2027-01-01T00:00:00Z',
    previousSha256: '0'.repeat(64),
    anchors,
  }
}

/** Returns a record with every field that there is. */
export async function wholeRecord({ certificate: { der } }: Made): Promise<AnchorRecord> {
  return {
    id: 'ke.revenue',
    environment: 'production',
    jurisdiction: 'KE',
    authority: { name: 'Revenue Authority', localName: 'Mamlaka ya Mapato', url: 'https://example.test/' },
    role: 'issuer-ca',
    anchor: {
      kind: 'certificate',
      der: toBase64(der),
      sha256: toHex(await digest('SHA-256', [der])),
      subject: 'CN=Root',
    },
    status: [{ value: 'granted', from: '2020-01-01T00:00:00Z', reason: 'accredited' }],
    issuedNotAfter: '2026-06-01T00:00:00Z',
    signedNotAfter: '2026-07-01T00:00:00Z',
    path: {
      maxIntermediates: 2,
      initialPolicies: ['1.2.3'],
      requireExplicitPolicy: true,
      permittedSubtrees: ['dirName:C=KE'],
    },
    leaf: {
      keyUsage: { anyOf: ['digitalSignature'], ifAbsent: 'deny' },
      extendedKeyUsage: { anyOf: ['1.3.6.1.5.5.7.3.36'], forbid: ['1.3.6.1.5.5.7.3.1'], ifAbsent: 'allow' },
      policies: ['1.2.*'],
      forbiddenPolicies: ['1.2.3.4'],
      qcStatements: ['0.4.0.1862.1.1'],
      algorithms: { minRsaBits: 2048, curves: ['P-256'], hashes: ['SHA-256'] },
      validAfterExpiry: 'with-proof-of-time',
    },
    taxIdBinding: {
      required: true,
      rules: [
        {
          source: 'subject',
          oid: '2.5.4.97',
          extract: '^VAT(?<cc>[A-Z]{2})-(?<id>.{1,40})$',
          country: 'group',
          scheme: 'VAT',
          compareTo: 'seller.taxIds',
        },
      ],
    },
    revocation: {
      mode: 'prefer',
      crl: ['http://example.test/ca.crl'],
      ocsp: ['http://example.test/ocsp'],
      maxAgeHours: 24,
    },
    timestamp: { required: false, authorities: ['ke.time'] },
    document: { subFilters: ['ETSI.CAdES.detached'], minLevel: 'B-B', pdfa: ['3b'] },
    evidence: [
      {
        url: 'https://example.test/root',
        retrievedAt: '2026-01-01T00:00:00Z',
        sha256: '0'.repeat(64),
        note: 'seen',
      },
    ],
  }
}
