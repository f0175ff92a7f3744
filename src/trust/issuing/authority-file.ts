import { toBase64 } from '../../base/base64.js'
import { FiscalSealError, Malformed } from '../../base/errors.js'
import { checkOptionNames } from '../../base/known-options.js'
import { exportPkcs8, type PrivateKey } from '../../crypto/private-key.js'
import { DEFAULT_PKCS8_ITERATIONS, encryptPkcs8 } from '../keys/encryption/encryption.js'
import type { PassphraseInput } from '../keys/passphrase.js'
import { requirePassphrase } from '../keys/save-identity.js'
import { Authority, authorityState, type AuthorityState } from './authority.js'
import { invalid, readState } from './authority-file-reader.js'
import type { AuthorityFile, IssuerRecord, LoadAuthorityOptions } from './authority-record.js'
import type { IssuedCertificate } from './certificate-register.js'
import type { Issuer } from './writing/certificate-writer.js'

export type { AuthorityFile, LoadAuthorityOptions } from './authority-record.js'

/** How the keys of an authority are protected in its file. */
export interface AuthorityFileOptions {
  /** Absent, the keys are written in the clear: then the file must be readable by its owner alone. */
  readonly passphrase?: PassphraseInput
  /** Rounds of key derivation; default: 600 000. */
  readonly iterations?: number
}

/** A passphrase that is misspelt would leave the keys open. Throws `FiscalSealError('argument.invalid')`. */
export function checkFileOptions(options: AuthorityFileOptions): void {
  checkOptionNames(options, { passphrase: true, iterations: true }, { of: 'an export' })
}

/** Returns everything that an authority is as JSON, from which `loadAuthority` makes it again. */
export async function exportAuthority(
  authority: Authority,
  options: AuthorityFileOptions = {},
): Promise<AuthorityFile> {
  const state = authorityState(authority)
  checkFileOptions(options)
  return writeState(state, {
    issued: state.register.list(),
    protect: async (key) => toBase64(await protectKey(key, options)),
  })
}

/** What of a state is written by others: its keys as base64, and the certificates that stand in the file. */
export interface StateWriting {
  readonly protect: (key: PrivateKey) => Promise<string>
  readonly issued: readonly IssuedCertificate[]
}

/** Returns a state as JSON. */
export async function writeState(state: AuthorityState, writing: StateWriting): Promise<AuthorityFile> {
  const { name, country, environment, key, crlDays, intermediates } = state.plan
  const { url, crlUrl, ocspUrl, issuerUrl } = state.plan
  const authorities: IssuerRecord[] = []
  for (const issuer of state.authorities) authorities.push(await toRecord(issuer, writing))
  return {
    format: 'fiscalseal-authority/2',
    options: {
      ...{ name, country, environment, key, crlDays, intermediates },
      ...(url === undefined ? {} : { url }),
      ...(crlUrl === undefined ? {} : { crlUrl }),
      ...(ocspUrl === undefined ? {} : { ocspUrl }),
      ...(issuerUrl === undefined ? {} : { issuerUrl }),
    },
    authorities,
    services: await toServiceRecords(state, writing),
    issued: writing.issued,
    revoked: state.revoked,
    crlNumbers: state.crlNumbers,
    crls: state.crls.map(({ der }) => toBase64(der)),
  }
}

async function toServiceRecords(
  { services }: AuthorityState,
  writing: StateWriting,
): Promise<AuthorityFile['services']> {
  const { ocsp, 'time-stamp': timeStamp } = services
  return {
    ...(ocsp === undefined ? {} : { ocsp: await toRecord(ocsp, writing) }),
    ...(timeStamp === undefined ? {} : { 'time-stamp': await toRecord(timeStamp, writing) }),
  }
}

async function toRecord({ key, certificate }: Issuer, writing: StateWriting): Promise<IssuerRecord> {
  return { certificate: toBase64(certificate.der), key: await writing.protect(key) }
}

/** Returns a key as PKCS #8, encrypted when there is a passphrase. */
export async function protectKey(key: PrivateKey, options: AuthorityFileOptions): Promise<Uint8Array> {
  const pkcs8 = await exportPkcs8(key)
  if (options.passphrase === undefined) return pkcs8
  const passphrase = requirePassphrase(options.passphrase)
  try {
    return await encryptPkcs8(pkcs8, {
      passphrase,
      iterations: options.iterations ?? DEFAULT_PKCS8_ITERATIONS,
    })
  } finally {
    passphrase.wipe()
    pkcs8.fill(0)
  }
}

/**
 * Returns the authority of a file that `exportAuthority` wrote, this version or an earlier one, parsed or as text. Throws
 * `FiscalSealError('authority.invalid')` when it is no such file or key and certificate do not match,
 * `'identity.wrong-passphrase' | 'identity.passphrase-required'` when its keys do not open, `'argument.invalid'` for an option that is not known.
 */
export async function loadAuthority(
  file: object | string,
  options: LoadAuthorityOptions = {},
): Promise<Authority> {
  checkOptionNames(options, { passphrase: true, register: true }, { of: 'loadAuthority' })
  try {
    return new Authority(await readState(typeof file === 'string' ? parseFile(file) : file, options))
  } catch (error) {
    if (error instanceof FiscalSealError) throw error
    // A field of another type than it should be ends here too; what it holds may be a key and is not quoted.
    throw invalid(error instanceof Malformed ? error.message : 'its fields are not those of an authority')
  }
}

function parseFile(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw invalid('it is not JSON')
  }
}
