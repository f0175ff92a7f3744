import type { OperationCounter } from '../../../crypto/operation-counter.js'
import type { Certificate } from '../../../formats/x509/certificate.js'
import type { CertificateList } from '../../../formats/x509/crl.js'
import type { RevocationMode, TrustAnchor } from '../../store/anchor.js'
import type { PathCache } from '../path-cache.js'

/** What a check of revocation needs to know. */
export interface RevocationOptions {
  readonly anchor: TrustAnchor
  /** Lists of the caller, of the trust store, of the document: none is believed before its signature and dates are checked. */
  readonly crls: readonly CertificateList[]
  /** Overrides what the anchor says. */
  readonly mode?: RevocationMode | undefined
  /** The moment for which the answer is wanted, in milliseconds since 1970. */
  readonly at: number
  /** Whether the signature is proven to have existed at `at`: then a later revocation does not touch it. Default: false. */
  readonly timeIsProven?: boolean
  readonly cache: PathCache
  readonly counter?: OperationCounter | undefined
}

/** A certificate whose revocation is looked up; without an issuer it comes from the anchor. */
export interface RevocationSubject {
  readonly certificate: Certificate
  readonly issuer: Certificate | undefined
  readonly isLeaf: boolean
}
