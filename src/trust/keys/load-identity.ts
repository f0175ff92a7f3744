import { FiscalSealError, Malformed } from '../../base/errors.js'
import { checkOptionNames, type OptionNames } from '../../base/known-options.js'
import { momentOrNow } from '../../base/moment.js'
import { importPrivateKey, type PrivateKey } from '../../crypto/private-key.js'
import { readPublicKey } from '../../crypto/public-key.js'
import { ownedCertificate, type Certificate } from '../../formats/x509/certificate.js'
import { CheckedSigner, MAX_TIMEOUT, type SignElsewhere } from './checked-signer.js'
import { externalIdentityOf, identityOf, type Identity } from './identity.js'
import { isSameKey, requireMatchingKey, requireSealing } from './identity-rules.js'
import { orderChain } from './issuer-chain.js'
import { isFile, notGiven, readKeyFile } from './key-file.js'
import type { FoundKey, KeyMaterial } from './key-material.js'
import { Passphrase, type PassphraseInput } from './passphrase.js'
import { schemeFor, type RsaPadding } from './signature-scheme.js'

/** Certificates as a caller has them: PEM (any number), DER, or several of these. */
export type CertificateInput = string | Uint8Array | readonly (string | Uint8Array)[]

/** A key and its certificates in files of their own. */
export interface KeyAndCertificate {
  /** PEM or DER: PKCS #8, PKCS #1, SEC 1. */
  readonly key: Uint8Array | string
  readonly certificate: CertificateInput
  readonly chain?: CertificateInput
}

/** How an identity is loaded. */
export interface LoadIdentityOptions {
  /** Opens what is encrypted. Bytes are UTF-8; the copies made of them are overwritten, the array itself stays as it is. */
  readonly passphrase?: PassphraseInput
  /** Certificates that stand beside the file when it holds only that of the signer. */
  readonly chain?: CertificateInput
  /** The moment at which the certificate must be valid; default: now. */
  readonly at?: Date
  /** `rsa-pss` for RSASSA-PSS with SHA-256. Default: PKCS #1 v1.5, unless the key is for PSS alone. */
  readonly scheme?: RsaPadding
  /** Which key of a PKCS #12 container with several, by its friendly name. */
  readonly keyName?: string
}

const KNOWN: OptionNames<LoadIdentityOptions> = {
  passphrase: true,
  chain: true,
  at: true,
  scheme: true,
  keyName: true,
}

/**
 * Returns the identity in a key file: PKCS #12, PEM with key and certificates, or a key with its certificate beside it. The certificate belongs to
 * the key, is valid at `at`, is no authority's, and may sign documents; each thing else throws a `FiscalSealError` that says which:
 * `identity.unreadable`, `.wrong-passphrase`, `.passphrase-required`, `.limit`, `.no-key`, `.ambiguous`, `.unsupported-key`, `.no-certificate`,
 * `.key-mismatch`, `.chain-invalid`, `.not-yet-valid`, `.expired`, `.is-authority`, `.key-usage`.
 */
export async function loadIdentity(
  input: Uint8Array | string | KeyAndCertificate,
  options: LoadIdentityOptions = {},
): Promise<Identity> {
  checkOptionNames(options, KNOWN, { of: 'loadIdentity' })
  const passphrase = Passphrase.from(options.passphrase)
  const isWhole = isFile(input)
  if (!isWhole) requireObject(input, 'A key file is given as bytes, as PEM, or as { key, certificate }.')
  const material = await readKeyFile(isWhole ? input : input.key, passphrase).finally(() => {
    passphrase.wipe()
  })
  const key = await importFound(chooseKey(material, options.keyName))
  const inFile = material.certificates.map(({ der }) => readCertificate(der))
  const beside = isWhole ? [] : await readCertificates(input.certificate)
  const given = [
    ...(await readCertificates(isWhole ? undefined : input.chain)),
    ...(await readCertificates(options.chain)),
  ]
  const at = momentOrNow(options.at, 'at')
  const certificate = chooseCertificate(key, [...beside, ...inFile], at)
  requireSealing(certificate, at)
  const chain = await chainFor(certificate, { given, others: [...beside, ...inFile] })
  const certified = readCertifiedKey(certificate)
  // Either of them may be marked for RSASSA-PSS alone.
  const scheme = schemeFor(certified.kind === 'rsa-pss' ? certified : key.publicKey, options.scheme)
  const identity = identityOf({ certificate, chain, scheme }, key)
  await requireMatchingKey(identity)
  return identity
}

/** A key that is elsewhere, and what is known of it. */
export interface ExternalSigner {
  /** PEM or DER. */
  readonly certificate: string | Uint8Array
  readonly chain?: CertificateInput
  /** `rsa-pss` when it makes RSASSA-PSS signatures. */
  readonly scheme?: RsaPadding
  /** The moment at which the certificate must be valid; default: now. */
  readonly at?: Date
  /**
   * Returns the signature over `message`, hashed by the signer itself with the digest of `scheme`; ECDSA in DER or as r ‖ s. Every answer is
   * verified under the certificate before it is used.
   */
  readonly sign: SignElsewhere
  /** How long to wait for an answer, in milliseconds; default: five minutes, for a person may have to agree. */
  readonly timeout?: number
}

const DEFAULT_TIMEOUT = 300_000

/**
 * Returns an identity whose key is elsewhere (token, key service, remote signer). Its certificate is held to the rules of `loadIdentity`; its
 * `sign` throws `FiscalSealError('identity.signer')` when the signer fails, is late, or answers with what does not verify.
 */
