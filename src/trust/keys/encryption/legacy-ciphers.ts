import { fromLatin1, toLatin1 } from '../../../base/bytes.js'
import type { Cipher } from './scheme.js'

/**
 * Returns the plain text of DES, three-key or two-key DES, or RC2 in CBC mode, its PKCS #7 padding taken off, or `undefined` when the padding
 * is wrong. For reading old key files only; the one place of node-forge, which is loaded when such a file is met.
 */
export async function legacyCbcDecrypt(
  cipher: Exclude<Cipher, { readonly kind: 'aes' | 'rc4' }>,
  access: { readonly key: Uint8Array; readonly iv: Uint8Array },
  ciphertext: Uint8Array,
): Promise<Uint8Array | undefined> {
  const { default: forge } = await import('node-forge')
  if (ciphertext.length === 0 || ciphertext.length % 8 !== 0) return undefined
  const iv = toLatin1(access.iv)
  const input = forge.util.createBuffer(toLatin1(ciphertext))
  if (cipher.kind === 'rc2') {
    const decryption = forge.rc2.createDecryptionCipher(toLatin1(access.key), cipher.effectiveBits)
    decryption.start(iv)
    decryption.update(input)
    return decryption.finish() ? fromLatin1(decryption.output.getBytes()) : undefined
  }
  const decipher = forge.cipher.createDecipher(
    cipher.kind === 'des' ? 'DES-CBC' : '3DES-CBC',
    toLatin1(fullKey(access.key)),
  )
  decipher.start({ iv })
  decipher.update(input)
  return decipher.finish() ? fromLatin1(decipher.output.getBytes()) : undefined
}

/** Two-key triple DES uses its first key again as its third. */
function fullKey(key: Uint8Array): Uint8Array {
  if (key.length !== 16) return key
  const full = new Uint8Array(24)
  full.set(key)
  full.set(key.subarray(0, 8), 16)
  return full
}
