import type { Fetcher } from '../../../base/fetcher.js'
import type { OperationCounter } from '../../../crypto/operation-counter.js'
import type { Certificate } from '../../../formats/x509/certificate.js'
import type { CertificateList } from '../../../formats/x509/crl.js'
import type { OcspResponse } from '../../../formats/x509/ocsp-response.js'
import type { RevocationMode, TrustAnchor } from '../../store/anchor.js'
import type { PathCache } from '../path-cache.js'

/** What a check of revocation needs to know. */
export interface RevocationOptions {
  readonly anchor: TrustAnchor
  /** Lists at hand, those of the caller before those of a document: none is believed before its signature and dates are checked. */
  readonly crls: readonly CertificateList[]
  /** OCSP responses at hand, in the same order, believed no more. */
  readonly ocsp?: readonly OcspResponse[]
  /** Certificates that may belong to those who sign lists and responses, or lie on the way to them. */
  readonly intermediates?: readonly Certificate[]
  /** Asked for what the certificates name, where what is at hand gives no answer. Default: the network is not used. */
  readonly fetcher?: Fetcher | undefined
  /** Sends a nonce with each OCSP request and believes only responses that give it back. Default: false; most public responders sign ahead. */
  readonly nonce?: boolean | undefined
  /** Overrides what the anchor says. */
  readonly mode?: RevocationMode | undefined
  /** The moment for which the answer is wanted, in milliseconds since 1970: what was revoked later was not revoked then. */
  readonly at: number
  /** The present, in milliseconds since 1970: evidence that claims to be made later is none. Default: `at`. */
  readonly currentTime?: number | undefined
  readonly cache: PathCache
  readonly counter?: OperationCounter | undefined
}

/** Where a certificate stands on its path, and what may still be spent on the question whether it is revoked. */
export interface Inquiry {
  readonly certificate: Certificate
  /** From the certificate up to the last one below the anchor. */
  readonly path: readonly Certificate[]
  readonly options: RevocationOptions
  readonly budget: RevocationBudget
  /** Returns what is known of the first certificate of another path under the same anchor, which signs revocation information. */
  readonly outcomeOf: (path: readonly Certificate[], mode?: RevocationMode) => Promise<RevocationOutcome>
}

/** What is left to be spent by one call of `checkRevocation`. */
export interface RevocationBudget {
  /** Signatures of lists and responses. */
  signatures: number
  /** Paths to those who signed them. */
  paths: number
  /** Requests to the fetcher. */
  requests: number
}

/** What is known about the revocation of a certificate. */
export type RevocationOutcome = 'good' | 'revoked' | 'unknown' | 'not-checked'
