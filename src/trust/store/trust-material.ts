import { fromBase64 } from '../../base/base64.js'
import { fromUtf8 } from '../../base/bytes.js'
import { Malformed } from '../../base/errors.js'
import { parseJsonText } from '../../base/json.js'
import { ownedCrl, type CertificateList } from '../../formats/x509/crl.js'
import { isPem, parsePem, pemText } from '../../formats/x509/pem.js'
import type { TrustAnchor, TrustListHeader } from './anchor.js'
import { checkAnchorCertificate } from './anchor-certificate.js'
import { anchorWithOptions, bareAnchor } from './anchor-options.js'
import { ANCHOR_FIELDS, readAnchor } from './anchor-record.js'
import { invalidTrust, RecordFields } from './record-fields.js'
import type { AnchorOptions, TrustFile, TrustList } from './trust-list.js'

/** Largest trust list or bundle that is read, in bytes or characters. */
export const MAX_TRUST_LENGTH = 64 * 1024 * 1024

/** What was read from one input. */
export interface TrustMaterial {
  readonly anchors: readonly TrustAnchor[]
  readonly crls: readonly CertificateList[]
  readonly lists: readonly TrustListHeader[]
}

const NOTHING: TrustMaterial = { anchors: [], crls: [], lists: [] }

const SEQUENCE = 0x30

/** A store that holds lists needs eight. */
const MAX_DEPTH = 16

/** Returns the anchors and CRLs in `input`; throws `FiscalSealError('trust.invalid')` with the place `path` of what cannot be used. */
export function readTrust(
  input: string | Uint8Array | TrustList | TrustFile | AnchorOptions,
  path: string,
): TrustMaterial {
  if (typeof input === 'string') return readText(input, path)
  if (input instanceof Uint8Array) {
    if (input[0] === SEQUENCE) return readDer(input, path)
    if (input.length > MAX_TRUST_LENGTH) throw invalidTrust(path, 'is too long')
    const text = fromUtf8(input)
    if (text !== undefined) return readText(text, path)
    if (isPem(input)) return readPem(pemText(input), path)
    throw invalidTrust(path, 'is neither DER nor text')
  }
  return readObject(input, path)
}

function readText(text: string, path: string): TrustMaterial {
  if (text.length > MAX_TRUST_LENGTH) throw invalidTrust(path, 'is too long')
  if (text.trimStart().startsWith('{')) return readObject(parseJson(text, path), path)
  if (text.includes('-----BEGIN')) return readPem(text, path)
  const der = fromBase64(text)
  if (der?.[0] !== SEQUENCE) throw invalidTrust(path, 'is neither PEM, JSON nor DER')
  return readDer(der, path)
}

/** Editors put a byte-order mark there; RFC 8259 §8.1 lets a reader pass over it. Of a key that stands twice, people and programs read another. */
function parseJson(text: string, path: string): unknown {
  try {
    return parseJsonText(text.startsWith('\ufeff') ? text.slice(1) : text, MAX_DEPTH)
  } catch (error) {
    if (error instanceof Malformed) throw invalidTrust(path, `is not JSON (${error.detail})`)
    throw error
  }
}

function readPem(text: string, path: string): TrustMaterial {
  const blocks = refusing(path, () => parsePem(text))
  const materials = blocks.map(({ label, der }, index) => {
    const place = `${path}, PEM block ${index + 1},`
    if (label === 'CERTIFICATE') return { ...NOTHING, anchors: [readCertificate(der, place)] }
    if (label === 'X509 CRL') return { ...NOTHING, crls: [refusing(place, () => ownedCrl(der))] }
    throw invalidTrust(place, 'is neither a CERTIFICATE nor an X509 CRL')
  })
  return joined(materials)
}

/** A certificate and a CRL differ in their second element: a list has times where a certificate has names. Trying is the simplest test. */
function readDer(der: Uint8Array, path: string): TrustMaterial {
  try {
    return { ...NOTHING, crls: [ownedCrl(der)] }
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    return { ...NOTHING, anchors: [readCertificate(der, path)] }
  }
}

function readCertificate(der: Uint8Array, path: string): TrustAnchor {
  return refusing(path, () => bareAnchor(checkAnchorCertificate(der)))
}

function readObject(value: unknown, path: string): TrustMaterial {
  if (typeof value !== 'object' || value === null) throw invalidTrust(path, 'is no trust material')
  if ('certificate' in value) return { ...NOTHING, anchors: [readOptions(value, path)] }
  return 'format' in value && value.format === 'fiscalseal-trust/1'
    ? readFile(value, path)
    : readList(value, path)
}

function readFile(value: unknown, path: string): TrustMaterial {
  const file = new RecordFields(value, path, ['format', 'lists', 'anchors', 'crls'])
  const lists = file.values('lists').map((list, index) => readList(list, `${path}.lists[${index}]`))
  const anchors = file
    .values('anchors')
    .map((anchor, index) => readOptions(anchor, `${path}.anchors[${index}]`))
  const crls = file
    .byteStrings('crls')
    .map((der, index) => refusing(`${path}.crls[${index}]`, () => ownedCrl(der)))
  return joined([...lists, { anchors, crls, lists: [] }])
}

const LIST_FIELDS = ['format', 'listId', 'version', 'issuedAt', 'expiresAt', 'previousSha256', 'anchors']

function readList(value: unknown, path: string): TrustMaterial {
  const list = new RecordFields(value, path, LIST_FIELDS)
  list.oneOf('format', ['tax-trust-list/1'])
  const previousSha256 = list.optionalText('previousSha256', /^[0-9a-f]{64}$/)
  const header: TrustListHeader = {
    listId: list.text('listId', /^[a-z0-9.-]{1,64}$/),
    version: list.integer('version', { least: 1, most: Number.MAX_SAFE_INTEGER }),
    issuedAt: list.instant('issuedAt'),
    expiresAt: list.instant('expiresAt'),
    ...(previousSha256 === undefined ? {} : { previousSha256 }),
  }
  const records = list.objects('anchors', ANCHOR_FIELDS, { least: 0, most: 5000 })
  return { anchors: records.map((record) => readAnchor(record, header)), crls: [], lists: [header] }
}

function readOptions(value: unknown, path: string): TrustAnchor {
  const { certificate } = value as Partial<AnchorOptions>
  const der = certificate instanceof Uint8Array && certificate[0] === SEQUENCE ? certificate : undefined
  const anchor =
    der === undefined ? onlyAnchor(certificate, `${path}.certificate`) : readCertificate(der, path)
  if (anchor.certificate === undefined) throw invalidTrust(`${path}.certificate`, 'is no certificate')
  return anchorWithOptions(anchor.certificate, value as AnchorOptions, path)
}

function onlyAnchor(input: unknown, path: string): TrustAnchor {
  if (typeof input !== 'string' && !(input instanceof Uint8Array))
    throw invalidTrust(path, 'is no certificate')
  const [anchor, ...others] = readTrust(input, path).anchors
  if (anchor === undefined || others.length > 0) throw invalidTrust(path, 'is not exactly one certificate')
  return anchor
}

function joined(materials: readonly TrustMaterial[]): TrustMaterial {
  return {
    anchors: materials.flatMap((material) => material.anchors),
    crls: materials.flatMap((material) => material.crls),
    lists: materials.flatMap((material) => material.lists),
  }
}

/** The boundary to the parsers: what they refuse becomes the caller's error, with the place. */
function refusing<T>(path: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof Malformed) throw invalidTrust(path, `cannot be used (${error.message})`)
    throw error
  }
}
