import { Malformed } from '../../base/errors.js'
import type { PdfFile } from './file.js'
import { decodeText } from './string-decoding.js'
import { PdfArray, PdfDictionary, PdfName, PdfReference, PdfString, type PdfValue } from './values.js'

/** A terminal field of the interactive form (ISO 32000-2 §12.7.4), with what it inherits from its parents. */
export interface FormField {
  /** The fully qualified name: partial names joined by periods (§12.7.4.2). */
  readonly name: string
  /** The object that holds the field; `undefined` when it is written directly into its parent. */
  readonly reference: PdfReference | undefined
  readonly dictionary: PdfDictionary
  /** /FT, own or inherited. */
  readonly type: string | undefined
  /** /V as written, own or inherited: a reference where it is one. */
  readonly value: PdfValue | undefined
}

/** A signature field (§12.7.5.5), signed when `signature` is there. */
export interface SignatureField extends FormField {
  /** The signature dictionary that /V leads to, `undefined` when the field is unsigned or /V is no dictionary. */
  readonly signature: PdfDictionary | undefined
  /** The object that holds the signature dictionary; `undefined` when there is none or it is written directly into the field. */
  readonly signatureReference: PdfReference | undefined
}

/** Kids that are looked at, to tell fields from widgets and to visit them, for each field that a form may have. */
const LOOKS = 16
/** Bytes of a partial name as it is written; many fields may share one. */
const MAX_NAME_BYTES = 8 * 1024

interface Parent {
  readonly name: string
  readonly type: string | undefined
  readonly value: PdfValue | undefined
  readonly depth: number
}

const ROOT: Parent = { name: '', type: undefined, value: undefined, depth: 0 }

/** Returns the signature fields of the form, signed or not, in the order of the form. Throws `Malformed` as `formFields` does. */
export function signatureFields(file: PdfFile): readonly SignatureField[] {
  const fields: SignatureField[] = []
  for (const field of formFields(file)) if (field.type === 'Sig') fields.push(signatureField(file, field))
  return fields
}

/** Spelled out: copying a field costs more than all the rest. */
function signatureField(
  file: PdfFile,
  { name, reference, dictionary, type, value }: FormField,
): SignatureField {
  const found = file.resolve(value)
  const signature = found instanceof PdfDictionary ? found : undefined
  const signatureReference = signature !== undefined && value instanceof PdfReference ? value : undefined
  return { name, reference, dictionary, type, value, signature, signatureReference }
}

/** Returns the terminal fields that /AcroForm /Fields of the catalog leads to, each once. Throws `Malformed('pdf.limit')`, or `pdf.syntax` for a loop. */
export function formFields(file: PdfFile): readonly FormField[] {
  const form = file.get(file.catalog, 'AcroForm')
  const roots = form instanceof PdfDictionary ? file.get(form, 'Fields') : undefined
  if (!(roots instanceof PdfArray)) return []
  const walk = new FieldWalk(file)
  walk.visitAll(roots, ROOT)
  return walk.found
}

class FieldWalk {
  readonly found: FormField[] = []
  private readonly file: PdfFile
  private readonly open: number[] = []
  private readonly visited = new Set<number>()
  private count = 0
  private looks = 0

  constructor(file: PdfFile) {
    this.file = file
  }

  visitAll(kids: PdfArray, parent: Parent): void {
    if (parent.depth > this.file.limits.treeDepth) throw new Malformed('pdf.limit', 'depth of the form')
    for (const kid of kids.items) this.visit(kid, parent)
  }

  /** Counted are kids that turn out to be known, or nothing: one array may be the kids of many fields. */
  private look(): void {
    if (++this.looks > this.file.limits.fields * LOOKS) throw new Malformed('pdf.limit', 'kids of fields')
  }

  private visit(kid: PdfValue, parent: Parent): void {
    this.look()
    if (!(kid instanceof PdfReference)) {
      this.visitField(kid, undefined, parent)
      return
    }
    if (this.open.includes(kid.number)) throw new Malformed('pdf.syntax', 'a loop in the form')
    if (this.visited.has(kid.number)) return
    this.visited.add(kid.number)
    this.open.push(kid.number)
    this.visitField(this.file.resolve(kid), kid, parent)
    this.open.pop()
  }

  private visitField(dictionary: PdfValue, reference: PdfReference | undefined, parent: Parent): void {
    if (!(dictionary instanceof PdfDictionary)) return
    if (++this.count > this.file.limits.fields) throw new Malformed('pdf.limit', 'fields')
    const type = this.file.get(dictionary, 'FT')
    const node: Parent = {
      name: nameBelow(parent.name, this.file.get(dictionary, 'T')),
      type: type instanceof PdfName ? type.value : parent.type,
      value: dictionary.get('V') ?? parent.value,
      depth: parent.depth + 1,
    }
    const kids = this.file.get(dictionary, 'Kids')
    if (kids instanceof PdfArray && kids.items.some((kid) => this.isField(kid))) {
      this.visitAll(kids, node)
      return
    }
    this.found.push({ name: node.name, reference, dictionary, type: node.type, value: node.value })
  }

  /** §12.7.4.1: a kid with a partial name is a field; without one it is a widget of its parent. */
  private isField(kid: PdfValue): boolean {
    this.look()
    const dictionary = this.file.resolve(kid)
    return dictionary instanceof PdfDictionary && dictionary.get('T') !== undefined
  }
}

function nameBelow(parent: string, partial: PdfValue | undefined): string {
  if (!(partial instanceof PdfString)) return parent
  if (partial.raw.length > MAX_NAME_BYTES) throw new Malformed('pdf.limit', 'name of a field')
  const name = decodeText(partial.bytes)
  return parent === '' ? name : `${parent}.${name}`
}
