import { fromLatin1 } from '../../../base/bytes.js'
import {
  derBoolean,
  derContext,
  derContextPrimitive,
  derElement,
  derGeneralizedTime,
  derInteger,
  derNamedBits,
  derNull,
  derOctetString,
  derOid,
  derSequence,
} from '../../../formats/der/writer.js'
import { TAG } from '../../../formats/der/tag.js'
import { ACCESS_METHOD } from '../../../formats/x509/extensions.js'
import { EXTENSION } from '../../../formats/x509/oids.js'

/** Returns an Extension (RFC 5280 §4.1.2.9) around `value`, which is DER. */
export function writeExtension(oid: string, value: Uint8Array, critical = false): Uint8Array {
  return derSequence(derOid(oid), ...(critical ? [derBoolean(true)] : []), derOctetString(value))
}

/** Returns basicConstraints, critical; of a CA with how many further CAs may follow, any number when `undefined` (RFC 5280 §4.2.1.9). */
export function basicConstraints(isAuthority: boolean, pathLength?: number): Uint8Array {
  const limit = pathLength === undefined ? [] : [derInteger(pathLength)]
  const value = isAuthority ? derSequence(derBoolean(true), ...limit) : derSequence()
  return writeExtension(EXTENSION.basicConstraints, value, true)
}

/** Returns keyUsage, critical, with the bits of RFC 5280 §4.2.1.3. */
export function keyUsage(bits: readonly number[]): Uint8Array {
  return writeExtension(EXTENSION.keyUsage, derNamedBits(bits), true)
}

/** Returns extendedKeyUsage (RFC 5280 §4.2.1.12). */
export function extendedKeyUsage(purposes: readonly string[], critical: boolean): Uint8Array {
  return writeExtension(EXTENSION.extendedKeyUsage, derSequence(...purposes.map(derOid)), critical)
}

/** Returns subjectKeyIdentifier (RFC 5280 §4.2.1.2). */
export function subjectKeyIdentifier(identifier: Uint8Array): Uint8Array {
  return writeExtension(EXTENSION.subjectKeyIdentifier, derOctetString(identifier))
}

/** Returns authorityKeyIdentifier with the identifier alone (RFC 5280 §4.2.1.1). */
export function authorityKeyIdentifier(identifier: Uint8Array): Uint8Array {
  return writeExtension(EXTENSION.authorityKeyIdentifier, derSequence(derContextPrimitive(0, identifier)))
}

/** Returns crlDistributionPoints with one point that has one URL (RFC 5280 §4.2.1.13). */
export function crlDistributionPoint(url: string): Uint8Array {
  const point = derSequence(derContext(0, derContext(0, urlName(url))))
  return writeExtension(EXTENSION.crlDistributionPoints, derSequence(point))
}

/** Where something about the issuer of a certificate can be had. */
export interface IssuerAddresses {
  readonly ocspUrl?: string | undefined
  readonly issuerUrl?: string | undefined
}

/** Returns authorityInfoAccess, or nothing when there is no address (RFC 5280 §4.2.2.1). */
export function authorityInformation({ ocspUrl, issuerUrl }: IssuerAddresses): readonly Uint8Array[] {
  const descriptions = [
    ...(ocspUrl === undefined ? [] : [derSequence(derOid(ACCESS_METHOD.ocsp), urlName(ocspUrl))]),
    ...(issuerUrl === undefined ? [] : [derSequence(derOid(ACCESS_METHOD.caIssuers), urlName(issuerUrl))]),
  ]
  if (descriptions.length === 0) return []
  return [writeExtension(EXTENSION.authorityInformationAccess, derSequence(...descriptions))]
}

/** GeneralName `uniformResourceIdentifier`; the caller has checked that it is ASCII. */
function urlName(url: string): Uint8Array {
  return derContextPrimitive(6, fromLatin1(url))
}

/** Returns id-pkix-ocsp-nocheck (RFC 6960 §4.2.2.2.1). */
export function ocspNoCheck(): Uint8Array {
  return writeExtension(EXTENSION.ocspNoCheck, derNull())
}

/** Returns cRLNumber (RFC 5280 §5.2.3). */
export function crlNumber(number: number): Uint8Array {
  return writeExtension(EXTENSION.crlNumber, derInteger(number))
}

/** Returns reasonCode of an entry, given as number (RFC 5280 §5.3.1). */
export function reasonCode(reason: number): Uint8Array {
  return writeExtension(EXTENSION.reasonCode, derElement(TAG.enumerated, Uint8Array.of(reason)))
}

/** Returns invalidityDate of an entry, from milliseconds since 1970 (RFC 5280 §5.3.2). */
export function invalidityDate(at: number): Uint8Array {
  return writeExtension(EXTENSION.invalidityDate, derGeneralizedTime(at))
}
