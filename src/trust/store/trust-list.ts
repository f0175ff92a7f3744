import type { AnchorEvidence, AnchorRole, DocumentRules, LeafKeyUsage, RevocationMode } from './anchor.js'
import type { TaxIdChecksum, TaxIdHolder } from './tax-id-rule.js'

/** A tax-id rule as JSON has it. */
export interface TaxIdRuleRecord {
  readonly source: 'subject' | 'san.otherName' | 'extension'
  readonly oid: string
  /** Regular expression, anchored, with a group named `id`. */
  readonly extract: string
  readonly country?: string
  readonly scheme: string
  readonly compareTo?: 'seller.taxIds' | 'seller.registrationId'
  /** Default: `company`. A natural person is none, whatever number stands there. */
  readonly holder?: TaxIdHolder
  readonly checksum?: TaxIdChecksum
  /** Attribute of the subject beside which the rule does not count. */
  readonly without?: string
}

/** An anchor as JSON has it. */
export interface AnchorRecord {
  readonly id: string
  readonly environment: 'production' | 'test'
  readonly jurisdiction: string
  readonly authority: { readonly name: string; readonly localName?: string; readonly url?: string }
  readonly role: AnchorRole
  readonly anchor: {
    readonly kind: 'certificate' | 'spki'
    /** Base64. */
    readonly der: string
    /** Lower-case hexadecimal. */
    readonly sha256: string
    readonly subject?: string
  }
  readonly status: readonly {
    readonly value: 'granted' | 'sunset' | 'withdrawn'
    readonly from: string
    readonly reason?: string
  }[]
  readonly issuedNotAfter?: string
  readonly signedNotAfter?: string
  readonly path?: {
    readonly maxIntermediates?: number
    readonly initialPolicies?: readonly string[]
    readonly requireExplicitPolicy?: boolean
    /** `DNS:example.com`, `email:…`, `URI:.…`, `IP:192.0.2.0/24`, `dirName:` and the front of a name such as `O=Authority,C=KE`. */
    readonly permittedSubtrees?: readonly string[]
  }
  readonly leaf: {
    readonly keyUsage: { readonly anyOf: readonly LeafKeyUsage[]; readonly ifAbsent?: 'allow' | 'deny' }
    readonly extendedKeyUsage: {
      readonly anyOf?: readonly string[]
      readonly forbid?: readonly string[]
      readonly ifAbsent: 'allow' | 'deny'
    }
    readonly policies?: readonly string[]
    readonly forbiddenPolicies?: readonly string[]
    readonly qcStatements?: readonly string[]
    readonly algorithms: {
      readonly minRsaBits?: number
      readonly curves?: readonly string[]
      readonly hashes?: readonly string[]
    }
    readonly validAfterExpiry?: 'never' | 'with-proof-of-time' | 'algorithm-still-safe'
  }
  readonly taxIdBinding: { readonly required: boolean; readonly rules: readonly TaxIdRuleRecord[] }
  readonly revocation: {
    readonly mode: Exclude<RevocationMode, 'auto'>
    readonly crl?: readonly string[]
    readonly ocsp?: readonly string[]
    readonly maxAgeHours?: number
  }
  readonly timestamp?: { readonly required?: boolean; readonly authorities?: readonly string[] }
  readonly document?: DocumentRules
  readonly evidence: readonly AnchorEvidence[]
}

/** A trust list, payload version 1, as JSON has it. */
export interface TrustList {
  readonly format: 'tax-trust-list/1'
  readonly listId: string
  readonly version: number
  /** Instant such as `2026-11-22T00:00:00Z`. */
  readonly issuedAt: string
  readonly expiresAt: string
  /** SHA-256 of the version before, lower-case hexadecimal. */
  readonly previousSha256?: string
  readonly anchors: readonly AnchorRecord[]
}

/**
 * An anchor as a caller states it: the certificate, and those rules that differ from the defaults. By default everything under the
 * certificate counts, the tax id is read from `organizationIdentifier` or else `serialNumber`, and revocation is checked where a
 * certificate names a CRL or an OCSP responder.
 */
export interface AnchorOptions extends Partial<Omit<AnchorRecord, 'anchor'>> {
  /** PEM, base64 of DER, or DER. */
  readonly certificate: string | Uint8Array
}

/** A whole trust store as JSON: lists, anchors that came without one, and the CRLs that travel with them. */
export interface TrustFile {
  readonly format: 'fiscalseal-trust/1'
  readonly lists: readonly TrustList[]
  readonly anchors: readonly AnchorOptions[]
  /** Base64 of DER. */
  readonly crls: readonly string[]
}
