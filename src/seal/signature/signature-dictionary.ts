import { finding } from '../../base/findings/finding.js'
import type { Finding } from '../../base/findings/finding.js'
import { joinLists } from '../../base/lists.js'
import type { PdfFile } from '../../formats/pdf/file.js'
import type { SignatureField } from '../../formats/pdf/form-fields.js'
import { findSignatureTokens } from '../../formats/pdf/signature-tokens.js'
import type { ByteRange, ContentsToken, SignatureTokens } from '../../formats/pdf/signature-tokens.js'
import { decodeText } from '../../formats/pdf/string-decoding.js'
import { PdfName, PdfString } from '../../formats/pdf/values.js'
import type { PdfDictionary } from '../../formats/pdf/values.js'
import { pdfDateToIso } from './pdf-date.js'

/** The kinds of signature that may be trusted (ISO 32000-2 table 255, EN 319 142-1 §5.3, §5.4.3). */
const TRUSTED_SUB_FILTERS = ['ETSI.CAdES.detached', 'adbe.pkcs7.detached', 'ETSI.RFC3161'] as const

/** Bound to SHA-1 and withdrawn: computed so that it can be said whether it is intact, and never trusted. */
const LEGACY_SUB_FILTER = 'adbe.pkcs7.sha1'

/** A `/SubFilter` whose signatures can be computed. */
export type SubFilter = (typeof TRUSTED_SUB_FILTERS)[number] | typeof LEGACY_SUB_FILTER

const SUB_FILTERS: readonly SubFilter[] = [...TRUSTED_SUB_FILTERS, LEGACY_SUB_FILTER]

/** Whether a signature of this kind is a document time-stamp (ISO 32000-2 §12.8.5). */
export function isSubFilterOfTimeStamp(subFilter: string | undefined): boolean {
  return subFilter === 'ETSI.RFC3161'
}

/** A signature dictionary as its bytes in the file say it, nothing computed from decoded values. */
export interface SignatureDictionary {
  /** Offsets of the object that it is; absent when it is direct or in an object stream. */
  readonly extent: { readonly start: number; readonly end: number } | undefined
  readonly subFilter: SubFilter | undefined
  /** As written, supported or not. */
  readonly subFilterName: string | null
  /** Absent when `/Contents` is anything but one clean hexadecimal token. */
  readonly contents: ContentsToken | undefined
  readonly byteRange: ByteRange | undefined
  /** `/M` as ISO 8601: what the signer claims. */
  readonly claimedTime: string | null
  /** Keys of the dictionary. */
  readonly has: (key: string) => boolean
  readonly findings: readonly Finding[]
}

/**
 * Returns what stands in the signature dictionary of `field` (DESIGN §3, invariant 1): indirectly referenced and uncompressed, no key
 * twice, `/Contents` a direct hexadecimal string without white space, `/ByteRange` direct. What is not so is a finding.
 * Throws `Malformed` for what cannot be read at all.
 */
export function readSignatureDictionary(file: PdfFile, field: SignatureField): SignatureDictionary {
  const tokens =
    field.signatureReference === undefined ? undefined : findSignatureTokens(file, field.signatureReference)
  if (tokens === undefined) return { ...NOTHING_READ, findings: [finding('signature.indirect')] }
  const { dictionary, duplicateKeys } = tokens
  if (duplicateKeys.length > 0) return readTwofold(tokens)
  const subFilterName = nameOf(file, dictionary, 'SubFilter')
  const subFilter = SUB_FILTERS.find((known) => known === subFilterName)
  return {
    extent: tokens.isCompressed ? undefined : { start: tokens.start, end: tokens.end },
    contents: 'code' in tokens.contents ? undefined : tokens.contents,
    byteRange: 'code' in tokens.byteRange ? undefined : tokens.byteRange,
    subFilter,
    subFilterName,
    claimedTime: claimedTimeOf(file, dictionary),
    has: (key) => dictionary.get(key) !== undefined,
    findings: checkDictionary(tokens, { type: nameOf(file, dictionary, 'Type'), subFilter, subFilterName }),
  }
}

/** Of a dictionary with a key twice nothing is believed but where its tokens are (THREATS P-SWA-03, -04). */
function readTwofold(tokens: SignatureTokens): SignatureDictionary {
  const { dictionary, duplicateKeys, contents, byteRange } = tokens
  return {
    ...NOTHING_READ,
    extent: tokens.isCompressed ? undefined : { start: tokens.start, end: tokens.end },
    contents: 'code' in contents || duplicateKeys.includes('Contents') ? undefined : contents,
    byteRange: 'code' in byteRange || duplicateKeys.includes('ByteRange') ? undefined : byteRange,
    findings: duplicateKeys.map((key) => finding('pdf.duplicate-key', `/${key}`, dictionary.extent.start)),
  }
}

function checkDictionary(
  tokens: SignatureTokens,
  kind: {
    readonly type: string | null
    readonly subFilter: SubFilter | undefined
    readonly subFilterName: string | null
  },
): readonly Finding[] {
  return joinLists([
    tokens.isCompressed ? [finding('signature.indirect', 'in an object stream')] : [],
    checkKind(kind.type, kind.subFilter, kind.subFilterName),
    checkTokens(tokens),
  ])
}

const NOTHING_READ = {
  extent: undefined,
  contents: undefined,
  byteRange: undefined,
  subFilter: undefined,
  subFilterName: null,
  claimedTime: null,
  has: (): boolean => false,
}

function nameOf(file: PdfFile, dictionary: PdfDictionary, key: string): string | null {
  const name = file.get(dictionary, key)
  return name instanceof PdfName ? name.value : null
}

/** ISO 32000-2 table 255: `/Type` is optional, `/Sig` or `/DocTimeStamp`; it must not contradict `/SubFilter` (THREATS P-DTS-02). */
function checkKind(
  type: string | null,
  subFilter: SubFilter | undefined,
  name: string | null,
): readonly Finding[] {
  if (subFilter === undefined || subFilter === LEGACY_SUB_FILTER)
    return [finding('subfilter.unsupported', name ?? 'none')]
  if (type !== null && type !== 'Sig' && type !== 'DocTimeStamp')
    return [finding('signature.dictionary', `/Type /${type}`)]
  if (type === 'DocTimeStamp' && subFilter !== 'ETSI.RFC3161')
    return [finding('signature.dictionary', `/DocTimeStamp with ${subFilter}`)]
  if (type !== 'DocTimeStamp' && subFilter === 'ETSI.RFC3161') return [finding('time-stamp.type')]
  return []
}

function checkTokens({ contents, byteRange }: SignatureTokens): readonly Finding[] {
  const findings: Finding[] = []
  if ('code' in contents) findings.push(contents)
  if ('code' in byteRange) findings.push(byteRange)
  // Room that was reserved for a signature which was never put there.
  const isEmpty = 'bytes' in contents && contents.bytes.every((byte) => byte === 0)
  return isEmpty ? [...findings, finding('contents.missing', 'only zeros')] : findings
}

function claimedTimeOf(file: PdfFile, dictionary: PdfDictionary): string | null {
  const text = file.get(dictionary, 'M')
  return text instanceof PdfString ? (pdfDateToIso(decodeText(text.bytes)) ?? null) : null
}
