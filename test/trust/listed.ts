import { toBase64 } from '../../src/base/base64.js'
import { toHex } from '../../src/base/bytes.js'
import { digest } from '../../src/crypto/digest.js'
import type { Certificate } from '../../src/formats/x509/certificate.js'
import type { AnchorRecord, TrustList } from '../../src/trust/store/trust-list.js'

/** Returns a record that asks for nothing beyond what is said. */
export async function plainRecord(
  { der }: Certificate,
  options: Partial<AnchorRecord> = {},
): Promise<AnchorRecord> {
  return {
    id: 'ke.revenue',
    environment: 'production',
    jurisdiction: 'KE',
    authority: { name: 'Revenue Authority' },
    role: 'issuer-ca',
    anchor: { kind: 'certificate', der: toBase64(der), sha256: toHex(await digest('SHA-256', [der])) },
    status: [{ value: 'granted', from: '2020-01-01T00:00:00Z' }],
    leaf: {
      keyUsage: { anyOf: ['digitalSignature', 'nonRepudiation'], ifAbsent: 'allow' },
      extendedKeyUsage: { ifAbsent: 'allow' },
      algorithms: {},
    },
    taxIdBinding: { required: false, rules: [] },
    revocation: { mode: 'none' },
    evidence: [
      { url: 'https://example.test/', retrievedAt: '2026-01-01T00:00:00Z', sha256: 'ab'.repeat(32) },
    ],
    ...options,
  }
}

/** Returns the list of these anchors, current from one moment to the other (milliseconds since 1970). */
export function listFrom(from: number, to: number, ...anchors: readonly AnchorRecord[]): TrustList {
  const instant = (time: number): string => `${new Date(time).toISOString().slice(0, 19)}Z`
  return {
    format: 'tax-trust-list/1',
    listId: 'accepted',
    version: 7,
    issuedAt: instant(from),
    expiresAt: instant(to),
    anchors,
  }
}
