import { FiscalSealError } from '../../base/errors.js'
import { checkOptionNames } from '../../base/known-options.js'
import { exportPkcs8 as exportPrivateKey } from '../../crypto/private-key.js'
import { toPem } from '../../formats/x509/pem.js'
import { MAX_ITERATIONS, MAX_TOTAL_ITERATIONS } from './encryption/derivation-budget.js'
import { DEFAULT_PKCS8_ITERATIONS, encryptPkcs8 } from './encryption/encryption.js'
import { privateKeyOf, type Identity } from './identity.js'
import { Passphrase, type PassphraseInput } from './passphrase.js'
import { writePkcs12 } from './pkcs12/writer.js'

/** Protects what is saved. */
export interface SaveOptions {
  /** Not empty. Bytes are UTF-8. */
  readonly passphrase: PassphraseInput
  /** Rounds of key derivation. Default: 600 000 for PKCS #8; 200 000 for PKCS #12, whose MAC no platform computes natively. */
  readonly iterations?: number
}

const DEFAULT_PKCS12_ITERATIONS = 200_000

/**
 * Returns key, certificate and chain as PEM, the key encrypted (PKCS #8, PBES2 with AES-256) when a passphrase is given, else in the clear: then
 * whoever reads the text can seal. Throws `FiscalSealError('identity.no-key')` when the key is not in this process, `argument.invalid` for what
 * is no identity.
 */
export async function exportPem(identity: Identity, options?: SaveOptions): Promise<string> {
  requireIdentity(identity)
  const certificates = [identity.certificate, ...identity.chain].map(({ der }) => toPem('CERTIFICATE', der))
  if (options !== undefined) {
    const encrypted = await exportPkcs8(identity, options)
    return [toPem('ENCRYPTED PRIVATE KEY', encrypted), ...certificates].join('')
  }
  const pkcs8 = await exportPrivateKey(privateKeyOf(identity))
  const key = toPem('PRIVATE KEY', pkcs8)
  pkcs8.fill(0)
  return [key, ...certificates].join('')
}

/** Returns the key alone as EncryptedPrivateKeyInfo in DER (PBES2, AES-256-CBC, PBKDF2-HMAC-SHA-256). */
export function exportPkcs8(identity: Identity, options: SaveOptions): Promise<Uint8Array> {
  return withKey(identity, options, (pkcs8, passphrase) =>
    encryptPkcs8(pkcs8, { passphrase, iterations: iterationsOf(options, DEFAULT_PKCS8_ITERATIONS) }),
  )
}

/** Returns key, certificate and chain as PKCS #12 (AES-256-CBC under PBES2, MAC with SHA-256). Throws as `exportPem` does. */
export async function exportPkcs12(identity: Identity, options: SaveOptions): Promise<Uint8Array> {
  requireIdentity(identity)
  const certificates = [identity.certificate, ...identity.chain]
  return withKey(identity, options, (pkcs8, passphrase) =>
    writePkcs12(
      { pkcs8, certificates },
      { passphrase, iterations: iterationsOf(options, DEFAULT_PKCS12_ITERATIONS) },
    ),
  )
}

/** Callers without types forget to await what makes an identity. */
function requireIdentity(identity: Identity): void {
  const given: unknown = identity
  if (typeof given === 'object' && given !== null && 'certificate' in given) return
  throw new FiscalSealError(
    'argument.invalid',
    'identity must come from loadIdentity or from an authority; await it.',
  )
}

async function withKey(
  identity: Identity,
  options: SaveOptions,
  write: (pkcs8: Uint8Array, passphrase: Passphrase) => Promise<Uint8Array>,
): Promise<Uint8Array> {
  checkOptionNames(options, { passphrase: true, iterations: true }, { of: 'an export' })
  const key = privateKeyOf(identity)
  const passphrase = requirePassphrase(options.passphrase)
  const pkcs8 = await exportPrivateKey(key)
  try {
    return await write(pkcs8, passphrase)
  } finally {
    pkcs8.fill(0)
    passphrase.wipe()
  }
}

/** Returns the passphrase; throws `FiscalSealError('argument.invalid')` when it is empty: that would look encrypted and be open. */
export function requirePassphrase(input: PassphraseInput): Passphrase {
  const passphrase = Passphrase.from(input)
  if (passphrase.utf8().length > 0) return passphrase
  throw new FiscalSealError('argument.invalid', 'The passphrase is empty.')
}

/** Three derivations of a container must stay within what a reader accepts. */
function iterationsOf(options: SaveOptions, standard: number): number {
  const iterations = options.iterations ?? standard
  const isInside = Number.isInteger(iterations) && iterations >= 1000 && iterations <= MAX_ITERATIONS
  if (isInside && 3 * iterations <= MAX_TOTAL_ITERATIONS) return iterations
  const most = Math.floor(MAX_TOTAL_ITERATIONS / 3)
  throw new FiscalSealError('argument.invalid', `iterations must be an integer from 1000 to ${most}.`)
}
