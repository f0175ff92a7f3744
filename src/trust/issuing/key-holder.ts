import { FiscalSealError, Malformed } from '../../base/errors.js'
import { checkOptionNames } from '../../base/known-options.js'
import { exportPkcs8, importPrivateKey, type PrivateKey } from '../../crypto/private-key.js'
import { toPem } from '../../formats/x509/pem.js'
import { readKeyFile } from '../keys/key-file.js'
import { Passphrase, type PassphraseInput } from '../keys/passphrase.js'
import { checkFileOptions, protectKey, type AuthorityFileOptions } from './authority-file.js'
import type { KeyHolder } from './certification-request.js'
import { generateKey, type KeyKind } from './key-kind.js'
import { requireKeyKind } from './option-fields.js'
import { keySigner } from './writing/structure-signer.js'

/**
 * Returns the holder of the one key in a key file (PEM, DER, PKCS #12), whatever certificates stand beside it: for a request. Throws
 * `FiscalSealError('identity.unreadable' | 'identity.wrong-passphrase' | 'identity.passphrase-required' | 'identity.limit' |
 * 'identity.no-key' | 'identity.ambiguous' | 'identity.unsupported-key')`.
 */
export async function loadKeyHolder(
  input: Uint8Array | string,
  options: { readonly passphrase?: PassphraseInput } = {},
): Promise<KeyHolder> {
  checkOptionNames(options, { passphrase: true }, { of: 'loadKeyHolder' })
  const passphrase = Passphrase.from(options.passphrase)
  try {
    const [found, ...more] = (await readKeyFile(input, passphrase)).keys
    if (found === undefined) throw new FiscalSealError('identity.no-key', 'The file holds no private key.')
    if (more.length > 0)
      throw new FiscalSealError('identity.ambiguous', 'The file holds several private keys.')
    return holderOf(await importPrivateKey(found.pkcs8))
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    throw new FiscalSealError('identity.unsupported-key', `The key cannot be used (${error.code}).`)
  } finally {
    passphrase.wipe()
  }
}

function holderOf(key: PrivateKey): KeyHolder {
  return { ...keySigner(key), publicKey: key.publicKey }
}

/** A new key without a certificate, and its file. */
export interface NewKey {
  readonly holder: KeyHolder
  /** PEM of the key, encrypted when a passphrase was given. */
  readonly pem: string
}

/**
 * Returns a new key for which a certificate is to be requested, and the text that keeps it. Throws `FiscalSealError('argument.invalid')` for a
 * kind that is not offered.
 */
export async function createKey(kind: KeyKind, options: AuthorityFileOptions = {}): Promise<NewKey> {
  checkFileOptions(options)
  const key = await generateKey(requireKeyKind(kind, 'argument.invalid'))
  const isOpen = options.passphrase === undefined
  const der = isOpen ? await exportPkcs8(key) : await protectKey(key, options)
  const pem = toPem(isOpen ? 'PRIVATE KEY' : 'ENCRYPTED PRIVATE KEY', der)
  return { holder: holderOf(key), pem }
}
