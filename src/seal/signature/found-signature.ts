import { Malformed } from '../../base/errors.js'
import { finding } from '../../base/findings/finding.js'
import type { Finding } from '../../base/findings/finding.js'
import { joinLists } from '../../base/lists.js'
import type { PdfFile } from '../../formats/pdf/file.js'
import { signatureFields } from '../../formats/pdf/form-fields.js'
import type { SignatureField } from '../../formats/pdf/form-fields.js'
import { PdfDictionary, PdfReference } from '../../formats/pdf/values.js'
import { checkByteRange, findOverlaps } from './byte-range.js'
import type { RangeOutcome } from './byte-range.js'
import { looseSignatures } from './loose-signatures.js'
import { readSignatureDictionary } from './signature-dictionary.js'
import type { SignatureDictionary } from './signature-dictionary.js'

/** A signature where it stands in its document, read from the revision that it signs wherever there is one. */
export interface FoundSignature {
  readonly field: string
  readonly dictionary: SignatureDictionary
  readonly coverage: RangeOutcome
  /** The bytes that it covers as a file of their own (DESIGN §3, invariant 2); absent when they are no revision. */
  readonly signed: PdfFile | undefined
  readonly findings: readonly Finding[]
}

/** As many signatures as one file may have (THREATS, table of limits). */
export const MAX_SIGNATURES = 256

/**
 * Returns the signatures of the form of `file`, with what is wrong with their dictionaries and byte ranges. Unless one of them covers the file
 * to its end, and so whatever happened before, those that an earlier revision held and the file as it ends does not are among them.
 * Throws `Malformed` for a form that cannot be read.
 */
export function findSignatures(file: PdfFile): readonly FoundSignature[] {
  const fields = signedFields(file)
  const revisions = new SignedRevisions(file)
  const found = fields.map((field) => readSignature(field, file, revisions))
  const isCovered = found.some(({ coverage }) => coverage.coverage === 'whole-file')
  let others = joinLists([
    isCovered ? [] : removedFields(file, fields, revisions),
    certificationOutside(file, fields),
  ])
  if (fields.length + others.length === 0) others = unheld(file)
  if (fields.length + others.length > MAX_SIGNATURES) throw new Malformed('pdf.limit', 'signatures')
  if (fields.length < 2 && others.length === 0) return found
  return withRelations(
    [...fields, ...others.map(({ field }) => field)],
    [
      ...found,
      ...others.map(({ field, at, code }) => withFinding(readSignature(field, at, revisions), finding(code))),
    ],
  )
}

/** A field that is no field of the file as it ends: the revision in which it was found, and what that says of it. */
interface OtherField {
  readonly field: SignatureField
  readonly at: PdfFile
  readonly code: Finding['code']
}

/** THREATS P-FLD-06: a certification that `/Perms` names and no field holds (ISO 32000-2 §12.8.6), as if a field without a name held it. */
function certificationOutside(file: PdfFile, fields: readonly SignatureField[]): readonly OtherField[] {
  const permissions = file.get(file.catalog, 'Perms')
  const value = permissions instanceof PdfDictionary ? permissions.get('DocMDP') : undefined
  const signature = file.resolve(value)
  if (!(value instanceof PdfReference) || !(signature instanceof PdfDictionary)) return []
  if (fields.some(({ signatureReference }) => signatureReference?.number === value.number)) return []
  return [withoutField(file, value, signature)]
}

/** THREATS P-FLD-06, -07: signatures that no field holds, in a file that would else be one without signatures. */
function unheld(file: PdfFile): readonly OtherField[] {
  return looseSignatures(file, MAX_SIGNATURES).map(({ reference, dictionary }) =>
    withoutField(file, reference, dictionary),
  )
}

function withoutField(file: PdfFile, reference: PdfReference, signature: PdfDictionary): OtherField {
  const unnamed = { name: '', reference: undefined, dictionary: signature, type: 'Sig', value: reference }
  const field = { ...unnamed, signature, signatureReference: reference }
  return { field, at: file, code: 'signature.not-in-field' }
}

