import { byteAt } from './characters.js'
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
  'Cert CRL OCSP TS Extensions ADBE ESIC ISO_ BaseVersion ExtensionLevel Version OutputIntents OutputIntent Outlines Dest D XML Span TD TH TR'
).split(' ')

const SLOTS = 2048
const TABLE: (PdfName | undefined)[] = Array.from({ length: SLOTS })
for (const name of COMMON) {
  const bytes = Uint8Array.from(name, (symbol) => symbol.charCodeAt(0))
  const slot = slotOf(bytes, 0, bytes.length)
  TABLE[slot] ??= new PdfName(name)
}

/** Returns the name that the bytes from `start` to `end` spell when it is a common one. */
export function commonName(bytes: Uint8Array, start: number, end: number): PdfName | undefined {
  const name = TABLE[slotOf(bytes, start, end)]
  if (name === undefined) return undefined
  const { value } = name
  if (value.length !== end - start) return undefined
  for (let index = start; index < end; index++) {
    if (value.charCodeAt(index - start) !== bytes[index]) return undefined
  }
  return name
}

function slotOf(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start
  const middle = byteAt(bytes, start + (length >> 1))
  return (length * 131 + byteAt(bytes, start) * 31 + middle * 17 + byteAt(bytes, end - 1) * 7) & (SLOTS - 1)
}
