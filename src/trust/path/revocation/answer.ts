import type { CertificateList, RevocationReason } from '../../../formats/x509/crl.js'
import type { OcspResponse } from '../../../formats/x509/ocsp-response.js'
import type { FindingCode } from '../../../base/findings/table.js'
import type { Certificate } from '../../../formats/x509/certificate.js'
import type { RevocationOptions } from './revocation-options.js'

/** A revocation list or an OCSP response. */
export type RevocationEvidence = CertificateList | OcspResponse

/** What one piece of evidence says about one certificate. */
export type Answer = Good | Revoked | Silent

interface Stated {
  /** The list, with the delta lists to it, or the response. */
  readonly evidence: readonly RevocationEvidence[]
  /** When that was known, in milliseconds since 1970. */
  readonly thisUpdate: number
  /** The reasons that it speaks of, as bits (see `ALL_REASONS`). */
  readonly reasons: number
}

/** It is not revoked for any of `reasons`. */
export interface Good extends Stated {
  readonly kind: 'good'
}

/** It is revoked. */
export interface Revoked extends Stated {
  readonly kind: 'revoked'
  /** Since when, in milliseconds since 1970: the date of revocation, or the earlier one since when the key is suspected. */
  readonly at: number
  readonly reason: RevocationReason
}

/** Evidence that answers nothing, and why. */
export interface Silent {
  readonly kind: 'silent'
  readonly code: FindingCode & `revocation.${string}`
  readonly why: string
}

/** Returns that evidence answers nothing. */
export function silent(code: Silent['code'], why: string): Answer {
  return { kind: 'silent', code, why }
}

/** ReasonFlags of RFC 5280 §4.2.1.13, the first two octets as a number: bits 1 to 8. */
export const ALL_REASONS = 0x7f80

/** The bit of certificateHold among them. */
export const HOLD = 0x0200

/** Of the options, what says how old evidence may be. */
export type Moment = Pick<RevocationOptions, 'anchor' | 'at' | 'currentTime'>

/** How far the clocks of others may be wrong, in milliseconds. */
export const TOLERANCE = 300_000

/**
 * Returns whether evidence is current at the time of the question: not past its nextUpdate and not older than the anchor allows. What was made
 * later is evidence too, as long as the certificate had not expired by then (expired ones are taken off lists), and it is not from the future.
 */
export function isCurrent(
  evidence: { readonly thisUpdate: number; readonly nextUpdate: number | undefined },
  { certificate, options }: { readonly certificate: Certificate; readonly options: Moment },
): boolean {
  const { at, anchor, currentTime = at } = options
  const { thisUpdate, nextUpdate } = evidence
  if (thisUpdate > currentTime + TOLERANCE || thisUpdate > Math.max(at + TOLERANCE, certificate.notAfter))
    return false
  const { maxAgeHours } = anchor.revocation
  const age = at - thisUpdate
  const oldest = maxAgeHours === undefined ? undefined : maxAgeHours * 3_600_000
  // RFC 6960 §4.2.2.1: without nextUpdate there is newer information at all times.
  if (nextUpdate === undefined) return age <= (oldest ?? TOLERANCE)
  return at <= nextUpdate && (oldest === undefined || age <= oldest)
}
