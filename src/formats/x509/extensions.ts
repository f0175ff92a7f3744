import { DerCursor } from '../der/cursor.js'
import { contextPrimitiveTag, contextTag, TAG } from '../der/tag.js'
import type { Extensions } from './extension.js'
import { readGeneralName, readGeneralNames, type GeneralName } from './general-name.js'
import { EXTENSION } from './oids.js'

export type { GeneralName } from './general-name.js'

/** What has extensions: a certificate, a CRL, an entry of a CRL, a request. */
export interface Extended {
  readonly extensions: Extensions
}

/** Returns what `read` makes of the value of extension `oid`, which must be read to its end, or `undefined` when there is none. */
export function extensionValue<T>(
  extended: Extended,
  oid: string,
  read: (cursor: DerCursor) => T,
): T | undefined {
  const extension = extended.extensions.get(oid)
  if (extension === undefined) return undefined
  const cursor = DerCursor.open(extension.value)
  const value = read(cursor)
  cursor.finish()
  return value
}

/** Like `extensionValue` for a value that is one SEQUENCE, whose fields `read` reads to their end. */
export function sequenceValue<T>(
  extended: Extended,
  oid: string,
  read: (fields: DerCursor) => T,
): T | undefined {
  const extension = extended.extensions.get(oid)
  if (extension === undefined) return undefined
  const cursor = DerCursor.open(extension.value)
  const outer = cursor.descend(TAG.sequence)
  const value = read(cursor)
  cursor.ascend(outer)
  cursor.finish()
  return value
}

/** BasicConstraints (RFC 5280 §4.2.1.9). */
export interface BasicConstraints {
  readonly ca: boolean
  /** How many intermediates may follow; `undefined` when any number. */
  readonly pathLength: number | undefined
}

/** Returns basicConstraints, or `undefined` when the certificate has none. Throws `Malformed`. */
export function basicConstraintsOf(certificate: Extended): BasicConstraints | undefined {
  return sequenceValue(certificate, EXTENSION.basicConstraints, readBasicConstraints)
}

function readBasicConstraints(fields: DerCursor): BasicConstraints {
  return {
    ca: fields.peek() === TAG.boolean && fields.boolean(),
    pathLength: fields.atEnd ? undefined : fields.smallInteger(),
  }
}

/** Uses of a key, by bit number (RFC 5280 §4.2.1.3). */
const KEY_USAGES = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const

/** One use of a key. */
export type KeyUsage = (typeof KEY_USAGES)[number]

/** Returns keyUsage, or `undefined` when the certificate has none and so does not restrict its key. Throws `Malformed`. */
export function keyUsageOf(certificate: Extended): ReadonlySet<KeyUsage> | undefined {
  return extensionValue(certificate, EXTENSION.keyUsage, readKeyUsage)
}

function readKeyUsage(cursor: DerCursor): ReadonlySet<KeyUsage> {
  const bits = cursor.namedBits()
  const usages = new Set<KeyUsage>()
  for (let bit = 0; bit < KEY_USAGES.length; bit++) {
    const usage = KEY_USAGES[bit]
    if (usage !== undefined && (bits & (0x8000 >> bit)) !== 0) usages.add(usage)
  }
  return usages
}

/** Returns the OIDs of extendedKeyUsage, or `undefined` when there is none (RFC 5280 §4.2.1.12). Throws `Malformed`. */
export function extendedKeyUsageOf(certificate: Extended): readonly string[] | undefined {
  return sequenceValue(certificate, EXTENSION.extendedKeyUsage, readPurposes)
}

function readPurposes(fields: DerCursor): readonly string[] {
  const purposes = [fields.oid()]
  while (!fields.atEnd) purposes.push(fields.oid())
  return purposes
}

/** Returns subjectKeyIdentifier, or `undefined`. Throws `Malformed`. */
export function subjectKeyIdentifierOf(certificate: Extended): Uint8Array | undefined {
  return extensionValue(certificate, EXTENSION.subjectKeyIdentifier, readOctets)
}

const readOctets = (cursor: DerCursor): Uint8Array => cursor.octetString()

/** AuthorityKeyIdentifier (RFC 5280 §4.2.1.1). */
export interface AuthorityKeyIdentifier {
  readonly keyIdentifier: Uint8Array | undefined
  readonly issuer: readonly GeneralName[]
  /** Content octets of the INTEGER. */
  readonly serialNumber: Uint8Array | undefined
}

/** Returns authorityKeyIdentifier, or `undefined`. A hint for finding the issuer, never a proof. Throws `Malformed`. */
export function authorityKeyIdentifierOf(extended: Extended): AuthorityKeyIdentifier | undefined {
  return sequenceValue(extended, EXTENSION.authorityKeyIdentifier, readAuthorityKey)
}

function readAuthorityKey(fields: DerCursor): AuthorityKeyIdentifier {
  const keyIdentifier = fields.optional(contextPrimitiveTag(0))
  const issuer = fields.enterOptional(contextTag(1))
  const names = issuer === undefined ? [] : readGeneralNames(issuer)
  const serial = contextPrimitiveTag(2)
  return {
    keyIdentifier,
    issuer: names,
    serialNumber: fields.peek() === serial ? fields.integer(serial) : undefined,
  }
}

/**
 * Returns the names of subjectAltName, empty when there is none (RFC 5280 §4.2.1.6), or when the list is, which signers of real documents
 * have. Throws `Malformed`.
 */
export function subjectAlternativeNamesOf(certificate: Extended): readonly GeneralName[] {
  return sequenceValue(certificate, EXTENSION.subjectAlternativeName, readAlternativeNames) ?? []
}

function readAlternativeNames(names: DerCursor): readonly GeneralName[] {
  return names.atEnd ? [] : readGeneralNames(names)
}

/** Where something about a certificate can be had (RFC 5280 §4.2.2.1). */
export interface AccessDescription {
  readonly method: string
  readonly location: GeneralName
}

/** OIDs of access methods. */
export const ACCESS_METHOD = {
  ocsp: '1.3.6.1.5.5.7.48.1',
  caIssuers: '1.3.6.1.5.5.7.48.2',
} as const

/** Returns authorityInfoAccess, empty when there is none. Throws `Malformed`. */
export function authorityInformationOf(certificate: Extended): readonly AccessDescription[] {
  const read = (fields: DerCursor): AccessDescription[] => {
    const descriptions: AccessDescription[] = []
    while (!fields.atEnd) {
      const description = fields.sequence()
      descriptions.push({ method: description.oid(), location: readGeneralName(description) })
      description.finish()
    }
    return descriptions
  }
  return sequenceValue(certificate, EXTENSION.authorityInformationAccess, read) ?? []
}
