import { Malformed } from '../../../base/errors.js'
import { readAlgorithmIdentifier } from '../../../crypto/digest-algorithm.js'
import { joinSegments, transcodeBer } from '../../../formats/der/ber.js'
import { DerCursor } from '../../../formats/der/cursor.js'
import { contextPrimitiveTag, contextTag, TAG } from '../../../formats/der/tag.js'
import { decrypt, type DecryptionAccess } from '../encryption/decryption.js'
import { encryptionSchemeOf, type EncryptionScheme } from '../encryption/scheme.js'
import type { FoundCertificate, FoundKey, KeyMaterial } from '../key-material.js'
import { plainPkcs8 } from '../pkcs8.js'

/** One of the safes of a PKCS #12 container: bags in the clear, or encrypted as a whole. */
export type Safe =
  | { readonly kind: 'clear'; readonly bags: readonly Bag[]; readonly schemes: readonly EncryptionScheme[] }
  | {
      readonly kind: 'encrypted'
      readonly scheme: EncryptionScheme
      readonly ciphertext: Uint8Array
      readonly schemes: readonly EncryptionScheme[]
    }

/** A bag that matters here; lists, secrets and unknown kinds are left out. */
type Bag =
  | { readonly kind: 'key'; readonly pkcs8: Uint8Array; readonly name?: string }
  | {
      readonly kind: 'shrouded-key'
      readonly scheme: EncryptionScheme
      readonly ciphertext: Uint8Array
      readonly name?: string
    }
  | { readonly kind: 'certificate'; readonly der: Uint8Array }

const DATA = '1.2.840.113549.1.7.1'
const ENCRYPTED_DATA = '1.2.840.113549.1.7.6'
const ENVELOPED_DATA = '1.2.840.113549.1.7.3'
const MAX_BAGS = 256
const MAX_NESTING = 8

/** Returns the safe that a ContentInfo holds, `fields` being its fields. Throws `Malformed`. */
export function readSafe(fields: DerCursor): Safe {
  const contentType = fields.oid()
  const explicit = fields.enter(contextTag(0))
  fields.finish()
  if (contentType === DATA) {
    const bags = readBags(explicit.octetString(), MAX_NESTING)
    return {
      kind: 'clear',
      bags,
      schemes: bags.flatMap((bag) => (bag.kind === 'shrouded-key' ? [bag.scheme] : [])),
    }
  }
  if (contentType === ENVELOPED_DATA) return leaveOut(explicit.sequence())
  if (contentType !== ENCRYPTED_DATA) throw new Malformed('der.unexpected', `safe of type ${contentType}`)
  return readEncryptedSafe(explicit.sequence())
}

/** RFC 7292 §3.1: a safe enveloped for the holder of a key (RFC 5652 §6.1) is not for the holder of a passphrase. What else the container has is. */
function leaveOut(fields: DerCursor): Safe {
  fields.smallInteger()
  fields.skipOptional(contextTag(0))
  fields.set()
  fields.sequence().oid()
  fields.skipOptional(contextTag(1))
  fields.finish()
  return { kind: 'clear', bags: [], schemes: [] }
}

/** EncryptedData of RFC 5652 §8. */
function readEncryptedSafe(fields: DerCursor): Safe {
  fields.smallInteger()
  const content = fields.sequence()
  content.oid()
  const scheme = encryptionSchemeOf(readAlgorithmIdentifier(content))
  const ciphertext = readEncryptedContent(content)
  return { kind: 'encrypted', scheme, ciphertext, schemes: [scheme] }
}

/** `[0] IMPLICIT OCTET STRING`: in BER it may come in segments. */
function readEncryptedContent(content: DerCursor): Uint8Array {
  if (content.peek() === contextTag(0)) return joinSegments(content.read(contextTag(0)))
  return content.octetString(contextPrimitiveTag(0))
}

/** Returns a cursor on BER, made canonical, that is one element and nothing else. Throws `Malformed`. */
export function openBer(bytes: Uint8Array): DerCursor {
  const { der, length } = transcodeBer(bytes)
  if (length !== bytes.length) throw new Malformed('der.trailing-data', '', length)
  return DerCursor.open(der)
}

