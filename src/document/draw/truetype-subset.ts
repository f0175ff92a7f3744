import { concatBytes, fromLatin1 } from '../../base/bytes.js'
import { advanceOf, tableOf, type TrueType } from './truetype.js'

/** Programs that the outlines' hints call; copied as they are where the font has them. */
const HINTING = ['cvt ', 'fpgm', 'prep'] as const

/**
 * Returns a TrueType file that holds only `glyphs`, numbered as they are listed (0 must be the first), and the parts of
 * composite glyphs after them. It has the tables that a PDF asks of an embedded font program (ISO 32000-1 §9.9).
 */
export function subsetTrueType(font: TrueType, glyphs: readonly number[]): Uint8Array {
  const order = withComponents(font, glyphs)
  const outlines = order.map((glyph) => outlineOf(font, glyph))
  const tables = new Map<string, Uint8Array>([
    ['glyf', concatBytes(renumber(outlines, order, glyphs.length))],
    ['head', header(font)],
    ['hhea', withCount(font, 'hhea', order.length)],
    ['hmtx', advances(font, order)],
    ['loca', locations(outlines)],
    ['maxp', withCount(font, 'maxp', order.length)],
  ])
  for (const tag of HINTING) {
    const table = font.tables.get(tag)
    if (table !== undefined) tables.set(tag, bytesOf(table))
  }
  return assemble(tables)
}

/** The glyphs asked for, then once each every further glyph that a composite one is made of. */
function withComponents(font: TrueType, glyphs: readonly number[]): readonly number[] {
  const order = [...glyphs]
  const known = new Set(glyphs)
  for (const glyph of order) {
    for (const { component } of componentsOf(outlineOf(font, glyph))) {
      if (known.has(component)) continue
      known.add(component)
      order.push(component)
    }
  }
  return order
}

function outlineOf(font: TrueType, glyph: number): DataView {
  const long = tableOf(font.tables, 'head').getInt16(50) === 1
  const loca = tableOf(font.tables, 'loca')
  const glyf = tableOf(font.tables, 'glyf')
  const at = (index: number): number => (long ? loca.getUint32(index * 4) : loca.getUint16(index * 2) * 2)
  const start = at(glyph)
  const end = at(glyph + 1)
  // Bytes beyond the table are none of the font's.
  if (start > end || end > glyf.byteLength)
    throw new RangeError(`the outline of glyph ${glyph} is outside the font`)
  return new DataView(glyf.buffer, glyf.byteOffset + start, end - start)
}

const ARGUMENTS_ARE_WORDS = 0x1
const HAS_SCALE = 0x8
const MORE_COMPONENTS = 0x20
const HAS_TWO_SCALES = 0x40
const HAS_MATRIX = 0x80

/** OpenType "glyf": a negative number of contours marks a composite; its parts follow the ten bytes of the header. */
function componentsOf(outline: DataView): readonly { readonly offset: number; readonly component: number }[] {
  if (outline.byteLength < 10 || outline.getInt16(0) >= 0) return []
  const components: { readonly offset: number; readonly component: number }[] = []
  let offset = 10
  for (;;) {
    const flags = outline.getUint16(offset)
    components.push({ offset: offset + 2, component: outline.getUint16(offset + 2) })
    offset += (flags & ARGUMENTS_ARE_WORDS) !== 0 ? 8 : 6
    if ((flags & HAS_SCALE) !== 0) offset += 2
    if ((flags & HAS_TWO_SCALES) !== 0) offset += 4
    if ((flags & HAS_MATRIX) !== 0) offset += 8
    if ((flags & MORE_COMPONENTS) === 0) return components
  }
}

/** Copies the outlines; composites refer to their parts by the new numbers. Each starts at an even offset. */
function renumber(
  outlines: readonly DataView[],
  order: readonly number[],
  asked: number,
): readonly Uint8Array[] {
  const numbers = new Map<number, number>()
  order.forEach((glyph, index) => {
    // A glyph may be listed twice; its parts are found under one of the numbers.
    if (index >= asked || !numbers.has(glyph)) numbers.set(glyph, index)
  })
  return outlines.map((outline) => {
    const copy = new Uint8Array(even(outline.byteLength))
    copy.set(bytesOf(outline))
    const view = new DataView(copy.buffer)
    for (const { offset, component } of componentsOf(outline))
      view.setUint16(offset, numbers.get(component) ?? 0)
    return copy
  })
}

function even(length: number): number {
  return length + (length & 1)
}

function locations(outlines: readonly DataView[]): Uint8Array {
  const table = new DataView(new ArrayBuffer((outlines.length + 1) * 4))
  let offset = 0
  outlines.forEach((outline, index) => {
    table.setUint32(index * 4, offset)
    offset += even(outline.byteLength)
  })
  table.setUint32(outlines.length * 4, offset)
  return bytesOf(table)
}

function advances(font: TrueType, order: readonly number[]): Uint8Array {
  const table = new DataView(new ArrayBuffer(order.length * 4))
  const hmtx = tableOf(font.tables, 'hmtx')
  order.forEach((glyph, index) => {
    table.setUint16(index * 4, advanceOf(font, glyph))
    table.setInt16(index * 4 + 2, leftBearing(hmtx, glyph, font.advanceCount))
  })
  return bytesOf(table)
}

/** Glyphs beyond the last advance have a bearing alone. */
function leftBearing(hmtx: DataView, glyph: number, count: number): number {
  if (glyph < count) return hmtx.getInt16(glyph * 4 + 2)
  const offset = count * 4 + (glyph - count) * 2
  return offset + 2 <= hmtx.byteLength ? hmtx.getInt16(offset) : 0
}

function header(font: TrueType): Uint8Array {
  const table = bytesOf(tableOf(font.tables, 'head')).slice()
  const view = new DataView(table.buffer)
  view.setUint32(8, 0)
  view.setInt16(50, 1)
  return table
}

function withCount(font: TrueType, tag: 'hhea' | 'maxp', count: number): Uint8Array {
  const table = bytesOf(tableOf(font.tables, tag)).slice()
  new DataView(table.buffer).setUint16(tag === 'hhea' ? 34 : 4, count)
  return table
}

function bytesOf(view: DataView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength)
}

const ENTRY = 16

function assemble(tables: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const tags = [...tables.keys()].sort()
  const directory = new DataView(new ArrayBuffer(12 + tags.length * ENTRY))
  writeSearchHeader(directory, tags.length)
  const parts: Uint8Array[] = [bytesOf(directory)]
  let offset = directory.byteLength
  for (const [index, tag] of tags.entries()) {
    const table = tables.get(tag) ?? new Uint8Array(0)
    const padded = new Uint8Array((table.length + 3) & ~3)
    padded.set(table)
    const entry = 12 + index * ENTRY
    bytesOf(directory).set(fromLatin1(tag), entry)
    directory.setUint32(entry + 4, checksum(padded))
    directory.setUint32(entry + 8, offset)
    directory.setUint32(entry + 12, table.length)
    parts.push(padded)
    offset += padded.length
  }
  return concatBytes(parts)
}

function writeSearchHeader(directory: DataView, count: number): void {
  const power = 31 - Math.clz32(count)
  directory.setUint32(0, 0x00010000)
  directory.setUint16(4, count)
  directory.setUint16(6, ENTRY << power)
  directory.setUint16(8, power)
  directory.setUint16(10, (count << 4) - (ENTRY << power))
}

function checksum(padded: Uint8Array): number {
  const view = new DataView(padded.buffer)
  let sum = 0
  for (let offset = 0; offset < padded.length; offset += 4) sum = (sum + view.getUint32(offset)) >>> 0
  return sum
}
