import { FiscalSealError } from '../../base/errors.js'
import type { Awaitable } from '../../base/bytes.js'
import type { Finding } from '../../base/findings/finding.js'
import type { OperationCounter } from '../../crypto/operation-counter.js'
import type { Certificate } from '../../formats/x509/certificate.js'
import type { KeyUsage } from '../../formats/x509/extensions.js'
import type { LeafRules, TrustAnchor } from '../store/anchor.js'
import type { TrustStore } from '../store/trust-store.js'
import type { CertificateFacts } from './certificate-facts.js'
import type { PathCache } from './path-cache.js'

/** What a path search may spend. */
export interface PathLimits {
  /** Most intermediates of a path. */
  readonly intermediates: number
  /** Most complete paths that are judged. */
  readonly paths: number
  /** Most signatures that are checked. */
  readonly signatureChecks: number
  /** Most certificates that are tried as issuers, the same on another way counted again. */
  readonly steps: number
  /** Most comparisons of a name with a constraint. */
  readonly comparisons: number
  /** Most policies and mappings that are taken into the graph of policies. */
  readonly policies: number
}

/**
 * Depth as in the Windows and Mozilla verifiers; signature checks and comparisons of names as in rustls-webpki after CVE-2018-16875, policies
 * after CVE-2023-0464.
 */
export const PATH_LIMITS: PathLimits = {
  intermediates: 8,
  paths: 64,
  signatureChecks: 100,
  steps: 1000,
  comparisons: 250_000,
  policies: 4000,
}

/** What must hold for the policies of a path (RFC 5280 §6.1.1 (c), (e) to (g)). */
export interface PolicyInputs {
  /** Object identifiers of policies, one of which is wanted; default: any. */
  readonly initial?: readonly string[]
  /** Whether the path must be valid under a policy. Default: only where a certificate of it says so. */
  readonly requireExplicit?: boolean
  readonly inhibitMapping?: boolean
  readonly inhibitAny?: boolean
}

/** What a certificate is wanted for: one purpose of `anyOf` in all certificates of the path that name purposes, one use of its key. */
export type PathUsage =
  | 'document-signature'
  | 'any'
  | (LeafRules['extendedKeyUsage'] & {
      /** One of these, where the certificate names uses of its key. Default: any. */
      readonly keyUsage?: readonly KeyUsage[]
    })

/** What the rules on names and policies are counted with, and where what was read of a certificate is kept. */
export interface Constraining {
  /** Throws `Malformed('path.limit')` when more is asked for than is left. */
  readonly budget: { spend(counted: 'comparisons' | 'policies', amount: number): void }
  readonly cache: PathCache
}

/** What is left of a path under its constraints. */
export interface UnderConstraints {
  readonly findings: readonly Finding[]
  /** Policies under which it is valid, where policies were asked for. */
  readonly policies: readonly string[]
}

/** `checkConstraints`. */
export type ConstraintRules = (
  path: JudgedPath,
  options: PathOptions,
  constraining: Constraining,
) => UnderConstraints

/** What a path search needs to know. */
export interface PathOptions {
  readonly store: Pick<TrustStore, 'anchors' | 'anchorsNamed' | 'anchorsWithKey'>
  /** Certificates that may lie between leaf and anchor, in any order; none of them is believed. */
  readonly intermediates: readonly Certificate[]
  /** The moment for which the path must hold, in milliseconds since 1970. */
  readonly validationTime: number
  /** Whether the signature is proven to have existed at `validationTime` (a time-stamp, or the caller's word). Default: false. */
  readonly timeIsProven?: boolean
  /** What the signer says about when he signed, ISO 8601. It never speaks for him. */
  readonly claimedTime?: string | null
  /**
   * The present, in milliseconds since 1970, for trust lists that are out of date and anchors under which expired certificates never count.
   * Default: `validationTime`.
   */
  readonly currentTime?: number
  /** For how long after its end a trust list still counts, in milliseconds. Default: 0. */
  readonly staleGrace?: number | undefined
  /** For what: signing documents under the rules of the anchor, anything at all, or a purpose of extendedKeyUsage. */
  readonly usage: PathUsage
  readonly policies?: PolicyInputs | undefined
  /**
   * What the certificate of an anchor does to its paths: nothing, the anchor is a name and a key (RFC 5280 §6.1.1 (d)); what it says of length,
   * usage, names and policies counts (RFC 5937); or that, and it must be valid too. Default: `constrains`.
   */
  readonly anchorCertificate?: 'ignored' | 'constrains' | 'constrains-and-expires' | undefined
  /** Gives the rules on names and policies: asked for those of a path that has any constraints, so that they may come later. */
  readonly constraints: () => Awaitable<ConstraintRules>
  /** Rules beside the usual ones. */
  readonly rules?: readonly ((path: JudgedPath) => readonly Finding[])[] | undefined
  /** Asked last of a path against which nothing else speaks; whatever it finds, other than notes, sends the search on. */
  readonly accept?: ((path: CandidatePath) => Awaitable<readonly Finding[]>) | undefined
  /** Lets anchors of test environments count. Default: false. */
  readonly allowTest?: boolean
  readonly limits?: Partial<PathLimits> | undefined
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

/** A path with what its certificates say, as the rules see it. */
export interface JudgedPath extends CandidatePath {
  /** Of each certificate of the path. */
  readonly facts: readonly CertificateFacts[]
  /** Of the certificate of the anchor, where it counts. */
  readonly anchorFacts: CertificateFacts | undefined
}

/** An anchor that a path leads to. */
export interface ReachedAnchor {
  readonly anchor: TrustAnchor
  /** What speaks against the path to it; `undefined` where one holds. */
  readonly fault: Finding | undefined
}

/** What a path search found: a path that holds, or why there is none, the most telling reason. */
export type PathResult = {
  /** All anchors of the store that were reached, the most specific jurisdiction first. */
  readonly reached: readonly ReachedAnchor[]
  /** The path that decides, as `accept` was asked about it; absent when none reached an anchor. */
  readonly nearest: CandidatePath | undefined
} & (
  | {
      readonly ok: true
      /** Leaf first; the anchor itself is not in it, unless the leaf is the anchor. */
      readonly path: readonly Certificate[]
      readonly anchor: TrustAnchor
      /** The policies under which it is valid, in the words of the anchor; only where policies were asked for. */
      readonly policies: readonly string[]
      /** What is reported and lowers nothing. */
      readonly notes: readonly Finding[]
    }
  | { readonly ok: false; readonly findings: readonly Finding[] }
)

/** Returns the milliseconds of `staleGraceDays`; throws `FiscalSealError('argument.invalid')`. */
export function readStaleGrace({ staleGraceDays = 0 }: { readonly staleGraceDays?: number }): number {
  if (typeof staleGraceDays === 'number' && staleGraceDays >= 0) return staleGraceDays * 86_400_000
  throw new FiscalSealError('argument.invalid', 'staleGraceDays is a number of days, 0 or more.')
}
