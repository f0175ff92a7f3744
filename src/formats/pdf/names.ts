import { fromLatin1 } from '../../base/bytes.js'
import { PdfName } from './values.js'

/** Names that nearly every file is full of: building the text of a name byte by byte costs more than finding it here. */
const COMMON = (
  'Type Subtype Length Filter FlateDecode DecodeParms Predictor Columns XRef ObjStm N First W Index Size Root Info ID Prev ' +
  'Catalog Pages Page Kids Count Parent MediaBox Resources Contents Annots Font XObject StructParents StructTreeRoot Metadata MarkInfo Marked Lang ' +
  'ViewerPreferences DisplayDocTitle Tabs Names EmbeddedFiles AF AFRelationship Filespec EmbeddedFile EF UF F Params Desc CheckSum ModDate Data ' +
  'AcroForm Fields SigFlags FT T V Ff Sig Annot Widget Rect AP P S Perms DocMDP Reference Extensions DSS ' +
  'ByteRange SubFilter M Reason Location ContactInfo Name Adobe.PPKLite adbe.pkcs7.detached ETSI.CAdES.detached'
).split(' ')

/** A power of two, several times the number of names. */
const SLOTS = 512

/** Where the hash of a name begins; `nextHash` takes it on, byte by byte. */
export const FIRST_HASH = 5381

/** Returns the hash of a name with one more byte. */
export function nextHash(hash: number, byte: number): number {
  return Math.imul(hash, 33) ^ byte
}

/** A name, and the bytes that it is written with: those of a text are slower to get at. */
export interface CommonName {
  readonly name: PdfName
  readonly bytes: Uint8Array
  readonly hash: number
}

/** Each name in the slot of its hash, or the next one that was free. */
const TABLE: (CommonName | undefined)[] = Array.from({ length: SLOTS })
for (const text of COMMON) addCommon(text, text)
// As names are written, in which the slash is escaped.
addCommon('application#2Fjson', 'application/json')

/** Returns the common name with this hash, if there is one; others may have the same. */
export function commonName(hash: number): CommonName | undefined {
  for (let slot = slotOf(hash); ; slot = (slot + 1) & (SLOTS - 1)) {
    const common = TABLE[slot]
    if (common === undefined || common.hash === hash) return common
  }
}

function addCommon(written: string, text: string): void {
  const bytes = fromLatin1(written)
  const hash = bytes.reduce(nextHash, FIRST_HASH)
  let slot = slotOf(hash)
  while (TABLE[slot] !== undefined) slot = (slot + 1) & (SLOTS - 1)
  TABLE[slot] = { name: new PdfName(text), bytes, hash }
}

function slotOf(hash: number): number {
  return (hash ^ (hash >>> 9)) & (SLOTS - 1)
}
