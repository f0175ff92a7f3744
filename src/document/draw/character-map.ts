/** No font maps more code points than Unicode has; a damaged or hostile table may claim billions. */
const MAX_MAPPED = 0x110000

/**
 * Returns the glyph of every code point that a font's `cmap` table knows (OpenType 1.9, "cmap": formats 4 and 12 of the
 * Unicode platforms). Empty when it has no such subtable; throws `RangeError` when the table is damaged.
 */
export function readCharacterMap(table: DataView): ReadonlyMap<number, number> {
  const offsets = unicodeSubtables(table)
  const characters = new Map<number, number>()
  for (const format of [4, 12]) {
    const offset = offsets.find((candidate) => table.getUint16(candidate) === format)
    if (offset === undefined) continue
    const subtable = new DataView(table.buffer, table.byteOffset + offset, table.byteLength - offset)
    if (format === 4) readSegments(subtable, characters)
    else readGroups(subtable, characters)
  }
  return characters
}

function unicodeSubtables(table: DataView): readonly number[] {
  const offsets: number[] = []
  for (let index = 0; index < table.getUint16(2); index++) {
    const record = 4 + index * 8
    const platform = table.getUint16(record)
    const encoding = table.getUint16(record + 2)
    if (platform === 0 || (platform === 3 && (encoding === 1 || encoding === 10))) {
      offsets.push(table.getUint32(record + 4))
    }
  }
  return offsets
}

function readSegments(table: DataView, characters: Map<number, number>): void {
  const size = table.getUint16(6)
  let mapped = 0
  for (let segment = 0; segment < size; segment += 2) {
    const last = table.getUint16(14 + segment)
    const first = table.getUint16(16 + size + segment)
    const delta = table.getUint16(16 + 2 * size + segment)
    const position = 16 + 3 * size + segment
    const range = table.getUint16(position)
    mapped = withinBudget(mapped + Math.max(0, last - first))
    for (let code = first; code <= last && code < 0xffff; code++) {
      const listed = range === 0 ? code : table.getUint16(position + range + (code - first) * 2)
      const glyph = range !== 0 && listed === 0 ? 0 : (listed + delta) & 0xffff
      if (glyph !== 0) characters.set(code, glyph)
    }
  }
}

function readGroups(table: DataView, characters: Map<number, number>): void {
  let mapped = 0
  for (let group = 0; group < table.getUint32(12); group++) {
    const entry = 16 + group * 12
    const first = table.getUint32(entry)
    const last = Math.min(table.getUint32(entry + 4), 0x10ffff)
    const glyph = table.getUint32(entry + 8)
    mapped = withinBudget(mapped + Math.max(0, last - first))
    for (let code = first; code <= last; code++) characters.set(code, glyph + code - first)
  }
}

function withinBudget(mapped: number): number {
  if (mapped > MAX_MAPPED) throw new RangeError('the character map claims more than Unicode has')
  return mapped
}
