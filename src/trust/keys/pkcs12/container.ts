import { Malformed } from '../../../base/errors.js'
import type { DerCursor } from '../../../formats/der/cursor.js'
import { contextTag } from '../../../formats/der/tag.js'
import type { DecryptionAccess } from '../encryption/decryption.js'
import { DerivationBudget } from '../encryption/derivation-budget.js'
import { EarlyKeys } from './early-keys.js'
import { passesOfScheme, type EncryptionScheme } from '../encryption/scheme.js'
import { joinMaterial, type KeyMaterial } from '../key-material.js'
import type { Passphrase } from '../passphrase.js'
import { macHolds, passesOfMac, readMac, type Pkcs12Mac } from './mac.js'
import { openBer, openSafe, readSafe, type Safe } from './safe.js'

/** A PKCS #12 container (RFC 7292 §4) that was read but not opened. */
interface Container {
  readonly mac: Pkcs12Mac | undefined
  /** The bytes that the MAC is over. */
  readonly content: Uint8Array
  readonly safes: readonly Safe[]
}

const DATA = '1.2.840.113549.1.7.1'
const MAX_SAFES = 64

/**
 * Returns the keys and certificates of a PKCS #12 container, or `undefined` when the passphrase does not open it. BER is accepted. The MAC,
 * where there is one, is checked before anything is decrypted. Throws `Malformed` when it cannot be read and
 * `FiscalSealError('identity.limit')` when it asks for too much, before any key is derived.
 */
export async function openPkcs12(
  bytes: Uint8Array,
  access: { readonly passphrase: Passphrase },
): Promise<KeyMaterial | undefined> {
  const container = readContainer(bytes)
  chargeInAdvance(container)
  for (const passphrase of access.passphrase.candidates()) {
    const early = new EarlyKeys(schemesOf(container), passphrase)
    try {
      // Each way of saying nothing may cost what one passphrase may.
      const access = { passphrase, budget: new DerivationBudget(), early }
      const material = await openContainer(container, access)
      if (material !== undefined) return material
    } finally {
      await early.wipe()
      passphrase.wipe()
    }
  }
  return undefined
}

async function openContainer(
  container: Container,
  access: DecryptionAccess,
): Promise<KeyMaterial | undefined> {
  const { mac, content } = container
  if (mac !== undefined && !(await macHolds(mac, content, access))) return undefined
  try {
    return await openSafes(container, access)
  } catch (error) {
    // Without a MAC, what a wrong passphrase makes of the safes is only found out by reading it.
    if (mac === undefined && error instanceof Malformed) return undefined
    throw error
  }
}

async function openSafes(container: Container, access: DecryptionAccess): Promise<KeyMaterial | undefined> {
  const materials: KeyMaterial[] = []
  for (const safe of container.safes) {
    const material = await openSafe(safe, access)
    if (material === undefined) return undefined
    materials.push(material)
  }
  return joinMaterial(materials)
}

function readContainer(bytes: Uint8Array): Container {
  const cursor = openBer(bytes)
  const fields = cursor.sequence()
  cursor.finish()
  if (fields.smallInteger() !== 3) throw new Malformed('der.unexpected', 'version of the PKCS #12 container')
  const content = readData(fields)
  const mac = fields.atEnd ? undefined : readMac(fields)
  fields.finish()
  return { mac, content, safes: readSafes(content) }
}

/** RFC 7292 §4: the contents are id-data; the public-key integrity mode (signedData) is not read. */
function readData(fields: DerCursor): Uint8Array {
  const contentInfo = fields.sequence()
  if (contentInfo.oid() !== DATA) throw new Malformed('der.unexpected', 'content of the PKCS #12 container')
  const explicit = contentInfo.enter(contextTag(0))
  contentInfo.finish()
  const content = explicit.octetString()
  explicit.finish()
  return content
}

function readSafes(content: Uint8Array): readonly Safe[] {
  const cursor = openBer(content)
  const entries = cursor.sequence()
  cursor.finish()
  const safes: Safe[] = []
  while (!entries.atEnd) {
    if (safes.length === MAX_SAFES) throw new Malformed('der.limit', 'too many safes')
    safes.push(readSafe(entries.sequence()))
  }
  return safes
}

/** Everything that can be seen from outside is added up first: a file that will be refused costs nothing. */
function chargeInAdvance(container: Container): void {
  const budget = new DerivationBudget()
  if (container.mac !== undefined) budget.charge(container.mac.derivation, passesOfMac(container.mac))
  for (const scheme of schemesOf(container)) budget.charge(scheme.derivation, passesOfScheme(scheme))
}

function schemesOf({ safes }: Container): readonly EncryptionScheme[] {
  return safes.flatMap((safe) => safe.schemes)
}
