import { FiscalSealError } from '../../base/errors.js'
import type { FileSource, KeptFile } from './types.js'

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
  throw noFiles(path)
}

/** There are no folders here; throws `FiscalSealError('platform.unsupported')`. */
export function listFolder(path: string): readonly string[] | undefined {
  throw noFiles(path)
}

function noFiles(path: string): FiscalSealError {
  return new FiscalSealError(
    'platform.unsupported',
    `Files are read on Node only; give the bytes of ${path} instead.`,
  )
}

/** There are no files here; throws `FiscalSealError('platform.unsupported')`. */
export function openKeptFile(folder: string, name: string): KeptFile {
  throw new FiscalSealError('platform.unsupported', `Files are kept on Node only, not ${folder}/${name}.`)
}
