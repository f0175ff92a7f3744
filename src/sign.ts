/** Sealing alone: `sign`, its options and what it returns. */
export { sign } from './seal/sign/sign.js'
export type {
  Appearance,
  PadesSignOptions,
  Pkcs7SignOptions,
  Sealed,
  SignInput,
  SignOptions,
} from './seal/sign/types.js'
export { identityFromSigner, loadIdentity } from './trust/keys/load-identity.js'
export type { Identity } from './trust/keys/identity.js'
export { FiscalSealError } from './base/errors.js'
export type { ErrorCode } from './base/error-codes.js'
export { newOperationCounter, type OperationCounter } from './crypto/signature.js'
