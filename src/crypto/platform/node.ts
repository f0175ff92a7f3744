export { digest, digestNow, startDigest } from './node/digest.js'
export { verifySignature } from './node/signature.js'
export {
  exportPrivateKey,
  exportPublicKey,
  generatePrivateKey,
  importPrivateKey,
  signMessage,
} from './node/private-key.js'
export {
  aesCbcDecrypt,
  aesCbcEncrypt,
  equalSecrets,
  hmac,
  pbkdf2,
  randomBytes,
  scrypt,
  tripleDesCbcDecrypt,
} from './node/ciphers.js'
export { inflate } from './node/inflate.js'
export { listFolder, openFile } from './node/file.js'
export { openKeptFile } from './node/kept-file.js'
