import { Malformed } from '../../base/errors.js'
import { finding } from '../../base/findings/finding.js'
import type { Finding } from '../../base/findings/finding.js'
import type { PdfFile } from '../../formats/pdf/file.js'
import { signatureFields } from '../../formats/pdf/form-fields.js'
import type { SignatureField } from '../../formats/pdf/form-fields.js'
import { PdfDictionary, PdfReference } from '../../formats/pdf/values.js'
import { checkByteRange, findOverlaps } from './byte-range.js'
import type { RangeOutcome } from './byte-range.js'
import { readSignatureDictionary } from './signature-dictionary.js'
import type { SignatureDictionary } from './signature-dictionary.js'

/** A signature where it stands in its document, read from the revision that it signs wherever there is one. */
export interface FoundSignature {
  readonly field: string
  readonly dictionary: SignatureDictionary
  readonly coverage: RangeOutcome
  /** The bytes that it covers as a file of their own (DESIGN §3, invariant 2); absent when they are no revision. */
  readonly signed?: PdfFile
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
  const found = fields.map((field) => readSignature({ field, at: file }, revisions))
  const isCovered = found.some(({ coverage }) => coverage.coverage === 'whole-file')
  const outside = certificationOutside(file, fields)
  const others = [
    ...(isCovered ? [] : removedFields(file, fields, revisions)).map((place) => ({ place, code: REMOVED })),
    ...outside.map((field) => ({ place: { field, at: file }, code: NOT_IN_FIELD })),
  ]
  if (fields.length + others.length > MAX_SIGNATURES) throw new Malformed('pdf.limit', 'signatures')
  return withRelations(
    [...fields, ...others.map(({ place }) => place.field)],
    [
      ...found,
      ...others.map(({ place, code }) => withFinding(readSignature(place, revisions), finding(code))),
    ],
  )
}

const REMOVED: Finding['code'] = 'signature.removed'
const NOT_IN_FIELD: Finding['code'] = 'signature.not-in-field'

/** THREATS P-FLD-06: a certification that `/Perms` names and no field holds (ISO 32000-2 §12.8.6), as if a field without a name held it. */
function certificationOutside(file: PdfFile, fields: readonly SignatureField[]): readonly SignatureField[] {
  const permissions = file.get(file.catalog, 'Perms')
  const value = permissions instanceof PdfDictionary ? permissions.get('DocMDP') : undefined
  const signature = file.resolve(value)
  if (!(value instanceof PdfReference) || !(signature instanceof PdfDictionary)) return []
  if (fields.some(({ signatureReference }) => signatureReference?.number === value.number)) return []
  return [
    {
      name: '',
      reference: undefined,
      dictionary: signature,
      type: 'Sig',
      value,
      signature,
      signatureReference: value,
    },
  ]
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
    const known = this.#parsed.get(end)
    if (known !== undefined) return known
    const parsed = this.file.at(end)
    this.#parsed.set(end, parsed)
    return parsed
  }
}

/** A field, and the revision in which it was found: the file as it ends, but for one that was removed. */
interface FieldPlace {
  readonly field: SignatureField
  readonly at: PdfFile
}

function readSignature({ field, at }: FieldPlace, revisions: SignedRevisions): FoundSignature {
  const { file } = revisions
  const dictionary = readSignatureDictionary(at, field)
  const { byteRange, contents } = dictionary
  const coverage: RangeOutcome =
    byteRange === undefined
      ? { coverage: 'unclear', findings: [] }
      : checkByteRange({ byteRange, contents, revisions: file.revisions, fileSize: file.source.size })
  const signed = coverage.revision === undefined ? undefined : revisions.at(coverage.end)
  return {
    field: field.name,
    dictionary,
    coverage,
    ...(signed === undefined ? {} : { signed }),
    findings: [
      ...dictionary.findings,
      ...coverage.findings,
      ...(signed === undefined || signed === at ? [] : checkSignedRevision(signed, field, dictionary)),
    ],
  }
}

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
): readonly FieldPlace[] {
  const known = new Set(fields.map(numberOf))
  const removed: FieldPlace[] = []
  let budget = file.limits.fields
  for (const { end } of file.revisions.slice(0, -1).reverse()) {
    const at = revisions.at(end)
    const earlier = signedFields(at)
    budget -= earlier.length
    if (budget < 0) throw new Malformed('pdf.limit', 'fields of all revisions')
    for (const field of earlier) {
      if (known.has(numberOf(field))) continue
      known.add(numberOf(field))
      removed.push({ field, at })
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
