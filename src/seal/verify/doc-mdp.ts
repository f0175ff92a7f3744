import { finding } from '../../base/findings/finding.js'
import type { Finding } from '../../base/findings/finding.js'
import type { PdfFile } from '../../formats/pdf/file.js'
import { signatureFields } from '../../formats/pdf/form-fields.js'
import { PdfArray, NO_ENTRIES, PdfDictionary, PdfName, PdfNumber } from '../../formats/pdf/values.js'
import type { PdfValue } from '../../formats/pdf/values.js'
import type { Changes } from './types.js'

/** ISO 32000-2 table 257: what `/P` of a certification lets be changed; validation data and document time-stamps are never changes. */
const ALLOWED: Readonly<Record<Permission, readonly Changes[]>> = {
  1: ['none', 'archival'],
  2: ['none', 'archival', 'signatures', 'form-filling'],
  3: ['none', 'archival', 'signatures', 'form-filling', 'annotations'],
}

type Permission = 1 | 2 | 3

/**
 * Returns `change.not-permitted` when what was changed after the signed revision goes further than a certification in it lets
 * (ISO 32000-2 §12.8.2.2). A `/P` that is none is taken as the strictest (THREATS P-MDP-07).
 */
export function checkCertification(signed: PdfFile | undefined, changes: Changes): readonly Finding[] {
  if (signed === undefined || changes === 'unknown' || ALLOWED[1].includes(changes)) return []
  const permissions = certifications(signed).map((certification) => permissionOf(signed, certification))
  const strictest = permissions.sort().at(0)
  return strictest === undefined || ALLOWED[strictest].includes(changes)
    ? []
    : [finding('change.not-permitted', `${changes}, P = ${strictest}`)]
}

/** Parameters of every DocMDP transform: of the signatures in the form, and of the one that `/Perms` names (§12.8.6). */
function certifications(file: PdfFile): readonly PdfDictionary[] {
  const permissions = file.get(file.catalog, 'Perms')
  const named = permissions instanceof PdfDictionary ? file.get(permissions, 'DocMDP') : undefined
  const signatures = signatureFields(file).map(({ signature }) => signature)
  return [named, ...signatures].flatMap((signature) =>
    signature instanceof PdfDictionary ? transformsOf(file, signature) : [],
  )
}

function transformsOf(file: PdfFile, signature: PdfDictionary): readonly PdfDictionary[] {
  const references = file.get(signature, 'Reference')
  if (!(references instanceof PdfArray)) return []
  return references.items.flatMap((item: PdfValue) => {
    const reference = file.resolve(item)
    if (!(reference instanceof PdfDictionary)) return []
    const method = file.get(reference, 'TransformMethod')
    if (!(method instanceof PdfName) || method.value !== 'DocMDP') return []
    const parameters = file.get(reference, 'TransformParams')
    return [parameters instanceof PdfDictionary ? parameters : NO_ENTRIES]
  })
}

/** Default 2 (table 257). */
function permissionOf(file: PdfFile, parameters: PdfDictionary): Permission {
  const value = file.get(parameters, 'P')
  if (value === undefined) return 2
  return value instanceof PdfNumber && (value.value === 2 || value.value === 3) ? value.value : 1
}
