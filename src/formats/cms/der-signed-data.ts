import { Malformed } from '../../base/errors.js'
import { readAlgorithmIdentifier, type AlgorithmIdentifier } from '../../crypto/digest-algorithm.js'
import type { Transcoded } from '../der/ber.js'
import { DerCursor } from '../der/cursor.js'
import { CMS_LIMITS } from '../der/limits.js'
import { contextTag, TAG } from '../der/tag.js'
import { CONTENT_TYPE } from './oids.js'
import { readSignerInfo, type Originals, type SignerInfo } from './signer-info.js'

export type { SignedAttributes, SignerIdentifier, SignerInfo } from './signer-info.js'
export type { Attribute } from './attribute.js'

/** A CMS SignedData (RFC 5652 §5.1): what is written, nothing judged. */
export interface SignedData {
  /** The whole ContentInfo, in DER as far as the envelope goes. */
  readonly der: Uint8Array
  /** Whether the envelope stood in DER in the file. */
  readonly wasDer: boolean
  readonly version: number
  readonly digestAlgorithms: readonly AlgorithmIdentifier[]
  readonly contentType: string
  /** Content of the eContent, or `undefined` when the signature is detached. */
  readonly content: Uint8Array | undefined
  /** Each certificate as it stands in the file, DER or not: for `parseCertificate`. */
  readonly certificates: readonly Uint8Array[]
  /** Each CRL as it stands in the file: for `parseCrl`. */
  readonly crls: readonly Uint8Array[]
  /** Attribute certificates and other revocation information, as whole elements; not used. */
  readonly others: readonly Uint8Array[]
  readonly signerInfos: readonly SignerInfo[]
  /** Length of the structure in the bytes that were given, without padding. */
  readonly length: number
}

const NO_ORIGINALS: Originals = new Map()

/** As long as a signature value may be, with its padding. */
const MAX_PADDED_LENGTH = 32 * 1024 * 1024

/**
 * Returns the SignedData at the beginning of `padded`, the decoded `/Contents` of a signature; `undefined` when its envelope is not DER, but may be BER.
 * Only zeros may follow it. Certificates, CRLs and attribute values are given as they are. Throws `Malformed('der.*' | 'cms.malformed' | 'cms.trailing-data')`.
 */
export function parseDerSignedData(padded: Uint8Array): SignedData | undefined {
  if (padded.length > MAX_PADDED_LENGTH) throw new Malformed('der.limit', 'signature value too long')
  try {
    const end = DerCursor.open(padded, CMS_LIMITS).readRaw(TAG.sequence).length
    return parseTranscoded(padded, {
      der: padded.subarray(0, end),
      wasDer: true,
      length: end,
      originals: NO_ORIGINALS,
    })
  } catch (error) {
    if (error instanceof Malformed && BER_CODES.includes(error.code)) return undefined
    throw error
  }
}

/** What a strict reader says on meeting BER: an odd length, or a constructed string where it wants a primitive one. */
const BER_CODES: readonly string[] = ['der.not-canonical', 'der.unexpected']

/** Returns the SignedData in `transcoded`, the DER of what stands at the beginning of `padded`; throws as `parseDerSignedData` does. */
export function parseTranscoded(padded: Uint8Array, transcoded: Transcoded): SignedData {
  const { der, wasDer, length, originals } = transcoded
  for (let index = length; index < padded.length; index++) {
    if (padded[index] !== 0) throw new Malformed('cms.trailing-data', '', index)
  }
  const cursor = DerCursor.open(der, CMS_LIMITS)
  cursor.descend(TAG.sequence)
  const type = cursor.oid()
  if (type !== CONTENT_TYPE.signedData) throw new Malformed('cms.malformed', `content of type ${type}`)
  const contentInfo = cursor.descend(contextTag(0))
  const explicit = cursor.descend(TAG.sequence)
  const version = cursor.smallInteger()
  const digestAlgorithms = readAll(cursor.set(), readAlgorithmIdentifier)
  const { contentType, content } = readEncapsulatedContent(cursor)
  const certificates = readChoices(cursor, 0, originals)
  const crls = readChoices(cursor, 1, originals)
  const signerInfos = readAll(cursor.set(), (each) => readSignerInfo(each, originals))
  cursor.ascend(explicit)
  cursor.ascend(contentInfo)
  cursor.finish()
  return {
    der,
    wasDer,
    version,
    digestAlgorithms,
    contentType,
    content,
    certificates: certificates.plain,
    crls: crls.plain,
    others: [...certificates.others, ...crls.others],
    signerInfos,
    length,
  }
}

function readAll<T>(cursor: DerCursor, read: (cursor: DerCursor) => T): T[] {
  const all: T[] = []
  while (!cursor.atEnd) all.push(read(cursor))
  return all
}

/** RFC 5652 §5.2; of PKCS #7 content that is not an OCTET STRING (RFC 2315 §7) the whole element is given. */
function readEncapsulatedContent(cursor: DerCursor): Pick<SignedData, 'contentType' | 'content'> {
  const outer = cursor.descend(TAG.sequence)
  const contentType = cursor.oid()
  const explicit = cursor.enterOptional(contextTag(0))
  cursor.ascend(outer)
  if (explicit === undefined) return { contentType, content: undefined }
  const { tag, raw, content } = explicit.readElement()
  explicit.finish()
  return { contentType, content: tag === TAG.octetString ? content : raw }
}

/** CertificateChoices and RevocationInfoChoices (RFC 5652 §10.2.1, §10.2.2): a SEQUENCE is a certificate or CRL, a tagged element is something else. */
function readChoices(
  fields: DerCursor,
  number: number,
  originals: Originals,
): { readonly plain: readonly Uint8Array[]; readonly others: readonly Uint8Array[] } {
  const set = fields.enterOptional(contextTag(number))
  if (set === undefined) return { plain: [], others: [] }
  const plain: Uint8Array[] = []
  const others: Uint8Array[] = []
  while (!set.atEnd) {
    const { offset } = set
    const list = set.peek() === TAG.sequence ? plain : others
    const raw = set.readRaw()
    list.push(originals.get(offset) ?? raw)
  }
  return { plain, others }
}
