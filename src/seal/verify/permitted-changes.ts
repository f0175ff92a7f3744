import { finding } from '../../base/findings/finding.js'
import type { Finding } from '../../base/findings/finding.js'
import type { Differences } from '../../formats/pdf/differences/change.js'
import type { PdfFile } from '../../formats/pdf/file.js'
import { signatureFields, type SignatureField } from '../../formats/pdf/form-fields.js'
import { PdfName, type PdfDictionary } from '../../formats/pdf/values.js'
import { isLocked, permissionsOf, type Permission } from '../signature/permissions.js'
import { isSubFilterOfTimeStamp } from '../signature/signature-dictionary.js'
import type { Changes } from './types.js'

/** ISO 32000-2 table 257: what `/P` of a certification lets be changed; validation data and document time-stamps are never changes. */
const ALLOWED: Readonly<Record<Permission, readonly Changes[]>> = {
  1: ['none', 'archival'],
  2: ['none', 'archival', 'signatures', 'form-filling'],
  3: ['none', 'archival', 'signatures', 'form-filling', 'annotations'],
}

/** A signed revision, and the file as it ends. */
export interface Compared {
  readonly signed: PdfFile | undefined
  readonly latest: PdfFile
}

/**
 * Returns `change.not-permitted` when what was changed after the signed revision goes further than a certification or a lock in it lets
 * (ISO 32000-2 §12.8.2.2, §12.8.2.4): of several, the strictest counts. Each lets fields be signed that are there, none lets a new one be
 * shown: what its signer draws may cover the page (THREATS P-SSA).
 */
export function checkPermitted(
  { signed, latest }: Compared,
  { level, changes }: Differences,
): readonly Finding[] {
  if (signed === undefined || level === 'unknown' || ALLOWED[1].includes(level)) return []
  const fields = signatureFields(signed)
  const { permissions, locks } = permissionsOf(signed, fields)
  const strictest = [...permissions].sort().at(0)
  const isShown = changes.some(({ kind }) => kind === 'visible-signature-field')
  if (strictest !== undefined && (isShown || !ALLOWED[strictest].includes(level)))
    return [finding('change.not-permitted', `${isShown ? 'visible field' : level}, P = ${strictest}`)]
  if (level !== 'signatures' || locks.length === 0) return []
  const locked = signedSince(fields, latest).find(({ name }) =>
    locks.some((lock) => isLocked(signed, lock, name)),
  )
  return locked === undefined ? [] : [finding('change.not-permitted', `${level}, field ${locked.name}`)]
}

/** The fields that got a signature of somebody: a document time-stamp is never forbidden. */
function signedSince(before: readonly SignatureField[], latest: PdfFile): readonly SignatureField[] {
  const known = new Set(before.flatMap(({ name, signature }) => (signature === undefined ? [] : [name])))
  return signatureFields(latest).filter(
    ({ name, signature }) => signature !== undefined && !known.has(name) && !isTimeStamp(latest, signature),
  )
}

function isTimeStamp(file: PdfFile, signature: PdfDictionary): boolean {
  const subFilter = file.get(signature, 'SubFilter')
  return subFilter instanceof PdfName && isSubFilterOfTimeStamp(subFilter.value)
}
