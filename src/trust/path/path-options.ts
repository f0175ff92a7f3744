import type { Finding } from '../../base/findings/finding.js'
import type { OperationCounter } from '../../crypto/operation-counter.js'
import type { Certificate } from '../../formats/x509/certificate.js'
import type { TrustAnchor } from '../store/anchor.js'
import type { TrustStore } from '../store/trust-store.js'
import type { PathCache } from './path-cache.js'

/** What a path search may spend. */
export interface PathLimits {
  /** Most intermediates of a path. */
  readonly intermediates: number
  /** Most complete paths that are judged. */
  readonly paths: number
  /** Most signatures that are checked. */
  readonly signatureChecks: number
}

/** Depth as in the Windows and Mozilla verifiers; signature checks as in rustls-webpki after CVE-2018-16875. */
export const PATH_LIMITS: PathLimits = { intermediates: 8, paths: 64, signatureChecks: 100 }

/** What a path search needs to know. */
export interface PathOptions {
  readonly store: TrustStore
  /** Certificates that may lie between leaf and anchor, in any order; none of them is believed. */
  readonly intermediates: readonly Certificate[]
  /** The moment for which the path must hold, in milliseconds since 1970. */
  readonly validationTime: number
  /** Whether the signature is proven to have existed at `validationTime` (a time-stamp, or the caller's word). Default: false. */
  readonly timeIsProven?: boolean
  /** The present, in milliseconds since 1970, for anchors under which expired certificates never count. Default: `validationTime`. */
  readonly currentTime?: number
  readonly usage: 'document-signature'
  /** Lets anchors of test environments count. Default: false. */
  readonly allowTest?: boolean
  readonly limits?: PathLimits
  /** Kept by the caller between files: links whose signature holds, and imported keys. */
  readonly cache?: PathCache
  readonly counter?: OperationCounter | undefined
}

/** A chain of certificates that ends under an anchor, its signatures checked. */
export interface CandidatePath {
  /** Leaf first; the anchor itself is not in it. */
  readonly certificates: readonly Certificate[]
  readonly anchor: TrustAnchor
}

/** What a path search found: a path that holds, or why there is none, the most telling reason. */
export type PathResult =
  | {
      readonly ok: true
      /** Leaf first; the anchor itself is not in it, unless the leaf is the anchor. */
      readonly path: readonly Certificate[]
      readonly anchor: TrustAnchor
      /** Other anchors of the store with the same key, under which the path holds too. */
      readonly otherAnchors: readonly TrustAnchor[]
      /** What is reported and lowers nothing. */
      readonly notes: readonly Finding[]
    }
  | { readonly ok: false; readonly findings: readonly Finding[]; readonly nearest: CandidatePath | undefined }
