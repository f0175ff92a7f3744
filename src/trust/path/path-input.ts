import { FiscalSealError, Malformed } from '../../base/errors.js'
import { checkOptionNames } from '../../base/known-options.js'
import { finding, findingOf, type Finding } from '../../base/findings/finding.js'
import { parseCertificate, type Certificate } from '../../formats/x509/certificate.js'
import { parseCrl, type CertificateList } from '../../formats/x509/crl.js'
import { parseOcspResponse, type OcspResponse } from '../../formats/x509/ocsp-response.js'
import { EXTENSION } from '../../formats/x509/oids.js'
import { isPem, parsePem, pemText } from '../../formats/x509/pem.js'
import { TrustStore, type TrustInput } from '../store/trust-store.js'
import { PATH_LIMITS, type PathLimits } from './path-options.js'

/** Certificates as PEM (any number), DER, or parsed. */
export type PathCertificates =
  string | Uint8Array | Certificate | readonly (string | Uint8Array | Certificate)[]

/** What could be read, and what is to be said about the rest. */
export interface Read<T> {
  readonly values: readonly T[]
  readonly findings: readonly Finding[]
}

/** Returns the error for an option that cannot be used. */
export function invalidArgument(name: string, why: string): FiscalSealError {
  return new FiscalSealError('argument.invalid', `${name} ${why}.`)
}

/** Returns the certificates in `input`. One that is malformed is a finding; what is neither PEM nor bytes throws `argument.invalid`. */
export function readCertificates(input: PathCertificates, name: string): Read<Certificate> {
  const read: MutableRead<Certificate> = { values: [], findings: [] }
  if (Array.isArray(input)) for (const each of input as readonly unknown[]) readCertificate(each, name, read)
  else readCertificate(input, name, read)
  return read
}

function readCertificate(input: unknown, name: string, into: MutableRead<Certificate>): void {
  // Most are DER: whether bytes have properties is the slowest way to see that they are bytes.
  if (input instanceof Uint8Array && input[0] === SEQUENCE) readOne(input, CERTIFICATE, into)
  else if (isCertificate(input)) into.values.push(input)
  else for (const der of derIn(input, name)) readOne(der, CERTIFICATE, into)
}

/** A parsed certificate is told by what the search reads first. */
function isCertificate(input: unknown): input is Certificate {
  return typeof input === 'object' && input !== null && 'spki' in input && 'tbs' in input
}

const SEQUENCE = 0x30

function derIn(input: unknown, name: string): readonly Uint8Array[] {
  if (input instanceof Uint8Array && (input[0] === SEQUENCE || !isPem(input))) return [input]
  const text = input instanceof Uint8Array ? pemText(input) : input
  if (typeof text === 'string') return blocksOf(text, name)
  throw invalidArgument(name, 'is no certificate in PEM or DER')
}

function blocksOf(text: string, name: string): readonly Uint8Array[] {
  try {
    const blocks = parsePem(text).filter(({ label }) => label === 'CERTIFICATE')
    if (blocks.length > 0) return blocks.map(({ der }) => der)
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
  }
  throw invalidArgument(name, 'holds no certificate in PEM')
}

/**
 * Returns the lists among `inputs`; a malformed one is the note `revocation.malformed`, where one is strict also one without what RFC 5280 §5
 * asks of every list: nextUpdate, a number, and the hint at the key of its issuer.
 */
export function readCrls(
  inputs: readonly (Uint8Array | CertificateList)[],
  strict: boolean | string,
): Read<CertificateList> {
  const read = (input: Uint8Array | CertificateList): CertificateList => {
    const crl = input instanceof Uint8Array ? parseCrl(input) : input
    const isWhole =
      crl.nextUpdate !== undefined &&
      crl.extensions.has(EXTENSION.crlNumber) &&
      crl.extensions.has(EXTENSION.authorityKeyIdentifier)
    if (strict !== false && !isWhole) throw new Malformed('revocation.malformed', 'not by the profile')
    return crl
  }
  return readEach(inputs, read)
}

/** Returns the responses among `inputs`; a malformed one is the note `revocation.malformed`. */
export function readOcspResponses(inputs: readonly (Uint8Array | OcspResponse)[]): Read<OcspResponse> {
  return readEach(inputs, (each) => (each instanceof Uint8Array ? parseOcspResponse(each) : each))
}

const leftAside = (error: Malformed): Finding => finding('revocation.malformed', error.message)

interface MutableRead<T> extends Read<T> {
  readonly values: T[]
  readonly findings: Finding[]
}

interface Reading<I, T> {
  readonly read: (input: I) => T
  readonly toFinding: (error: Malformed) => Finding
}

const CERTIFICATE: Reading<Uint8Array, Certificate> = { read: parseCertificate, toFinding: findingOf }

function readOne<I, T>(input: I, { read, toFinding }: Reading<I, T>, into: MutableRead<T>): void {
  try {
    into.values.push(read(input))
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    into.findings.push(toFinding(error))
  }
}

function readEach<I, T>(inputs: readonly I[], read: (input: I) => T): Read<T> {
  const all: MutableRead<T> = { values: [], findings: [] }
  for (const input of inputs) readOne(input, { read, toFinding: leftAside }, all)
  return all
}

/** Returns the store that the caller means. Throws `trust.missing` or `trust.invalid`: there are no built-in roots. */
export function readTrust(trust: TrustStore | TrustInput | readonly TrustInput[] | undefined): TrustStore {
  if (trust instanceof TrustStore) return trust
  if (trust === undefined)
    throw new FiscalSealError('trust.missing', 'Say whom you accept: there are no built-in roots.')
  return TrustStore.from(trust)
}

/** Returns the limits of the caller. Throws `argument.invalid` unless each is a count. */
export function readLimits(limits: Partial<PathLimits> | undefined): Partial<PathLimits> | undefined {
  if (limits === undefined) return undefined
  checkOptionNames(limits, PATH_LIMITS, { of: 'limits' })
  for (const [name, limit] of Object.entries(limits))
    if (!Number.isSafeInteger(limit) || limit < 0) throw invalidArgument(`limits.${name}`, 'is no count')
  return limits
}
