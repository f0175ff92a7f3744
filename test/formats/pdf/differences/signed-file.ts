import type { ChangeLevel, Differences } from '../../../../src/formats/pdf/differences/change.js'
import { RevisionHistory } from '../../../../src/formats/pdf/differences/revision-history.js'
import { append, build, ONE_PAGE, open, stream, type Bodies, type BuildOptions } from '../pdf-builder.js'

/** The page, up to its annotations. */
export const PAGE = '<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> '
/** What every widget of the page has. */
export const WIDGET = '/Type /Annot /Subtype /Widget /F 132 /P 3 0 R'
/** An approval signature. */
export const SIGNATURE =
  '<< /Type /Sig /SubFilter /ETSI.CAdES.detached /ByteRange [0 1 2 3] /Contents <00> >>'
/** A document time-stamp. */
export const TIMESTAMP =
  '<< /Type /DocTimeStamp /SubFilter /ETSI.RFC3161 /ByteRange [0 1 2 3] /Contents <00> >>'
/** A stream that could be a certificate. */
export const EVIDENCE = stream('', '0\x03\x02\x01\x05')

/** A signed file: a signature field, a text field, an empty signature field, a note. */
export const SIGNED: Bodies = {
  ...ONE_PAGE,
  1: '<< /Type /Catalog /Pages 2 0 R /AcroForm 9 0 R /Metadata 17 0 R >>',
  3: `${PAGE} /Annots [10 0 R 12 0 R 13 0 R 16 0 R] >>`,
  9: '<< /Fields [10 0 R 12 0 R 13 0 R] /SigFlags 3 >>',
  10: `<< ${WIDGET} /FT /Sig /T (Seal) /Rect [0 0 0 0] /V 11 0 R >>`,
  11: SIGNATURE,
  12: `<< ${WIDGET} /FT /Tx /T (Note) /Rect [0 0 9 9] /V (old) /AP << /N 14 0 R >> >>`,
  13: `<< ${WIDGET} /FT /Sig /T (Empty) /Rect [0 0 9 9] /AP << /N 15 0 R >> >>`,
  14: stream('/Type /XObject /Subtype /Form /BBox [0 0 9 9]', ''),
  15: stream('/Type /XObject /Subtype /Form /BBox [0 0 9 9]', ''),
  16: '<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /Contents (read me) >>',
  17: stream('/Type /Metadata /Subtype /XML', '<x/>'),
}

/** A further signature in an invisible field. Objects of numbers from 30 on are new. */
export const NEW_SIGNATURE_FIELD: Bodies = {
  3: `${PAGE} /Annots [10 0 R 12 0 R 13 0 R 16 0 R 30 0 R] >>`,
  9: '<< /Fields [10 0 R 12 0 R 13 0 R 30 0 R] /SigFlags 3 >>',
  30: `<< ${WIDGET} /FT /Sig /T (New) /Rect [0 0 0 0] /V 31 0 R >>`,
  31: SIGNATURE,
}
/** An invisible document time-stamp, in a field of its own. */
export const NEW_TIMESTAMP: Bodies = { ...NEW_SIGNATURE_FIELD, 31: TIMESTAMP }
/** Validation data for the signature. */
export const NEW_DSS: Bodies = {
  1: '<< /Type /Catalog /Pages 2 0 R /AcroForm 9 0 R /Metadata 17 0 R /DSS 40 0 R >>',
  40: '<< /Type /DSS /Certs [41 0 R] /VRI << /AB << /Cert [41 0 R] /TU (D:2026) >> >> >>',
  41: EVIDENCE,
}

/** Returns what the updates changed of the signed file. */
export function changes(...updates: readonly (Bodies | readonly [Bodies, BuildOptions])[]): Differences {
  let file = build(SIGNED)
  for (const update of updates)
    file = isWithOptions(update) ? append(file, update[0], update[1]) : append(file, update)
  return new RevisionHistory(open(file)).changesAfter(0)
}

function isWithOptions(
  update: Bodies | readonly [Bodies, BuildOptions],
): update is readonly [Bodies, BuildOptions] {
  return Array.isArray(update)
}

/** Returns how far the updates went. */
export const level = (...updates: readonly (Bodies | readonly [Bodies, BuildOptions])[]): ChangeLevel =>
  changes(...updates).level
