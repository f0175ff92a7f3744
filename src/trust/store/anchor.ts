import type { Name } from '../../formats/x509/name.js'
import type { Certificate } from '../../formats/x509/certificate.js'
import { DOCUMENT_PURPOSES } from '../../formats/x509/oids.js'
import type { TaxIdRule } from './tax-id-rule.js'

/** What an anchor is: an authority's own CA, a CA that it accredited, a certificate that signs documents itself, a CA for devices, or a time-stamp authority. */
export type AnchorRole = 'issuer-ca' | 'accredited-ca' | 'direct-signer' | 'device-ca' | 'timestamp-authority'

/** When revocation is checked; `auto` asks for it where a certificate names a CRL or an OCSP responder. */
export type RevocationMode = 'require' | 'prefer' | 'none' | 'auto'

/** One entry of the history of an anchor: from then on it had this status. */
export interface AnchorStatus {
  /** `sunset`: certificates issued before that moment still count, later ones do not. */
  readonly value: 'granted' | 'sunset' | 'withdrawn'
  /** Milliseconds since 1970. */
  readonly from: number
  readonly reason?: string
}

/** Bits of the key usage extension by which an anchor lets documents be signed. */
export type LeafKeyUsage = 'digitalSignature' | 'nonRepudiation' | 'keyEncipherment'

/** What the certificate of a signer must look like to count under an anchor. */
export interface LeafRules {
  readonly keyUsage: { readonly anyOf: readonly LeafKeyUsage[]; readonly ifAbsent: 'allow' | 'deny' }
  readonly extendedKeyUsage: {
    /** At least one of these object identifiers; any when absent. */
    readonly anyOf?: readonly string[]
    readonly forbid: readonly string[]
    readonly ifAbsent: 'allow' | 'deny'
  }
  /** Certificate policies, one of which must be there; an arc may be `*`. */
  readonly policies?: readonly string[]
  /** Certificate policies, none of which may be there; an arc may be `*`. */
  readonly forbiddenPolicies?: readonly string[]
  /** Statements of RFC 3739 §3.2.6, all of which must be there; of QcType (EN 319 412-5 §4.2.3) also the type inside. */
  readonly qcStatements?: readonly string[]
  readonly algorithms: {
    readonly minRsaBits?: number
    readonly curves?: readonly string[]
    readonly hashes?: readonly string[]
  }
  readonly validAfterExpiry: 'never' | 'with-proof-of-time' | 'algorithm-still-safe'
}

/** What an anchor says about the documents themselves; the verifier of documents holds them to it. */
export interface DocumentRules {
  readonly subFilters?: readonly string[]
  readonly minLevel?: 'CMS' | 'B-B' | 'B-T' | 'B-LT' | 'B-LTA'
  readonly pdfa?: readonly string[]
}

/** Where the bytes of an anchor were taken from, and what was found there. */
export interface AnchorEvidence {
  readonly url: string
  /** Instant such as `2026-11-22T00:00:00Z`. */
  readonly retrievedAt: string
  /** SHA-256 of what was retrieved, lower-case hexadecimal. */
  readonly sha256: string
  readonly note?: string
}

/** Which list it is, and until when it is current. */
export interface TrustListHeader {
  readonly listId: string
  readonly version: number
  /** Milliseconds since 1970. */
  readonly issuedAt: number
  /** Milliseconds since 1970; later, the list may have forgotten a withdrawal. */
  readonly expiresAt: number
  readonly previousSha256?: string
}

/** Somebody whom the caller accepts, for what, and since when (the fields of a trust list). Frozen once it is in a store. */
export interface TrustAnchor {
  readonly id: string
  readonly environment: 'production' | 'test'
  /** ISO 3166-1 or -2; `ZZ` when nobody said. */
  readonly jurisdiction: string
  readonly authority: { readonly name: string; readonly localName?: string; readonly url?: string }
  readonly role: AnchorRole
  /** Absent when the anchor is a bare public key. */
  readonly certificate: Certificate | undefined
  /** Subject of the certificate: the issuer that certificates under it name. Absent when the anchor is a bare public key. */
  readonly name: Name | undefined
  /** Whose key it is, as the trust list says for persons; nothing is compared with it. */
  readonly subject?: string
  /** SubjectPublicKeyInfo of the anchor. */
  readonly spki: Uint8Array
  /** SHA-256 of the certificate or public key as the trust list states it, lower-case hexadecimal. */
  readonly sha256?: string
  /** Ascending by `from`. */
  readonly status: readonly AnchorStatus[]
  /** Certificates of signers issued later do not count (milliseconds since 1970). */
  readonly issuedNotAfter?: number
  /** Signatures made later do not count (milliseconds since 1970). */
  readonly signedNotAfter?: number
  readonly path: {
    readonly maxIntermediates?: number
    readonly initialPolicies: readonly string[]
    readonly requireExplicitPolicy: boolean
    readonly permittedSubtrees: readonly string[]
  }
  readonly leaf: LeafRules
  readonly taxIdBinding: { readonly required: boolean; readonly rules: readonly TaxIdRule[] }
  readonly revocation: {
    readonly mode: RevocationMode
    readonly crl: readonly string[]
    readonly ocsp: readonly string[]
    readonly maxAgeHours?: number
  }
  readonly timestamp: { readonly required: boolean; readonly authorities: readonly string[] }
  readonly document: DocumentRules
  /**
   * Where it came from: a trust list, a certificate with rules of the caller, or a bare certificate. A bare certificate that may sign
   * counts as a signer too, not only as an issuer.
   */
  readonly origin: 'list' | 'options' | 'certificate'
  /** Where its bytes were taken from. */
  readonly evidence: readonly AnchorEvidence[]
  /** The list that named it. */
  readonly list?: TrustListHeader
}

/** Rules for signers under an anchor that came without any. */
export const DEFAULT_LEAF_RULES: LeafRules = {
  keyUsage: { anyOf: ['digitalSignature', 'nonRepudiation'], ifAbsent: 'allow' },
  extendedKeyUsage: { anyOf: DOCUMENT_PURPOSES, forbid: [], ifAbsent: 'allow' },
  algorithms: {},
  validAfterExpiry: 'with-proof-of-time',
}
