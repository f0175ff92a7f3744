import { randomBytes } from '../../src/crypto/ciphers.js'
import { generatePrivateKey, signBytes, type PrivateKey } from '../../src/crypto/private-key.js'
import {
  derBitString,
  derBoolean,
  derContext,
  derContextPrimitive,
  derElement,
  derInteger,
  derOctetString,
  derOid,
  derSequence,
  derSet,
} from '../../src/formats/der/writer.js'
import { parseCertificate, type Certificate } from '../../src/formats/x509/certificate.js'
import { parseCrl, type CertificateList } from '../../src/formats/x509/crl.js'
import type { Name } from '../../src/formats/x509/name.js'
import { EXTENSION } from '../../src/formats/x509/oids.js'
import { derNamedBits, derTime, derUtf8 } from '../formats/der/der-values.js'

export const DAY = 86_400_000
/** The moment at which the paths of these tests are judged. */
export const NOON = Date.UTC(2026, 5, 15, 12)

/** A certificate with its key, made to measure: what no authority of ours would write. */
export interface Made {
  readonly certificate: Certificate
  readonly key: PrivateKey
}

/** What deviates from an ordinary certificate. */
export interface MadeOptions {
  readonly name: string
  readonly issuer?: Made | undefined
  /** Signs in place of the issuer's key. */
  readonly signer?: PrivateKey
  readonly key?: PrivateKey
  readonly notBefore?: number
  readonly notAfter?: number
  readonly extensions?: readonly Uint8Array[]
  /** Content octets of the INTEGER; default: random and positive. */
  readonly serialNumber?: Uint8Array
  /** Attributes after the common name: type and text. */
  readonly attributes?: readonly (readonly [string, string])[]
  /** The whole name of the subject, DER, in place of `name` and `attributes`. */
  readonly subject?: Uint8Array
}

const ECDSA_SHA256 = derSequence(derOid('1.2.840.10045.4.3.2'))

/** Returns a certificate of version 3, P-256, valid for a year around `NOON`, signed by the issuer or by itself. */
export async function make(options: MadeOptions): Promise<Made> {
  const key = options.key ?? (await generatePrivateKey({ kind: 'ec', curve: 'P-256' }))
  const subject = options.subject ?? nameOf(options.name, options.attributes)
  const extensions = options.extensions ?? []
  const tbs = derSequence(
    derContext(0, derInteger(2)),
    derElement(0x02, options.serialNumber ?? Uint8Array.of(1, ...randomBytes(8))),
    ECDSA_SHA256,
    options.issuer?.certificate.subject.der ?? subject,
    derSequence(
      derTime(options.notBefore ?? NOON - 180 * DAY),
      derTime(options.notAfter ?? NOON + 180 * DAY),
    ),
    subject,
    key.publicKey.spki,
    ...(extensions.length === 0 ? [] : [derContext(3, derSequence(...extensions))]),
  )
  const signer = options.signer ?? options.issuer?.key ?? key
  const signature = await signBytes(signer, { kind: 'ecdsa', digest: 'SHA-256' }, [tbs])
  return { certificate: parseCertificate(derSequence(tbs, ECDSA_SHA256, derBitString(signature))), key }
}

function nameOf(commonName: string, attributes: readonly (readonly [string, string])[] = []): Uint8Array {
  const all = [['2.5.4.3', commonName] as const, ...attributes]
  return derSequence(...all.map(([type, text]) => derSet(derSequence(derOid(type), derUtf8(text)))))
}

/** Returns an Extension. */
export function extension(oid: string, critical: boolean, value: Uint8Array): Uint8Array {
  return derSequence(derOid(oid), ...(critical ? [derBoolean(true)] : []), derOctetString(value))
}

/** Returns basicConstraints of a CA. */
export function caFlag(pathLength?: number): Uint8Array {
  const limit = pathLength === undefined ? [] : [derInteger(pathLength)]
  return extension(EXTENSION.basicConstraints, true, derSequence(derBoolean(true), ...limit))
}

/** Returns keyUsage with the bits of RFC 5280 §4.2.1.3. */
export function keyUsage(...bits: readonly number[]): Uint8Array {
  return extension(EXTENSION.keyUsage, true, derNamedBits(bits))
}

/** Returns extendedKeyUsage. */
export function purposes(...oids: readonly string[]): Uint8Array {
  return extension(EXTENSION.extendedKeyUsage, false, derSequence(...oids.map(derOid)))
}

/** Returns crlDistributionPoints with one URL. */
export function crlPoint(url: string): Uint8Array {
  return crlPoints({ url })
}

/** A distribution point (RFC 5280 §4.2.1.13). */
export interface MadePoint {
  readonly url?: string
  /** Common name that follows the name of the issuer. */
  readonly relative?: string
  /** Bits of ReasonFlags. */
  readonly reasons?: readonly number[]
  /** Name of who issues the list. */
  readonly crlIssuer?: Name
}

/** Returns crlDistributionPoints. */
export function crlPoints(...points: readonly MadePoint[]): Uint8Array {
  const elements = points.map(({ reasons, crlIssuer, ...name }) =>
    derSequence(
      ...pointName(name),
      ...(reasons === undefined ? [] : [namedBits(1, reasons)]),
      ...(crlIssuer === undefined ? [] : [derContext(2, derContext(4, crlIssuer.der))]),
    ),
  )
  return extension(EXTENSION.crlDistributionPoints, false, derSequence(...elements))
}

