import { concatBytes } from '../../../base/bytes.js'
import { aesCbcDecrypt } from '../../../crypto/ciphers.js'
import { digest } from '../../../crypto/digest.js'
import type { DerivationBudget } from './derivation-budget.js'
import type { EarlyKeys } from '../pkcs12/early-keys.js'
import { passesOfScheme, VECTOR_LENGTH, type Cipher, type EncryptionScheme } from './scheme.js'
import { deriveKey } from './key-derivation.js'
import { legacyCbcDecrypt } from './legacy-ciphers.js'
import type { Passphrase } from '../passphrase.js'
import { derivePkcs12, type Pkcs12Purpose } from '../pkcs12/derivation.js'
import { rc4 } from './rc4.js'

/** What decryption needs. */
export interface DecryptionAccess {
  readonly passphrase: Passphrase
  readonly budget: DerivationBudget
  /** Keys that are being derived already. */
  readonly early?: EarlyKeys
}

/**
 * Returns the plain text, or `undefined` when its padding is wrong, which is what a wrong passphrase looks like. The budget is charged
 * first; throws `FiscalSealError('identity.limit')` when it is used up.
 */
export async function decrypt(
  ciphertext: Uint8Array,
  scheme: EncryptionScheme,
  access: DecryptionAccess,
): Promise<Uint8Array | undefined> {
  access.budget.charge(scheme.derivation, passesOfScheme(scheme))
  const { key, iv } = await deriveKeyAndVector(scheme, access)
  try {
    return await decryptUnderKey(scheme.cipher, { key, iv }, ciphertext)
  } finally {
    key.fill(0)
  }
}

/** A derived key, and the initialization vector; RC4 uses none. */
export interface KeyAndVector {
  readonly key: Uint8Array
  readonly iv: Uint8Array
}

async function deriveKeyAndVector(
  scheme: EncryptionScheme,
  { passphrase, early }: DecryptionAccess,
): Promise<KeyAndVector> {
  switch (scheme.kind) {
    case 'pbes2': {
      const key = early?.take(scheme) ?? deriveKey(scheme.derivation, passphrase, scheme.cipher.keyLength)
      return { key: await key, iv: scheme.iv }
    }
    case 'pbes1':
      return derivePbes1(scheme, passphrase)
    case 'pkcs12':
      return {
        key: await derive(scheme, passphrase, { purpose: 1, length: scheme.cipher.keyLength }),
        iv: await derive(scheme, passphrase, { purpose: 2, length: VECTOR_LENGTH }),
      }
  }
}

function derive(
  scheme: EncryptionScheme & { readonly kind: 'pkcs12' },
  passphrase: Passphrase,
  wanted: { readonly purpose: Pkcs12Purpose; readonly length: number },
): Promise<Uint8Array> {
  return derivePkcs12({ digest: 'SHA-1', passphrase: passphrase.bmp(), ...scheme.derivation, ...wanted })
}

/** PBKDF1 (RFC 8018 §5.1, §6.1.1): the first eight bytes are the key, the next eight the initialization vector. */
async function derivePbes1(
  scheme: EncryptionScheme & { readonly kind: 'pbes1' },
  passphrase: Passphrase,
): Promise<KeyAndVector> {
  let hash = concatBytes([passphrase.utf8(), scheme.derivation.salt])
  for (let round = 0; round < scheme.derivation.iterations; round++) {
    const next = digest(scheme.digest, [hash])
    hash = next instanceof Promise ? await next : next
  }
  return { key: hash.slice(0, 8), iv: hash.slice(8, 16) }
}

/** Returns the plain text under a derived key, or `undefined` when its padding is wrong. */
export async function decryptUnderKey(
  cipher: Cipher,
  access: KeyAndVector,
  ciphertext: Uint8Array,
): Promise<Uint8Array | undefined> {
  if (cipher.kind === 'aes') return aesCbcDecrypt(access, ciphertext)
  if (cipher.kind === 'rc4') return rc4(access.key, ciphertext)
  return legacyCbcDecrypt(cipher, access, ciphertext)
}
