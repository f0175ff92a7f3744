import { toBase64 } from '../../base/base64.js'
import { toHex } from '../../base/bytes.js'
import { digest } from '../../crypto/digest.js'
import type { Certificate } from '../../formats/x509/certificate.js'
import type { CertificateList } from '../../formats/x509/crl.js'
import { KEY_PURPOSE } from '../../formats/x509/oids.js'
import type { AnchorRecord, TaxIdRuleRecord, TrustList } from '../store/trust-list.js'
import { TrustStore } from '../store/trust-store.js'

/** What others need to know of an authority. */
export interface AuthorityFacts {
  readonly name: string
  readonly country: string
  readonly environment: 'production' | 'test'
  readonly root: Certificate
  /** CAs between the root and the issuing CA. */
  readonly intermediates: number
}

/** How an authority writes tax ids, and how they are read again. */
const TAX_ID_RULE: TaxIdRuleRecord = {
  source: 'subject',
  oid: '2.5.4.97',
  extract: '^VAT(?<cc>[A-Z]{2})-(?<id>[^ ].{0,63})$',
  country: 'group',
  scheme: 'VAT',
  compareTo: 'seller.taxIds',
}

/**
 * Returns the trust list by which the certificates of an authority are accepted: its root, for seals on documents only, with the tax id in
 * `organizationIdentifier`. Revocation is required: the CRLs travel with the store, so that nothing has to be fetched.
 */
export async function listOf(facts: AuthorityFacts): Promise<TrustList> {
  const { root } = facts
  const fingerprint = toHex(await digest('SHA-256', [root.der]))
  const listId = `authority-${fingerprint.slice(0, 16)}`
  return {
    format: 'tax-trust-list/1',
    listId,
    version: 1,
    issuedAt: toInstant(root.notBefore),
    expiresAt: toInstant(root.notAfter),
    anchors: [anchorOf(facts, { id: listId, fingerprint })],
  }
}

function anchorOf(
  facts: AuthorityFacts,
  names: { readonly id: string; readonly fingerprint: string },
): AnchorRecord {
  const { root, environment, country, name } = facts
  const since = toInstant(root.notBefore)
  return {
    id: names.id,
    environment,
    jurisdiction: country,
    authority: { name },
    role: 'issuer-ca',
    anchor: { kind: 'certificate', der: toBase64(root.der), sha256: names.fingerprint },
    status: [{ value: 'granted', from: since }],
    path: { maxIntermediates: facts.intermediates + 1 },
    leaf: {
      keyUsage: { anyOf: ['nonRepudiation'], ifAbsent: 'deny' },
      extendedKeyUsage: { anyOf: [KEY_PURPOSE.documentSigning], ifAbsent: 'deny' },
      algorithms: { minRsaBits: 2048 },
      validAfterExpiry: 'with-proof-of-time',
    },
    taxIdBinding: { required: true, rules: [TAX_ID_RULE] },
    revocation: { mode: 'require' },
    evidence: [
      {
        url: `urn:sha256:${names.fingerprint}`,
        retrievedAt: since,
        sha256: names.fingerprint,
        note: 'Written by the authority itself.',
      },
    ],
  }
}

/** Returns the trust store of an authority with its current CRLs. */
export function trustIn(list: TrustList, crls: readonly CertificateList[]): TrustStore {
  return TrustStore.from({
    format: 'fiscalseal-trust/1',
    lists: [list],
    anchors: [],
    crls: crls.map(({ der }) => toBase64(der)),
  })
}

function toInstant(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`
}
