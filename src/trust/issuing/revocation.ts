import { toHex } from '../../base/bytes.js'
import { FiscalSealError } from '../../base/errors.js'
import { checkOptionNames, type OptionNames } from '../../base/known-options.js'
import type { RevocationReason } from '../../formats/x509/crl.js'
import { issuerLevelOf, wholeSeconds, type AuthorityState } from './authority-state.js'
import { REASON_NUMBER, type Revocation } from './writing/crl-writer.js'

/** How a certificate is revoked. */
export interface RevokeOptions {
  /** Default: `unspecified`. */
  readonly reason?: Exclude<RevocationReason, 'removeFromCRL'>
  /** Since when it does not count; default: now. */
  readonly at?: Date
  /** Since when the key is suspected (RFC 5280 §5.3.2). */
  readonly invalidSince?: Date
  /** The time of the new CRL; default: now. */
  readonly crlAt?: Date
}

const OF_REVOCATION: OptionNames<RevokeOptions> = { reason: true, at: true, invalidSince: true, crlAt: true }

/** Reasons that can be given for a revocation (RFC 5280 §5.3.1). */
export const REVOCATION_REASONS = (Object.keys(REASON_NUMBER) as RevocationReason[]).filter(
  (reason): reason is Exclude<RevocationReason, 'removeFromCRL'> => reason !== 'removeFromCRL',
)

/** What is known of a certificate (RFC 6960 §2.2). */
export type CertificateStatus =
  | { readonly status: 'good' }
  | { readonly status: 'unknown' }
  | {
      readonly status: 'revoked'
      /** Milliseconds since 1970. */
      readonly at: number
      readonly reason: RevocationReason
    }

/**
 * Returns the state in which the certificate with this serial number is revoked, and the level of the CA whose list must say so. Throws
 * `FiscalSealError('argument.invalid')` when it was not issued here, or was revoked before; what is on hold may be revoked for good.
 */
export function revoke(
  state: AuthorityState,
  serialNumber: string,
  options: RevokeOptions,
): { readonly state: AuthorityState; readonly level: number } {
  if (!isIssued(state, serialNumber)) {
    throw new FiscalSealError(
      'argument.invalid',
      `No certificate with the serial number ${serialNumber} was issued here.`,
    )
  }
  checkOptionNames(options, OF_REVOCATION, { of: 'a revocation' })
  const { reason = 'unspecified', invalidSince } = options
  if (!REVOCATION_REASONS.includes(reason))
    throw new FiscalSealError('argument.invalid', `reason must be one of ${REVOCATION_REASONS.join(', ')}.`)
  const earlier = state.revoked.find((each) => each.serialNumber === serialNumber)
  // RFC 5280 §5.3.1: of what is on hold only that can still be decided.
  if (earlier !== undefined && earlier.reason !== 'certificateHold')
    throw new FiscalSealError('argument.invalid', `The certificate ${serialNumber} is revoked already.`)
  const revocation: Revocation = {
    serialNumber,
    at: earlier?.at ?? wholeSeconds(options.at ?? new Date()),
    reason,
    ...(invalidSince === undefined ? {} : { invalidSince: wholeSeconds(invalidSince) }),
  }
  const others = state.revoked.filter((each) => each.serialNumber !== serialNumber)
  return {
    state: { ...state, revoked: [...others, revocation] },
    level: issuerLevelOf(state, serialNumber),
  }
}

/** Returns what is known of the certificate with this serial number. */
export function statusIn(state: AuthorityState, serialNumber: string): CertificateStatus {
  const revocation = state.revoked.find((each) => each.serialNumber === serialNumber)
  if (revocation !== undefined) return { status: 'revoked', at: revocation.at, reason: revocation.reason }
  return { status: isIssued(state, serialNumber) ? 'good' : 'unknown' }
}

/** The root is nobody's to revoke but that of those who trust it. */
function isIssued({ authorities, register }: AuthorityState, serialNumber: string): boolean {
  const isAuthority = authorities
    .slice(1)
    .some(({ certificate }) => toHex(certificate.serialNumber) === serialNumber)
  return isAuthority || register.find(serialNumber) !== undefined
}
