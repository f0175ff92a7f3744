import { equalBytes } from '../../../base/bytes.js'
import {
  PdfArray,
  PdfDictionary,
  PdfName,
  PdfReference,
  PdfStream,
  sameReference,
  type PdfValue,
} from '../values.js'
import { isSameValue } from './canonical.js'
import type { Ruling } from './change.js'
import { dictionaryOrEmpty, type Comparison } from './comparison.js'

/** EN 319 142-1 §5.4.2.2, §5.4.2.3. */
const DSS_ARRAYS: readonly string[] = ['Certs', 'CRLs', 'OCSPs']
const DSS_KEYS: readonly string[] = ['Type', 'VRI', ...DSS_ARRAYS]
const VRI_ARRAYS: readonly string[] = ['Cert', 'CRL', 'OCSP']
const VRI_KEYS: readonly string[] = ['Type', 'TU', 'TS', ...VRI_ARRAYS]

/** As many pieces of evidence of one kind as are compared by their bytes. */
const MAX_EVIDENCE = 512

/** Returns the ruling on all that hangs at /Root/DSS: archival where it only grew, in the types that the standard gives it. */
export function dssRuling(comparison: Comparison): Ruling {
  const { before, after } = comparison.inCatalogs('DSS')
  const problem =
    after instanceof PdfDictionary ? problemOf(comparison, dictionaryOrEmpty(before), after) : 'removed'
  return { kind: 'dss', level: problem === '' ? 'archival' : 'other', detail: problem }
}

function problemOf(comparison: Comparison, before: PdfDictionary, after: PdfDictionary): string {
  const type = comparison.after.get(after, 'Type')
  if (type !== undefined && !(type instanceof PdfName && type.value === 'DSS')) return '/Type'
  const unknown = after.keys.find((key) => !DSS_KEYS.includes(key))
  if (unknown !== undefined) return `/${unknown}`
  const shrunk = DSS_ARRAYS.find((key) => !evidenceGrew(comparison, before, { after, key }))
  return shrunk === undefined ? vriProblem(comparison, before, after) : `/${shrunk}`
}

/** VRI is append-only: no entry goes, and what an entry holds stays. */
function vriProblem(comparison: Comparison, dssBefore: PdfDictionary, dssAfter: PdfDictionary): string {
  const before = dictionaryOrEmpty(comparison.before.get(dssBefore, 'VRI'))
  const after = comparison.after.get(dssAfter, 'VRI')
  if (after !== undefined && !(after instanceof PdfDictionary)) return '/VRI'
  const young = dictionaryOrEmpty(after)
  for (const key of new Set([...before.keys, ...young.keys])) {
    if (key === 'Type') continue
    const old = comparison.before.get(before, key)
    const entry = comparison.after.get(young, key)
    if (!(entry instanceof PdfDictionary)) return `/VRI/${key}`
    if (!entryGrew(comparison, dictionaryOrEmpty(old), entry)) return `/VRI/${key}`
  }
  return ''
}

function entryGrew(comparison: Comparison, before: PdfDictionary, after: PdfDictionary): boolean {
  if (after.keys.some((key) => !VRI_KEYS.includes(key))) return false
  if (!VRI_ARRAYS.every((key) => evidenceGrew(comparison, before, { after, key }))) return false
  return ['TU', 'TS'].every((key) => {
    const old = before.get(key)
    return (
      old === undefined ||
      isSameValue(old, after.get(key)) ||
      isSameStreamData(comparison, old, after.get(key))
    )
  })
}

/** Whether each piece of evidence is still there, by its object or by its bytes, and everything in the array is a stream. */
function evidenceGrew(
  comparison: Comparison,
  before: PdfDictionary,
  young: { readonly after: PdfDictionary; readonly key: string },
): boolean {
  const old = comparison.before.get(before, young.key)
  const grown = comparison.after.get(young.after, young.key)
  const oldItems = old instanceof PdfArray ? old.items : []
  if (grown === undefined) return oldItems.length === 0
  if (!(grown instanceof PdfArray) || Math.max(grown.items.length, oldItems.length) > MAX_EVIDENCE)
    return false
  if (!grown.items.every((item) => comparison.after.resolve(item) instanceof PdfStream)) return false
  const kept = new Set(grown.items.flatMap((item) => (item instanceof PdfReference ? [item.number] : [])))
  return oldItems.every(
    (item) =>
      (item instanceof PdfReference && kept.has(item.number)) ||
      grown.items.some((other) => isSameStreamData(comparison, item, other)),
  )
}

/** Whether two streams hold the same data once their filters are undone. */
function isSameStreamData(comparison: Comparison, before: PdfValue, after: PdfValue | undefined): boolean {
  if (sameReference(before, after)) return true
  const old = comparison.before.resolve(before)
  const young = comparison.after.resolve(after)
  if (!(old instanceof PdfStream) || !(young instanceof PdfStream)) return false
  if (equalBytes(old.data, young.data)) return true
  return equalBytes(comparison.before.decode(old), comparison.after.decode(young))
}
