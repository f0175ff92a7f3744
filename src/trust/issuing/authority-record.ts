import type { PassphraseInput } from '../keys/passphrase.js'
import type { AuthorityOptions } from './authority-options.js'
import type { ServiceKind } from './authority-state.js'
import type { CertificateRegister, IssuedCertificate } from './certificate-register.js'
import type { Revocation } from './writing/crl-writer.js'

/** A certificate and its key, both base64; the key is PKCS #8, encrypted when a passphrase was given. */
export interface IssuerRecord {
  readonly certificate: string
  readonly key: string
}

/** An authority as JSON. It holds keys: encrypt it, or keep it where nobody else reads. */
export interface AuthorityFile {
  readonly format: 'fiscalseal-authority/2'
  readonly options: Omit<AuthorityOptions, 'at'>
  /** The root first, the issuing CA last. */
  readonly authorities: readonly IssuerRecord[]
  readonly services: Readonly<Partial<Record<ServiceKind, IssuerRecord>>>
  readonly issued: readonly IssuedCertificate[]
  readonly revoked: readonly Revocation[]
  /** Number of the last CRL of each of `authorities`. */
  readonly crlNumbers: readonly number[]
  /** Base64 of DER: the CRL of each of `authorities`. */
  readonly crls: readonly string[]
}

/** How an authority is loaded. */
export interface LoadAuthorityOptions {
  readonly passphrase?: PassphraseInput
  /** Returns what keeps the certificates from here on, given those in the file; default: memory. */
  readonly register?: (issued: readonly IssuedCertificate[]) => CertificateRegister
}
