import { FiscalSealError } from '../../base/errors.js'
import type { FileSource } from './types.js'

export { digest, digestNow, startDigest } from './web/digest.js'
export { verifySignature } from './web/signature.js'
export {
  exportPrivateKey,
  exportPublicKey,
  generatePrivateKey,
  importPrivateKey,
  signMessage,
} from './web/private-key.js'
export {
  aesCbcDecrypt,
  aesCbcEncrypt,
  equalSecrets,
  hmac,
  pbkdf2,
  randomBytes,
  tripleDesCbcDecrypt,
} from './web/ciphers.js'
export { scrypt } from './web/scrypt.js'
export { inflatePortable as inflate } from '../inflate-portable.js'

/** There are no files here; throws `FiscalSealError('platform.unsupported')`. */
export function openFile(path: string): FileSource {
  throw new FiscalSealError(
    'platform.unsupported',
    `Files are read on Node only; give the bytes of ${path} instead.`,
  )
}