/** Returns freshestCRL with one URL. */
export function freshestPoint(url: string): Uint8Array {
  return extension(EXTENSION.freshestCrl, false, derSequence(derSequence(derContext(0, fullName(url)))))
}

/** Returns issuingDistributionPoint: a name, reasons, or one of its flags. */
export function issuingPoint(point: Omit<MadePoint, 'crlIssuer'> & { readonly flag?: number }): Uint8Array {
  const { flag, reasons, ...name } = point
  const before = flag !== undefined && flag < 3
  const flags = flag === undefined ? [] : [derContextPrimitive(flag, Uint8Array.of(0xff))]
  const onlySome = reasons === undefined ? [] : [namedBits(3, reasons)]
  const limits = before ? [...flags, ...onlySome] : [...onlySome, ...flags]
  return extension(EXTENSION.issuingDistributionPoint, true, derSequence(...pointName(name), ...limits))
}

function pointName({ url, relative }: Pick<MadePoint, 'url' | 'relative'>): readonly Uint8Array[] {
  if (url !== undefined) return [derContext(0, fullName(url))]
  if (relative === undefined) return []
  return [derContext(0, derContext(1, derSequence(derOid('2.5.4.3'), derUtf8(relative))))]
}

/** A BIT STRING under an IMPLICIT tag. */
function namedBits(number: number, bits: readonly number[]): Uint8Array {
  const element = derNamedBits(bits)
  element[0] = 0x80 | number
  return element
}

function fullName(url: string): Uint8Array {
  return derContext(0, derContextPrimitive(6, new TextEncoder().encode(url)))
}

/** Bits of keyUsage. */
export const BIT = { digitalSignature: 0, nonRepudiation: 1, keyCertSign: 5, cRLSign: 6 } as const

/** Returns a root: CA flag, keyCertSign and cRLSign. */
export function makeRoot(name: string, options: Partial<MadeOptions> = {}): Promise<Made> {
  return make({ name, extensions: [caFlag(), keyUsage(BIT.keyCertSign, BIT.cRLSign)], ...options })
}

/** Returns an intermediate like the root under `issuer`. */
export function makeIntermediate(
  name: string,
  issuer: Made,
  options: Partial<MadeOptions> = {},
): Promise<Made> {
  return makeRoot(name, { issuer, ...options })
}

/** Returns a signer of documents under `issuer`. */
export function makeSigner(issuer: Made | undefined, options: Partial<MadeOptions> = {}): Promise<Made> {
  const extensions = [keyUsage(BIT.digitalSignature, BIT.nonRepudiation)]
  return make({ name: 'Soko Ltd', issuer, extensions, ...options })
}

/** What deviates from an ordinary CRL. */
export interface MadeCrlOptions {
  readonly issuer: Made
  readonly signer?: PrivateKey
  readonly thisUpdate?: number
  readonly nextUpdate?: number | null
  readonly revoked?: readonly {
    readonly certificate: Certificate
    readonly at: number
    readonly reason?: number
    /** Extensions of the entry after its reason. */
    readonly extensions?: readonly Uint8Array[]
  }[]
  readonly extensions?: readonly Uint8Array[]
}

/** Returns a CRL of version 2, made yesterday and current until tomorrow. */
export async function makeCrl(options: MadeCrlOptions): Promise<CertificateList> {
  const { issuer, revoked = [], extensions = [] } = options
  const nextUpdate = options.nextUpdate === undefined ? NOON + DAY : options.nextUpdate
  const entries = revoked.map(({ certificate, at, reason, extensions: own = [] }) => {
    const code = reason === undefined ? [] : [reasonCode(reason)]
    const all = [...code, ...own]
    return derSequence(
      derElement(0x02, certificate.serialNumber),
      derTime(at),
      ...(all.length === 0 ? [] : [derSequence(...all)]),
    )
  })
  const tbs = derSequence(
    derInteger(1),
    ECDSA_SHA256,
    issuer.certificate.subject.der,
    derTime(options.thisUpdate ?? NOON - DAY),
    ...(nextUpdate === null ? [] : [derTime(nextUpdate)]),
    ...(entries.length === 0 ? [] : [derSequence(...entries)]),
    ...(extensions.length === 0 ? [] : [derContext(0, derSequence(...extensions))]),
  )
  const signature = await signBytes(options.signer ?? issuer.key, { kind: 'ecdsa', digest: 'SHA-256' }, [tbs])
  return parseCrl(derSequence(tbs, ECDSA_SHA256, derBitString(signature)))
}

function reasonCode(reason: number): Uint8Array {
  return extension(EXTENSION.reasonCode, false, derElement(0x0a, Uint8Array.of(reason)))
}

/** Returns certificateIssuer of an entry. */
export function certificateIssuer({ der }: Name): Uint8Array {
  return extension(EXTENSION.certificateIssuer, true, derSequence(derContext(4, der)))
}

/** Returns cRLNumber, and deltaCRLIndicator where there is a base. */
export function crlNumbers(number: number, base?: number): readonly Uint8Array[] {
  const indicator = base === undefined ? [] : [extension(EXTENSION.deltaCrlIndicator, true, derInteger(base))]
  return [extension(EXTENSION.crlNumber, false, derInteger(number)), ...indicator]
}
