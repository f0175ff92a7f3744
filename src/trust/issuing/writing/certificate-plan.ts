import type { PublicKey } from '../../../crypto/public-key.js'

/**
 * What a certificate is for: `authority` issues others, `seal` is for documents, `ocsp` answers for its issuer (RFC 6960 §4.2.2.2),
 * `time-stamp` stamps (RFC 3161 §2.3).
 */
export type Profile = 'authority' | 'seal' | 'ocsp' | 'time-stamp'

/** What the extensions of a certificate say, beside whose keys they are. */
export interface ExtensionPlan {
  readonly profile: Profile
  /** Of an authority: how many further CAs may follow; any number when absent. */
  readonly pathLength?: number | undefined
  /** Where the CRL of its issuer is published. */
  readonly crlUrl?: string | undefined
  /** Where the OCSP responder of its issuer answers. */
  readonly ocspUrl?: string | undefined
  /** Where the certificate of its issuer can be had. */
  readonly issuerUrl?: string | undefined
}

/** A certificate to be written. */
export interface CertificatePlan extends ExtensionPlan {
  /** Name in DER. */
  readonly subject: Uint8Array
  readonly publicKey: PublicKey
  /** Milliseconds since 1970, from 1950 to 9999 (RFC 5280 §4.1.2.5). */
  readonly notBefore: number
  readonly notAfter: number
}
