import type { PdfFile } from '../../formats/pdf/file.js'
import {
  PdfArray,
  PdfDictionary,
  PdfName,
  PdfNumber,
  arrayOf,
  dictionaryOf,
  numberOf,
  type PdfValue,
} from '../../formats/pdf/values.js'
import { textString } from './text-string.js'

/** ISO/TS 32002:2022, which brings EdDSA to PDF 2.0. */
const EDWARDS_CURVES_LEVEL = 32_002

/**
 * Returns the catalog entries that tell readers of the use of Ed25519: the developer extension of ISO/TS 32002 (ISO 32000-2 §7.12,
 * prefix `ISO_`) beside those that are there, and `/Version /2.0`, the version that it extends.
 */
export function edwardsCurveEntries(file: PdfFile): Readonly<Record<string, PdfValue>> {
  const extensions = file.get(file.catalog, 'Extensions')
  const known =
    extensions instanceof PdfDictionary ? extensions : dictionaryOf({ Type: new PdfName('Extensions') })
  const issued = issuedExtensions(file, known)
  const raised = versionOf(file) < '2.0' ? { Version: new PdfName('2.0') } : {}
  if (issued.some((value) => isEdwardsCurves(file, value))) return raised
  const extension = dictionaryOf({
    Type: new PdfName('DeveloperExtensions'),
    BaseVersion: new PdfName('2.0'),
    ExtensionLevel: numberOf(EDWARDS_CURVES_LEVEL),
    ExtensionRevision: textString(':2022'),
    URL: textString('https://www.iso.org/standard/45875.html'),
  })
  return { ...raised, Extensions: known.with({ ISO_: arrayOf(...issued, extension) }) }
}

/** §7.5.2: the later of header and catalog. */
function versionOf(file: PdfFile): string {
  const version = file.get(file.catalog, 'Version')
  const { version: header } = file.header
  return version instanceof PdfName && version.value > header ? version.value : header
}

/** One dictionary, or an array of them (ISO 32000-2 §7.12.2). */
function issuedExtensions(file: PdfFile, extensions: PdfDictionary): readonly PdfValue[] {
  const written = extensions.get('ISO_')
  const issued = file.resolve(written)
  if (issued instanceof PdfArray) return issued.items
  return written !== undefined && issued instanceof PdfDictionary ? [written] : []
}

function isEdwardsCurves(file: PdfFile, value: PdfValue): boolean {
  const extension = file.resolve(value)
  if (!(extension instanceof PdfDictionary)) return false
  const level = file.get(extension, 'ExtensionLevel')
  return level instanceof PdfNumber && level.value === EDWARDS_CURVES_LEVEL
}
