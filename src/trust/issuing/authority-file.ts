import { fromBase64, toBase64 } from '../../base/base64.js'
import { FiscalSealError, Malformed } from '../../base/errors.js'
import { exportPkcs8, importPrivateKey, type PrivateKey } from '../../crypto/private-key.js'
import { parseCertificate } from '../../formats/x509/certificate.js'
import { parseCrl } from '../../formats/x509/crl.js'
import { isSameKey } from '../keys/identity-rules.js'
import { readKeyFile } from '../keys/key-file.js'
import { DEFAULT_PKCS8_ITERATIONS, encryptPkcs8 } from '../keys/encryption.js'
import { Passphrase, type PassphraseInput } from '../keys/passphrase.js'
import { requirePassphrase } from '../keys/save-identity.js'
import { readPublicKey } from '../../crypto/public-key.js'
import { Authority, authorityState, type AuthorityState, type IssuedCertificate } from './authority.js'
import { planAuthority, type AuthorityOptions } from './authority-options.js'
import { listOf } from './authority-trust.js'
import type { Issuer, Revocation } from './certificate-writer.js'

/** A certificate and its key, both base64; the key is PKCS #8, encrypted when a passphrase was given. */
interface IssuerRecord {
  readonly certificate: string
  readonly key: string
}

/** An authority as JSON. It holds keys: encrypt it, or keep it where nobody else reads. */
export interface AuthorityFile {
  readonly format: 'fiscalseal-authority/1'
  readonly options: Omit<AuthorityOptions, 'at'>
  readonly root: IssuerRecord
  readonly issuing: IssuerRecord
  readonly issued: readonly IssuedCertificate[]
  readonly revoked: readonly Revocation[]
  readonly crlNumber: number
  /** Base64 of DER: the CRL of the root, then that of the issuing CA. */
  readonly crls: readonly string[]
}

/** How the keys of an authority are protected in its file. */
export interface AuthorityFileOptions {
  /** Absent, the keys are written in the clear: then the file must be readable by its owner alone. */
  readonly passphrase?: PassphraseInput
  /** Rounds of key derivation; default: 600 000. */
  readonly iterations?: number
}

/** Returns everything that an authority is as JSON, from which `loadAuthority` makes it again. */
export async function exportAuthority(
  authority: Authority,
  options: AuthorityFileOptions = {},
): Promise<AuthorityFile> {
  const state = authorityState(authority)
  const { name, country, environment, key, crlDays, crlUrl } = state.plan
  return {
    format: 'fiscalseal-authority/1',
    options: { name, country, environment, key, crlDays, ...(crlUrl === undefined ? {} : { crlUrl }) },
    root: await toIssuerRecord(state.root, options),
    issuing: await toIssuerRecord(state.issuing, options),
    issued: state.issued,
    revoked: state.revoked,
    crlNumber: state.crlNumber,
    crls: state.crls.map(({ der }) => toBase64(der)),
  }
}

async function toIssuerRecord(issuer: Issuer, options: AuthorityFileOptions): Promise<IssuerRecord> {
  const pkcs8 = await exportPkcs8(issuer.key)
  try {
    return { certificate: toBase64(issuer.certificate.der), key: toBase64(await protect(pkcs8, options)) }
  } finally {
    pkcs8.fill(0)
  }
}

async function protect(pkcs8: Uint8Array, options: AuthorityFileOptions): Promise<Uint8Array> {
  if (options.passphrase === undefined) return pkcs8
  const passphrase = requirePassphrase(options.passphrase)
  try {
    return await encryptPkcs8(pkcs8, {
      passphrase,
      iterations: options.iterations ?? DEFAULT_PKCS8_ITERATIONS,
    })
  } finally {
    passphrase.wipe()
  }
}

/**
 * Returns the authority of a file that `exportAuthority` wrote, parsed or as text. Throws `FiscalSealError('authority.invalid')` when it is no such
 * file or key and certificate do not match, `'identity.wrong-passphrase' | 'identity.passphrase-required'` when its keys do not open.
 */
export async function loadAuthority(
  file: AuthorityFile | string,
  options: { readonly passphrase?: PassphraseInput } = {},
): Promise<Authority> {
  const record = typeof file === 'string' ? parseFile(file) : file
  try {
    return new Authority(await readState(record, options.passphrase))
  } catch (error) {
    if (error instanceof FiscalSealError) throw error
    // A field of another type than it should be ends here too; what it holds may be a key and is not quoted.
    throw invalid(error instanceof Malformed ? error.message : 'its fields are not those of an authority')
  }
}

function parseFile(text: string): AuthorityFile {
  try {
    return JSON.parse(text) as AuthorityFile
  } catch {
    throw invalid('it is not JSON')
  }
}

function invalid(why: string): FiscalSealError {
  return new FiscalSealError('authority.invalid', `The file of the authority cannot be used: ${why}.`)
}

async function readState(
  file: AuthorityFile,
  passphrase: PassphraseInput | undefined,
): Promise<AuthorityState> {
  if ((file.format as string) !== 'fiscalseal-authority/1') throw invalid('its format is unknown')
  const root = await readIssuer(file.root, passphrase)
  const issuing = await readIssuer(file.issuing, passphrase)
  const plan = planAuthority({ ...file.options, at: new Date(root.certificate.notBefore) })
  if (!Number.isSafeInteger(file.crlNumber)) throw invalid('the number of its CRL is no number')
  return {
    plan,
    root,
    issuing,
    list: await listOf({ ...plan, root: root.certificate }),
    issued: [...file.issued],
    revoked: [...file.revoked],
    crlNumber: file.crlNumber,
    crls: file.crls.map((crl) => parseCrl(bytesOf(crl))),
  }
}

async function readIssuer(record: IssuerRecord, passphrase: PassphraseInput | undefined): Promise<Issuer> {
  const certificate = parseCertificate(bytesOf(record.certificate))
  const key = await readKey(bytesOf(record.key), passphrase)
  if (!isSameKey(key.publicKey, readPublicKey(certificate.spki)))
    throw invalid('key and certificate do not match')
  return { key, certificate }
}

async function readKey(der: Uint8Array, input: PassphraseInput | undefined): Promise<PrivateKey> {
  const passphrase = Passphrase.from(input)
  try {
    const [found] = (await readKeyFile(der, passphrase)).keys
    if (found === undefined) throw invalid('it holds no key')
    const key = await importPrivateKey(found.pkcs8)
    found.pkcs8.fill(0)
    return key
  } finally {
    passphrase.wipe()
  }
}

function bytesOf(base64: string): Uint8Array {
  const bytes = fromBase64(base64)
  if (bytes === undefined) throw invalid('a field is not base64')
  return bytes
}
