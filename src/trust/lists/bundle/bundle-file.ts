import { toUtf8 } from '../../../base/bytes.js'
import { parseJson } from '../../../base/json.js'
import { RecordFields } from '../../store/record-fields.js'
import {
  ENVELOPE_FIELDS,
  readEnvelope,
  toEnvelopeRecord,
  type Envelope,
  type EnvelopeRecord,
} from './envelope.js'
import { readingPart, refused } from './refusal.js'
import { readRoot, type TrustRoot } from './trust-root.js'

/** A bundle as JSON has it: the roots from the first that anybody may hold to the newest, and the list. */
export interface BundleRecord {
  readonly format: 'tax-trust-bundle/1'
  readonly roots: readonly EnvelopeRecord[]
  readonly list: EnvelopeRecord
}

/** A bundle that was read and not yet checked. */
export interface BundleFile {
  /** Each one version above the one before. */
  readonly roots: readonly TrustRoot[]
  readonly list: Envelope
}

/** Largest bundle that is looked at, in bytes. */
export const MAX_BUNDLE_BYTES = 4 * 1024 * 1024

/** Most roots in a bundle: a new one every month for ten years. */
export const MAX_ROOTS = 120

const MAX_DEPTH = 8

/**
 * Returns the bundle in `bytes`, unverified. Throws `FiscalSealError`: `bundle.too-large` before anything is parsed, `bundle.malformed`,
 * `bundle.wrong-type`, and `bundle.root-skipped` when a root does not follow the one before it.
 */
export async function readBundleFile(bytes: Uint8Array): Promise<BundleFile> {
  const record = readingPart('The bundle', () => openJson(bytes, 'bundle', ['format', 'roots', 'list']))
  const { envelopes, list } = readingPart('The bundle', () => {
    record.oneOf('format', ['tax-trust-bundle/1'])
    return {
      envelopes: record.objects('roots', ENVELOPE_FIELDS, { least: 1, most: MAX_ROOTS }).map(readEnvelope),
      list: readEnvelope(record.object('list', ENVELOPE_FIELDS)),
    }
  })
  const roots: TrustRoot[] = []
  for (const envelope of envelopes) {
    const root = await readRoot(envelope, `The root in place ${roots.length + 1}`)
    requireNext(roots.at(-1), root)
    roots.push(root)
  }
  return { roots, list }
}

/** Throws `FiscalSealError('bundle.root-skipped')` unless `next` is one version above `before`. */
export function requireNext(before: TrustRoot | undefined, next: TrustRoot): void {
  if (before === undefined || next.version === before.version + 1) return
  throw refused(
    'bundle.root-skipped',
    `After root ${before.version} comes root ${before.version + 1}, not ${next.version}.`,
  )
}

/** Returns the envelope in `bytes`, unverified. Throws `FiscalSealError('bundle.too-large' | 'bundle.malformed')`. */
export function readEnvelopeFile(bytes: Uint8Array): Envelope {
  return readingPart('The envelope', () => readEnvelope(openJson(bytes, 'envelope', ENVELOPE_FIELDS)))
}

/**
 * Returns the root with which somebody starts: an envelope with one, or a whole bundle, unverified. Throws as `readBundleFile` does.
 */
export async function readFirstFile(
  bytes: Uint8Array,
): Promise<Pick<BundleFile, 'roots'> & Partial<BundleFile>> {
  const isBundle = readingPart('The root', () => {
    requireSize(bytes)
    const value = parseJson(bytes, { maxBytes: bytes.length, maxDepth: MAX_DEPTH })
    return typeof value === 'object' && value !== null && 'roots' in value
  })
  if (isBundle) return readBundleFile(bytes)
  return { roots: [await readRoot(readEnvelopeFile(bytes), 'The root')] }
}

function openJson(bytes: Uint8Array, path: string, fields: readonly string[]): RecordFields {
  requireSize(bytes)
  return new RecordFields(parseJson(bytes, { maxBytes: bytes.length, maxDepth: MAX_DEPTH }), path, fields)
}

function requireSize({ length }: Uint8Array): void {
  if (length > MAX_BUNDLE_BYTES)
    throw refused('bundle.too-large', `The bundle has ${length} bytes; ${MAX_BUNDLE_BYTES} are allowed.`)
}

/** Returns the bundle as bytes: JSON in UTF-8. Throws `FiscalSealError('bundle.too-large')` when nobody could read it again. */
export function writeBundleFile({
  roots,
  list,
}: {
  readonly roots: readonly Pick<TrustRoot, 'envelope'>[]
  readonly list: Envelope
}): Uint8Array {
  if (roots.length > MAX_ROOTS)
    throw refused('bundle.too-large', `The bundle has ${roots.length} roots; ${MAX_ROOTS} are allowed.`)
  const record: BundleRecord = {
    format: 'tax-trust-bundle/1',
    roots: roots.map(({ envelope }) => toEnvelopeRecord(envelope)),
    list: toEnvelopeRecord(list),
  }
  const bytes = toJsonBytes(record)
  requireSize(bytes)
  return bytes
}

/** Returns the envelope as bytes: JSON in UTF-8. */
export function writeEnvelopeFile(envelope: Envelope): Uint8Array {
  return toJsonBytes(toEnvelopeRecord(envelope))
}

/** Returns a value as JSON that a person can read too. */
export function toJsonBytes(value: unknown): Uint8Array {
  return toUtf8(`${JSON.stringify(value, null, 2)}\n`)
}