function signedFields(file: PdfFile): readonly SignatureField[] {
  return signatureFields(file).filter(({ signature }) => signature !== undefined)
}

/** Each revision is parsed alone at most once. */
class SignedRevisions {
  readonly file: PdfFile
  readonly #parsed = new Map<number, PdfFile>()

  constructor(file: PdfFile) {
    this.file = file
  }

  at(end: number | undefined = this.file.source.size): PdfFile {
    if (end === this.file.source.size) return this.file
    const known = this.#parsed.get(end)
    if (known !== undefined) return known
    const parsed = this.file.at(end)
    this.#parsed.set(end, parsed)
    return parsed
  }
}

/** `at` is the revision in which the field was found: the file as it ends, but for one that was removed. */
function readSignature(field: SignatureField, at: PdfFile, revisions: SignedRevisions): FoundSignature {
  const { file } = revisions
  const dictionary = readSignatureDictionary(at, field)
  const { byteRange, contents } = dictionary
  const coverage =
    byteRange === undefined
      ? NOT_COVERED
      : checkByteRange({ byteRange, contents, revisions: file.revisions, fileSize: file.source.size })
  const signed = coverage.revision === undefined ? undefined : revisions.at(coverage.end)
  return {
    field: field.name,
    dictionary,
    coverage,
    signed,
    findings: joinLists([
      dictionary.findings,
      coverage.findings,
      signed === undefined || signed === at ? [] : checkSignedRevision(signed, field, dictionary),
    ]),
  }
}

const NOT_COVERED: RangeOutcome = { coverage: 'unclear', findings: [] }

/** The signed revision, read alone, must hold the same dictionary at the same place, and a field that refers to it. */
function checkSignedRevision(
  signed: PdfFile,
  field: SignatureField,
  dictionary: SignatureDictionary,
): readonly Finding[] {
  const { signatureReference } = field
  const same = signedFields(signed).find(
    (other) => other.signatureReference?.number === signatureReference?.number,
  )
  if (same === undefined) return [finding('signature.outside-revision', 'no field refers to it')]
  const { extent } = readSignatureDictionary(signed, same)
  const isSame =
    extent !== undefined && extent.start === dictionary.extent?.start && extent.end === dictionary.extent.end
  return isSame ? [] : [finding('signature.outside-revision', 'another dictionary has its number')]
}

/** THREATS P-FLD-05: a signature that is taken out of its field must not make the document look as if it never had one. */
function removedFields(
  file: PdfFile,
  fields: readonly SignatureField[],
  revisions: SignedRevisions,
): readonly OtherField[] {
  const known = new Set(fields.map(numberOf))
  const removed: OtherField[] = []
  let budget = file.limits.fields
  for (const { end } of file.revisions.slice(0, -1).reverse()) {
    const at = revisions.at(end)
    const earlier = signedFields(at)
    budget -= earlier.length
    if (budget < 0) throw new Malformed('pdf.limit', 'fields of all revisions')
    for (const field of earlier) {
      if (known.has(numberOf(field))) continue
      known.add(numberOf(field))
      removed.push({ field, at, code: 'signature.removed' })
    }
  }
  return removed
}

function numberOf(field: SignatureField): number {
  return field.signatureReference?.number ?? -1
}

/** What is wrong between signatures: shared dictionaries (THREATS P-FLD-02) and overlapping ranges (P-BR-08). */
function withRelations(
  fields: readonly SignatureField[],
  found: readonly FoundSignature[],
): readonly FoundSignature[] {
  if (found.length < 2) return found
  const overlapping = findOverlaps(found.map(({ coverage }) => coverage.range))
  const numbers = fields.map(numberOf)
  return found.map((signature, index) => {
    const isShared = numbers.some(
      (number, other) => other !== index && number >= 0 && number === numbers[index],
    )
    if (isShared) return withFinding(signature, finding('signature.shared'))
    return overlapping.has(index) ? withFinding(signature, finding('byte-range.overlap')) : signature
  })
}

function withFinding(signature: FoundSignature, added: Finding): FoundSignature {
  return { ...signature, findings: [...signature.findings, added] }
}