/** Returns what the safe holds, or `undefined` when the passphrase does not open it. */
export async function openSafe(safe: Safe, access: DecryptionAccess): Promise<KeyMaterial | undefined> {
  if (safe.kind === 'clear') return openBags(safe.bags, access)
  const plain = await decrypt(safe.ciphertext, safe.scheme, access)
  if (plain === undefined) return undefined
  return openBags(readBags(plain, MAX_NESTING), access)
}

async function openBags(bags: readonly Bag[], access: DecryptionAccess): Promise<KeyMaterial | undefined> {
  const keys: FoundKey[] = []
  const certificates: FoundCertificate[] = []
  for (const bag of bags) {
    if (bag.kind === 'certificate') {
      certificates.push({ der: bag.der })
      continue
    }
    const pkcs8 = bag.kind === 'key' ? bag.pkcs8 : await decrypt(bag.ciphertext, bag.scheme, access)
    if (pkcs8 === undefined) return undefined
    keys.push({ pkcs8: plainPkcs8(pkcs8), ...(bag.name === undefined ? {} : { name: bag.name }) })
  }
  return { keys, certificates }
}

function readBags(content: Uint8Array, nesting: number): readonly Bag[] {
  if (nesting === 0) throw new Malformed('der.limit', 'safes nested too deep')
  const cursor = openBer(content)
  const entries = cursor.sequence()
  cursor.finish()
  const bags: Bag[] = []
  while (!entries.atEnd) {
    bags.push(...readBag(entries.sequence(), nesting))
    if (bags.length > MAX_BAGS) throw new Malformed('der.limit', 'too many bags')
  }
  return bags
}

const BAG_KINDS = '1.2.840.113549.1.12.10.1.'

/** SafeBag of RFC 7292 §4.2. */
function readBag(fields: DerCursor, nesting: number): readonly Bag[] {
  const kind = fields.oid()
  const value = fields.enter(contextTag(0)).readRaw()
  const name = readName(fields.enterOptional(TAG.set))
  const named = name === undefined ? {} : { name }
  fields.finish()
  switch (kind) {
    case `${BAG_KINDS}1`:
      return [{ kind: 'key', pkcs8: value, ...named }]
    case `${BAG_KINDS}2`:
      return [{ kind: 'shrouded-key', ...readShrouded(value), ...named }]
    case `${BAG_KINDS}3`:
      return readCertificateBag(value)
    case `${BAG_KINDS}6`:
      return readBags(value, nesting - 1)
    default:
      return []
  }
}

function readShrouded(value: Uint8Array): {
  readonly scheme: EncryptionScheme
  readonly ciphertext: Uint8Array
} {
  const fields = DerCursor.open(value).sequence()
  const scheme = encryptionSchemeOf(readAlgorithmIdentifier(fields))
  const ciphertext = fields.octetString()
  fields.finish()
  return { scheme, ciphertext }
}

const X509_CERTIFICATE = '1.2.840.113549.1.9.22.1'

function readCertificateBag(value: Uint8Array): readonly Bag[] {
  const fields = DerCursor.open(value).sequence()
  if (fields.oid() !== X509_CERTIFICATE) return []
  const der = fields.enter(contextTag(0)).octetString()
  return [{ kind: 'certificate', der }]
}

const FRIENDLY_NAME = '1.2.840.113549.1.9.20'

/** Returns the friendlyName (RFC 2985 §5.5.1) among the attributes of a bag. */
function readName(attributes: DerCursor | undefined): string | undefined {
  while (attributes?.atEnd === false) {
    const attribute = attributes.sequence()
    const type = attribute.oid()
    const values = attribute.set()
    if (type === FRIENDLY_NAME && values.peek() === TAG.bmpString)
      return fromUtf16(values.read(TAG.bmpString))
  }
  return undefined
}

function fromUtf16(bytes: Uint8Array): string {
  let text = ''
  for (let index = 0; index + 1 < bytes.length; index += 2) {
    text += String.fromCharCode(((bytes[index] ?? 0) << 8) | (bytes[index + 1] ?? 0))
  }
  return text
}
