import { PdfName } from './values.js'

/** Names that nearly every file is full of: building the text of a name byte by byte costs more than finding it here. */
const COMMON = (
  'Type Subtype Length Filter FlateDecode DecodeParms Predictor Columns XRef ObjStm N First W Index Size Root Info ID Prev XRefStm Encrypt ' +
  'Catalog Pages Page Kids Count Parent MediaBox CropBox Rotate Resources Contents Annots Font XObject ExtGState ColorSpace Pattern ProcSet ' +
  'Shading Properties StructParents StructParent StructTreeRoot StructElem Metadata MarkInfo Marked Lang ViewerPreferences PageLayout PageMode ' +
  'Names Dests EmbeddedFiles AF AFRelationship Filespec EmbeddedFile EF UF F Params Desc CheckSum ModDate CreationDate Producer Creator Title ' +
  'Author Subject Keywords Trapped AcroForm Fields SigFlags DR DA NeedAppearances FT T TU V DV Ff Sig Tx Btn Ch Lock SV Annot Widget Rect AP ' +
  'AS MK BS Border P A AA S K Pg Obj OBJR Form Image BBox Matrix Group Transparency CS DeviceRGB DeviceGray DeviceCMYK ICCBased Width Height ' +
  'BitsPerComponent SMask Type0 Type1 TrueType CIDFontType2 CIDFontType0 BaseFont Encoding WinAnsiEncoding Identity-H ToUnicode DescendantFonts ' +
  'CIDSystemInfo Registry Ordering Supplement CIDToGIDMap DW FontDescriptor FontName FontBBox Flags Ascent Descent CapHeight ItalicAngle StemV ' +
  'FontFile2 FontFile3 Widths FirstChar LastChar ByteRange SubFilter M Reason Location ContactInfo Name Reference TransformMethod TransformParams ' +
  'DocMDP FieldMDP Perms Data Action Adobe.PPKLite adbe.pkcs7.detached ETSI.CAdES.detached ETSI.RFC3161 DocTimeStamp DSS VRI Certs CRLs OCSPs ' +
  'Cert CRL OCSP TS Extensions ADBE ESIC ISO_ BaseVersion ExtensionLevel Version OutputIntents OutputIntent Outlines Dest D XML Span TD TH TR DisplayDocTitle ParentTree ParentTreeNextKey Tabs Nums Document Sect Title Size'
).split(' ')

/** Where a name stands. */
export interface Token {
  readonly from: number
  readonly to: number
}

/** A power of two, several times the number of names. */
const SLOTS = 1024

/** Where the hash of a name begins; `nextHash` takes it on, byte by byte. */
export const FIRST_HASH = 5381

/** Returns the hash of a name with one more byte. */
export function nextHash(hash: number, byte: number): number {
  return Math.imul(hash, 33) ^ byte
}

/** Each name in the slot of its hash, or the next one that was free. */
const TABLE: (PdfName | undefined)[] = Array.from({ length: SLOTS })
for (const name of COMMON) {
  let hash = FIRST_HASH
  for (let index = 0; index < name.length; index++) hash = nextHash(hash, name.charCodeAt(index))
  let slot = slotOf(hash)
  while (TABLE[slot] !== undefined) slot = (slot + 1) & (SLOTS - 1)
  TABLE[slot] = new PdfName(name)
}

/** Returns the name that the bytes of `token` spell when it is a common one; `hash` is theirs. */
export function commonName(bytes: Uint8Array, token: Token, hash: number): PdfName | undefined {
  for (let slot = slotOf(hash); ; slot = (slot + 1) & (SLOTS - 1)) {
    const name = TABLE[slot]
    if (name === undefined || spells(bytes, token, name.value)) return name
  }
}

function spells(bytes: Uint8Array, { from, to }: Token, name: string): boolean {
  if (name.length !== to - from) return false
  for (let index = 0; index < name.length; index++) {
    if (name.charCodeAt(index) !== bytes[from + index]) return false
  }
  return true
}

function slotOf(hash: number): number {
  return (hash ^ (hash >>> 10)) & (SLOTS - 1)
}
