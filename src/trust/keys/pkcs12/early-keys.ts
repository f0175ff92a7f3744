import type { EncryptionScheme } from '../encryption/scheme.js'
import { deriveKey } from '../encryption/key-derivation.js'
import type { Passphrase } from '../passphrase.js'

/**
 * Keys of PBES2 that the platform derives beside us while the MAC of a container is computed here: nothing is decrypted with them before the MAC
 * was found to hold.
 */
export class EarlyKeys {
  readonly #keys = new Map<EncryptionScheme, Promise<Uint8Array>>()

  /** Begins to derive the keys of all schemes that are PBES2; the caller has charged what they cost. */
  constructor(schemes: readonly EncryptionScheme[], passphrase: Passphrase) {
    for (const scheme of schemes) {
      if (scheme.kind !== 'pbes2') continue
      const key = deriveKey(scheme.derivation, passphrase, scheme.cipher.keyLength)
      // Who asks for it hears of a failure; nobody may ask.
      key.catch(() => undefined)
      this.#keys.set(scheme, key)
    }
  }

  /** Returns the key of `scheme`, once; whoever gets it overwrites it. */
  take(scheme: EncryptionScheme): Promise<Uint8Array> | undefined {
    const key = this.#keys.get(scheme)
    this.#keys.delete(scheme)
    return key
  }

  /** Overwrites the keys that nobody took, as soon as they are there. */
  async wipe(): Promise<void> {
    const keys = await Promise.allSettled(this.#keys.values())
    for (const key of keys) if (key.status === 'fulfilled') key.value.fill(0)
  }
}
