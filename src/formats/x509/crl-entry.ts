import { Malformed } from '../../base/errors.js'
import { TAG } from '../der/tag.js'
import { extensionValue, type Extended } from './extensions.js'
import type { GeneralName } from './general-name.js'
import { EXTENSION } from './oids.js'

/** Why a certificate was revoked (RFC 5280 §5.3.1), by number. */
const REASONS = [
  'unspecified',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  undefined,
  'removeFromCRL',
  'privilegeWithdrawn',
  'aACompromise',
] as const

/** Why a certificate was revoked. */
export type RevocationReason = NonNullable<(typeof REASONS)[number]>

/** One entry of a CRL. */
export interface RevokedCertificate extends Extended {
  /** Content octets of the INTEGER. */
  readonly serialNumber: Uint8Array
  /** Milliseconds since 1970. */
  readonly revocationDate: number
  /** Issuer of the certificate in an indirect CRL (RFC 5280 §5.3.3), empty when it is the issuer of the CRL. */
  readonly certificateIssuer: readonly GeneralName[]
}

/** Returns the reason with that number (RFC 5280 §5.3.1). Throws `Malformed`. */
export function reasonOf(number: number): RevocationReason {
  const reason = REASONS[number]
  if (reason === undefined) throw new Malformed('certificate.malformed', `revocation reason ${number}`)
  return reason
}

/** Returns why the certificate was revoked, `unspecified` when the entry does not say. Throws `Malformed`. */
export function revocationReasonOf(entry: Extended): RevocationReason {
  return reasonOf(
    extensionValue(entry, EXTENSION.reasonCode, (cursor) => cursor.smallInteger(TAG.enumerated)) ?? 0,
  )
}

/** Returns since when the key is suspected (RFC 5280 §5.3.2), in milliseconds since 1970, or `undefined`. Throws `Malformed`. */
export function invalidityDateOf(entry: Extended): number | undefined {
  return extensionValue(entry, EXTENSION.invalidityDate, (cursor) => cursor.time())
}
