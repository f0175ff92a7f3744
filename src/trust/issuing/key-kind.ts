import { FiscalSealError, Malformed } from '../../base/errors.js'
import { generatePrivateKey, type PrivateKey } from '../../crypto/private-key.js'

/** Kinds of keys that can be made. */
export type KeyKind = 'RSA-2048' | 'RSA-3072' | 'RSA-4096' | 'P-256' | 'P-384' | 'P-521' | 'Ed25519'

/** All kinds of keys that can be made. */
export const KEY_KINDS: readonly KeyKind[] = [
  'RSA-2048',
  'RSA-3072',
  'RSA-4096',
  'P-256',
  'P-384',
  'P-521',
  'Ed25519',
]

/** Returns a new key of `kind`; throws `FiscalSealError('platform.unsupported')` where the runtime makes none, as older browsers make no Ed25519. */
export async function generateKey(kind: KeyKind): Promise<PrivateKey> {
  try {
    return await generate(kind)
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    throw new FiscalSealError('platform.unsupported', `This runtime makes no keys of kind ${kind}.`)
  }
}

function generate(kind: KeyKind): Promise<PrivateKey> {
  switch (kind) {
    case 'RSA-2048':
      return generatePrivateKey({ kind: 'rsa', bits: 2048 })
    case 'RSA-3072':
      return generatePrivateKey({ kind: 'rsa', bits: 3072 })
    case 'RSA-4096':
      return generatePrivateKey({ kind: 'rsa', bits: 4096 })
    case 'Ed25519':
      return generatePrivateKey({ kind: 'ed25519' })
    default:
      return generatePrivateKey({ kind: 'ec', curve: kind })
  }
}
