import { FiscalSealError, Malformed } from '../../base/errors.js'
import { DerCursor } from '../../formats/der/cursor.js'
import { TAG } from '../../formats/der/tag.js'
import { parsePem, pemText, type PemBlock } from '../../formats/x509/pem.js'
import { DerivationBudget, exceeded, MAX_KEY_FILE_LENGTH } from './encryption/derivation-budget.js'
import { joinMaterial, type KeyMaterial } from './key-material.js'
import type { Passphrase } from './passphrase.js'
import { openPkcs12 } from './pkcs12/container.js'
import { decryptPkcs8, fromPkcs1, fromSec1, plainPkcs8 } from './pkcs8.js'
import { decryptTraditional, splitTraditional, type TraditionalBlock } from './traditional-pem.js'

/**
 * Returns the keys and certificates of a key file, whatever its form: PEM with any number of blocks, PKCS #12, or DER of one PKCS #8 (plain or
 * encrypted), PKCS #1 or SEC 1 key, or of one certificate. Throws `FiscalSealError('identity.unreadable' | 'identity.wrong-passphrase' |
 * 'identity.passphrase-required' | 'identity.limit' | 'argument.invalid')`, the last for what is neither bytes nor text.
 */
export async function readKeyFile(input: Uint8Array | string, passphrase: Passphrase): Promise<KeyMaterial> {
  if (!isFile(input)) throw notGiven()
  if (input.length > MAX_KEY_FILE_LENGTH) throw exceeded(`more than ${MAX_KEY_FILE_LENGTH} bytes`)
  const access = { passphrase, budget: new DerivationBudget() }
  try {
    if (typeof input === 'string') return await readText(input, access)
    if (input[0] === TAG.sequence) return await readDer(input, access)
    return await readText(pemText(input), access)
  } catch (error) {
    if (error instanceof Malformed) throw unreadable(error.message)
    throw error
  }
}

/** Returns whether `input` is a file at all: callers without types may give anything, and often one that is still being read. */
export function isFile(input: unknown): input is Uint8Array | string {
  return typeof input === 'string' || input instanceof Uint8Array
}

/** Returns the error for keys and certificates that are given as something else. */
export function notGiven(): FiscalSealError {
  const message =
    'Keys and certificates are given as bytes (Uint8Array) or PEM text; await the file that holds them.'
  return new FiscalSealError('argument.invalid', message)
}

interface Access {
  readonly passphrase: Passphrase
  readonly budget: DerivationBudget
}

function unreadable(why: string): FiscalSealError {
  return new FiscalSealError('identity.unreadable', `The key file cannot be read (${why}).`)
}

async function readText(text: string, access: Access): Promise<KeyMaterial> {
  const { blocks: encrypted, rest } = splitTraditional(text)
  const blocks = parsePem(rest)
  if (blocks.length + encrypted.length === 0) throw unreadable('neither PEM nor DER')
  const materials: KeyMaterial[] = []
  for (const block of encrypted) materials.push(await openTraditional(block, access))
  for (const block of blocks) materials.push(await readBlock(block, access))
  return joinMaterial(materials)
}

async function openTraditional(block: TraditionalBlock, access: Access): Promise<KeyMaterial> {
  const { passphrase } = access
  const der = passphrase.isGiven ? await decryptTraditional(block, passphrase) : undefined
  // One wrong passphrase in 256 leaves a padding that looks right.
  if (der?.[0] !== TAG.sequence) throw passphraseError(passphrase)
  return readBlock({ label: block.label, der }, access)
}

async function readBlock({ label, der }: PemBlock, access: Access): Promise<KeyMaterial> {
  switch (label) {
    case 'CERTIFICATE':
      return { keys: [], certificates: [{ der }] }
    case 'PRIVATE KEY':
      return key(der)
    case 'RSA PRIVATE KEY':
      return key(fromPkcs1(der))
    case 'EC PRIVATE KEY':
      return key(fromSec1(der))
    case 'ENCRYPTED PRIVATE KEY':
      return openEncrypted(der, access)
    default:
      // Parameters, public keys and lists stand beside keys in many files.
      return { keys: [], certificates: [] }
  }
}

/** What the first two elements are tells the forms apart; only PKCS #12 may be BER. */
async function readDer(der: Uint8Array, access: Access): Promise<KeyMaterial> {
  if (isBer(der)) return openContainer(der, access)
  const fields = DerCursor.open(der).sequence()
  const first = fields.readElement()
  const second = fields.peek()
  if (first.tag === TAG.sequence) {
    return second === TAG.octetString ? openEncrypted(der, access) : { keys: [], certificates: [{ der }] }
  }
  if (first.tag !== TAG.integer) throw new Malformed('der.unexpected', 'no known kind of key file')
  if (first.content.length === 1 && first.content[0] === 3) return openContainer(der, access)
  if (second === TAG.sequence) return key(der)
  return key(second === TAG.octetString ? fromSec1(der) : fromPkcs1(der))
}

/** Lengths that are indefinite or longer than they need be (X.690 §8.1.3), in the two headers that tell the forms apart. */
function isBer(der: Uint8Array): boolean {
  try {
    DerCursor.open(der).sequence().readElement()
    return false
  } catch (error) {
    if (error instanceof Malformed) return error.code === 'der.not-canonical'
    throw error
  }
}

function key(pkcs8: Uint8Array): KeyMaterial {
  return { keys: [{ pkcs8: plainPkcs8(pkcs8) }], certificates: [] }
}

async function openEncrypted(der: Uint8Array, access: Access): Promise<KeyMaterial> {
  if (!access.passphrase.isGiven) throw passphraseError(access.passphrase)
  const pkcs8 = await decryptPkcs8(der, access)
  if (pkcs8 === undefined) throw passphraseError(access.passphrase)
  const material = key(pkcs8)
  pkcs8.fill(0)
  return material
}

async function openContainer(der: Uint8Array, access: Access): Promise<KeyMaterial> {
  const material = await openPkcs12(der, access)
  if (material === undefined) throw passphraseError(access.passphrase)
  return material
}

function passphraseError(passphrase: Passphrase): FiscalSealError {
  return passphrase.isGiven
    ? new FiscalSealError('identity.wrong-passphrase', 'The passphrase does not open the key file.')
    : new FiscalSealError('identity.passphrase-required', 'The key file is encrypted: give its passphrase.')
}
