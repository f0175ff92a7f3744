import { toLatin1 } from '../../base/bytes.js'
import { FiscalSealError } from '../../base/errors.js'
import { readCharacterMap } from './character-map.js'

/** A TrueType file taken apart, as far as its glyphs are measured and copied (OpenType 1.9, "TrueType outlines"). */
export interface TrueType {
  readonly tables: ReadonlyMap<string, DataView>
  readonly unitsPerEm: number
  readonly glyphCount: number
  /** How many glyphs have an advance of their own; the rest share the last one. */
  readonly advanceCount: number
  readonly postScriptName: string
  readonly metrics: FontMetrics
  /** The glyph of a code point; code points without one are absent. */
  readonly characters: ReadonlyMap<number, number>
}

/** What a font descriptor says (ISO 32000-1 table 122), in font units. */
export interface FontMetrics {
  readonly ascent: number
  readonly descent: number
  readonly capHeight: number
  readonly italicAngle: number
  readonly weight: number
  readonly box: readonly [number, number, number, number]
}

/** Far above any text font; keeps a hostile file from filling the memory. */
const MAX_FONT_BYTES = 32 * 1024 * 1024

const REQUIRED = ['head', 'hhea', 'hmtx', 'maxp', 'loca', 'glyf', 'cmap', 'OS/2'] as const

/** Returns the parts of the TrueType file `bytes`. Throws `receipt.font` when it is none, or may not be embedded. */
export function parseTrueType(bytes: Uint8Array): TrueType {
  if (bytes.length > MAX_FONT_BYTES) throw unusable('it is larger than 32 MiB')
  try {
    const font = readFont(readTables(bytes))
    checkEmbedding(font.tables)
    return font
  } catch (cause) {
    if (cause instanceof FiscalSealError) throw cause
    throw unusable('its tables are damaged', cause)
  }
}

/** Returns the advance width of `glyph` in font units. */
export function advanceOf(font: TrueType, glyph: number): number {
  return tableOf(font.tables, 'hmtx').getUint16(Math.min(glyph, font.advanceCount - 1) * 4)
}

/** Returns the table `tag`. Throws `receipt.font` when the font has none. */
export function tableOf(tables: ReadonlyMap<string, DataView>, tag: string): DataView {
  const table = tables.get(tag)
  if (table === undefined) throw unusable(`it has no table ${tag}`)
  return table
}

function unusable(why: string, cause?: unknown): FiscalSealError {
  const message = `The font cannot be used: ${why}. Pass the bytes of a TrueType (.ttf) file.`
  return new FiscalSealError('receipt.font', message, { cause })
}

function readTables(bytes: Uint8Array): ReadonlyMap<string, DataView> {
  const file = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const version = file.byteLength < 12 ? 0 : file.getUint32(0)
  // 'true' is Apple's mark for the same format.
  if (version !== 0x00010000 && version !== 0x74727565) throw unusable('it is not a TrueType file')
  const tables = new Map<string, DataView>()
  for (let index = 0; index < file.getUint16(4); index++) {
    const entry = 12 + index * 16
    const tag = toLatin1(bytes.subarray(entry, entry + 4))
    const start = file.getUint32(entry + 8)
    const length = file.getUint32(entry + 12)
    // The array may be a view into a larger buffer, whose other bytes are none of ours.
    if (start + length > bytes.length) throw unusable('it is cut short')
    tables.set(tag, new DataView(bytes.buffer, bytes.byteOffset + start, length))
  }
  for (const tag of REQUIRED) tableOf(tables, tag)
  return tables
}

function readFont(tables: ReadonlyMap<string, DataView>): TrueType {
  return {
    tables,
    unitsPerEm: tableOf(tables, 'head').getUint16(18),
    glyphCount: tableOf(tables, 'maxp').getUint16(4),
    advanceCount: tableOf(tables, 'hhea').getUint16(34),
    postScriptName: readPostScriptName(tables.get('name')),
    metrics: readMetrics(tables),
    characters: readCharacterMap(tableOf(tables, 'cmap')),
  }
}

function readMetrics(tables: ReadonlyMap<string, DataView>): FontMetrics {
  const head = tableOf(tables, 'head')
  const hhea = tableOf(tables, 'hhea')
  const os2 = tableOf(tables, 'OS/2')
  const ascent = hhea.getInt16(4)
  return {
    ascent,
    descent: hhea.getInt16(6),
    // Older files have no cap height; the ascent is what a descriptor may say then.
    capHeight: os2.getUint16(0) >= 2 ? os2.getInt16(88) : ascent,
    italicAngle: tables.get('post')?.getInt16(4) ?? 0,
    weight: os2.getUint16(4),
    box: [head.getInt16(36), head.getInt16(38), head.getInt16(40), head.getInt16(42)],
  }
}

/** OpenType `OS/2.fsType`: 2 alone forbids embedding, bit 8 forbids subsets. */
function checkEmbedding(tables: ReadonlyMap<string, DataView>): void {
  const permissions = tableOf(tables, 'OS/2').getUint16(8)
  if ((permissions & 0xf) === 2) throw unusable('its licence does not allow embedding (fsType)')
  if ((permissions & 0x100) !== 0) throw unusable('its licence does not allow subsets (fsType)')
}

const POSTSCRIPT_NAME = 6

function readPostScriptName(table: DataView | undefined): string {
  if (table === undefined) return 'Font'
  const strings = table.getUint16(4)
  for (let index = 0; index < table.getUint16(2); index++) {
    const record = 6 + index * 12
    if (table.getUint16(record + 6) !== POSTSCRIPT_NAME) continue
    const start = strings + table.getUint16(record + 10)
    return plainName(table, start, table.getUint16(record + 8))
  }
  return 'Font'
}

/** Whatever its encoding, a PostScript name is printable ASCII; anything else is left out. */
function plainName(table: DataView, start: number, length: number): string {
  let name = ''
  for (let offset = start; offset < start + length; offset++) {
    const character = String.fromCharCode(table.getUint8(offset))
    if (/[A-Za-z0-9-]/.test(character)) name += character
  }
  return name === '' ? 'Font' : name.slice(0, 63)
}