export async function identityFromSigner(signer: ExternalSigner): Promise<Identity> {
  requireObject(signer, 'A signer is given as { certificate, sign }.')
  if (typeof (signer.sign as unknown) !== 'function')
    throw new FiscalSealError('argument.invalid', 'sign must be a function that returns the signature.')
  const [certificate, ...others] = await readCertificates(signer.certificate)
  if (certificate === undefined) throw noCertificate()
  requireSealing(certificate, momentOrNow(signer.at, 'at'))
  const chain = await chainFor(certificate, { given: await readCertificates(signer.chain), others })
  const scheme = schemeFor(readCertifiedKey(certificate), signer.scheme)
  return externalIdentityOf({ certificate, chain, scheme }, new CheckedSigner(signer.sign, timeoutOf(signer)))
}

/** Callers without types may give anything. */
function requireObject(value: unknown, message: string): void {
  if (typeof value !== 'object' || value === null) throw new FiscalSealError('argument.invalid', message)
}

function timeoutOf({ timeout = DEFAULT_TIMEOUT }: ExternalSigner): number {
  if (timeout > 0 && timeout <= MAX_TIMEOUT) return timeout
  throw new FiscalSealError('argument.invalid', `timeout must be from 1 to ${MAX_TIMEOUT} milliseconds.`)
}

function chooseKey(material: KeyMaterial, name: string | undefined): FoundKey {
  const named = name === undefined ? material.keys : material.keys.filter((key) => key.name === name)
  const [key, ...others] = named
  if (key === undefined) throw noKey(material, name)
  if (others.length > 0) {
    throw new FiscalSealError(
      'identity.ambiguous',
      'The file holds several private keys: say which by `keyName`.',
    )
  }
  return key
}

function noKey(material: KeyMaterial, name: string | undefined): FiscalSealError {
  const isOther = name !== undefined && material.keys.length > 0
  const others = `None of the private keys in the file has the name ${JSON.stringify(name)}.`
  return new FiscalSealError('identity.no-key', isOther ? others : 'The file holds no private key.')
}

async function importFound(found: FoundKey): Promise<PrivateKey> {
  try {
    return await importPrivateKey(found.pkcs8)
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    if (error.code === 'algorithm.unknown')
      throw new FiscalSealError('identity.unsupported-key', 'The key is of a kind that is not offered.')
    if (error.code === 'algorithm.unavailable')
      throw new FiscalSealError(
        'identity.unsupported-key',
        `The key cannot be used in this runtime (${error.detail}).`,
      )
    throw new FiscalSealError('identity.unreadable', 'The private key is not well-formed.')
  } finally {
    found.pkcs8.fill(0)
  }
}

async function readCertificates(input: CertificateInput | undefined): Promise<readonly Certificate[]> {
  if (input === undefined) return []
  const inputs: unknown = isFile(input) ? [input] : input
  if (!Array.isArray(inputs)) throw notGiven()
  const certificates: Certificate[] = []
  for (const each of inputs as readonly (string | Uint8Array)[]) {
    const material = await readKeyFile(each, Passphrase.from(undefined))
    certificates.push(...material.certificates.map(({ der }) => readCertificate(der)))
  }
  return certificates
}

function readCertificate(der: Uint8Array): Certificate {
  try {
    return ownedCertificate(der)
  } catch (error) {
    if (error instanceof Malformed)
      throw new FiscalSealError('identity.unreadable', `A certificate cannot be read (${error.message}).`)
    throw error
  }
}

function readCertifiedKey(certificate: Certificate): ReturnType<typeof readPublicKey> {
  try {
    return readPublicKey(certificate.spki)
  } catch (error) {
    if (error instanceof Malformed)
      throw new FiscalSealError('identity.unsupported-key', `The key cannot be used (${error.message}).`)
    throw error
  }
}

/** Of several certificates for the key, a renewed one beside the old, the latest that is valid counts. */
function chooseCertificate(key: PrivateKey, certificates: readonly Certificate[], at: number): Certificate {
  if (certificates.length === 0) throw noCertificate()
  const own = certificates
    .filter((certificate) => belongsTo(key, certificate))
    .sort((left, right) => right.notBefore - left.notBefore)
  const [latest] = own
  if (latest === undefined) {
    throw new FiscalSealError('identity.key-mismatch', 'The private key does not belong to the certificate.')
  }
  return own.find((certificate) => certificate.notBefore <= at && at <= certificate.notAfter) ?? latest
}

function belongsTo(key: PrivateKey, certificate: Certificate): boolean {
  try {
    return isSameKey(key.publicKey, readPublicKey(certificate.spki))
  } catch (error) {
    if (error instanceof Malformed) return false
    throw error
  }
}

async function chainFor(
  certificate: Certificate,
  certificates: { readonly given: readonly Certificate[]; readonly others: readonly Certificate[] },
): Promise<readonly Certificate[]> {
  const chain = await orderChain(certificate, [...certificates.given, ...certificates.others])
  const isUsed = certificates.given.some((given) => chain.includes(given) || given === certificate)
  if (certificates.given.length > 0 && !isUsed) {
    throw new FiscalSealError(
      'identity.chain-invalid',
      'None of the certificates given as chain issued the certificate of the signer.',
    )
  }
  return chain
}

function noCertificate(): FiscalSealError {
  return new FiscalSealError('identity.no-certificate', 'The file holds no certificate for the private key.')
}
