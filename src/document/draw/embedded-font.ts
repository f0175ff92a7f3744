import { concatBytes, fromLatin1, toHex } from '../../base/bytes.js'
import { FiscalSealError } from '../../base/errors.js'
import type { FontFace } from './font-face.js'
import { md5 } from './md5.js'
import type { ObjectStore, PdfValue, Reference } from './objects.js'
import type { ShapedGlyph } from './shaper.js'
import { advanceOf, type TrueType } from './truetype.js'
import { subsetTrueType } from './truetype-subset.js'

/** One character code of an embedded font: a glyph and the text that is copied from it. */
interface Code {
  readonly glyph: number
  readonly text: string
}

/**
 * The part of a face that one document uses. Codes are given out as glyphs are first set, one for each glyph and text,
 * so that two characters with the same shape stay two characters when text is copied or searched.
 */
export class EmbeddedFont {
  readonly face: FontFace
  readonly #codes: Code[] = [{ glyph: 0, text: '' }]
  readonly #numbers = new Map<string, number>()

  constructor(face: FontFace) {
    this.face = face
  }

  get isUsed(): boolean {
    return this.#codes.length > 1
  }

  /** Returns the character code of a shaped glyph. */
  codeOf({ glyph, text }: ShapedGlyph): number {
    const key = `${glyph} ${text}`
    const known = this.#numbers.get(key)
    if (known !== undefined) return known
    const number = this.#codes.push({ glyph, text }) - 1
    this.#numbers.set(key, number)
    return number
  }

  /** Adds the font's objects to `store` and returns the Type 0 font (ISO 32000-1 §9.7). Throws `receipt.font` for damaged outlines. */
  write(store: ObjectStore): Reference {
    const program = programOf(this.face.font, this.#codes)
    const name = `${tagOf(program)}+${this.face.font.postScriptName}`
    const descendant = store.add({
      Type: 'Font',
      Subtype: 'CIDFontType2',
      BaseFont: name,
      CIDSystemInfo: { Registry: ascii('Adobe'), Ordering: ascii('Identity'), Supplement: 0 },
      FontDescriptor: writeDescriptor(store, { font: this.face.font, name, program }),
      CIDToGIDMap: 'Identity',
      DW: 1000,
      W: [0, this.#codes.map(({ glyph }) => perMille(this.face.font, advanceOf(this.face.font, glyph)))],
    })
    return store.add({
      Type: 'Font',
      Subtype: 'Type0',
      BaseFont: name,
      Encoding: 'Identity-H',
      DescendantFonts: [descendant],
      ToUnicode: store.addStream({}, fromLatin1(toUnicodeMap(this.#codes)), 'deflate'),
    })
  }
}

function ascii(text: string): PdfValue {
  return { kind: 'string', bytes: fromLatin1(text) }
}

function programOf(font: TrueType, codes: readonly Code[]): Uint8Array {
  const glyphs = codes.map(({ glyph }) => glyph)
  try {
    return subsetTrueType(font, glyphs)
  } catch (cause) {
    throw new FiscalSealError('receipt.font', 'The font cannot be used: its outlines are damaged.', { cause })
  }
}

/** ISO 32000-1 §9.6.4: six capital letters that tell this subset from others of the same font. */
function tagOf(program: Uint8Array): string {
  return Array.from(md5(program).subarray(0, 6), (byte) => String.fromCharCode(0x41 + (byte % 26))).join('')
}

/** Glyph space is a thousandth of text space whatever the font's own grid (ISO 32000-1 §9.2.4). */
function perMille(font: TrueType, value: number): number {
  return Math.round((value * 1000) / font.unitsPerEm)
}

interface Program {
  readonly font: TrueType
  readonly name: string
  readonly program: Uint8Array
}

const SYMBOLIC = 4
const ITALIC = 64

function writeDescriptor(store: ObjectStore, { font, name, program }: Program): Reference {
  const { ascent, descent, capHeight, italicAngle, weight, box } = font.metrics
  return store.add({
    Type: 'FontDescriptor',
    FontName: name,
    Flags: SYMBOLIC + (italicAngle === 0 ? 0 : ITALIC),
    FontBBox: box.map((value) => perMille(font, value)),
    ItalicAngle: italicAngle,
    Ascent: perMille(font, ascent),
    Descent: perMille(font, descent),
    CapHeight: perMille(font, capHeight),
    // Not in the file; what stems of text fonts of this weight measure.
    StemV: Math.round(50 + (weight / 65) ** 2),
    FontFile2: store.addStream({ Length1: program.length }, program, 'deflate'),
  })
}

/** A bfchar section holds at most 100 entries (ISO 32000-1 §9.10.3, Adobe Technical Note 5411). */
const ENTRIES_PER_SECTION = 100

function toUnicodeMap(codes: readonly Code[]): string {
  const entries = codes.flatMap(({ text }, code) =>
    text === '' ? [] : [`<${hex16(code)}> <${utf16(text)}>`],
  )
  const sections: string[] = []
  for (let start = 0; start < entries.length; start += ENTRIES_PER_SECTION) {
    const section = entries.slice(start, start + ENTRIES_PER_SECTION)
    sections.push(`${section.length} beginbfchar`, ...section, 'endbfchar')
  }
  return [
    '/CIDInit /ProcSet findresource begin',
    '12 dict begin',
    'begincmap',
    '/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def',
    '/CMapName /Adobe-Identity-UCS def',
    '/CMapType 2 def',
    '1 begincodespacerange',
    '<0000> <FFFF>',
    'endcodespacerange',
    ...sections,
    'endcmap',
    'CMapName currentdict /CMap defineresource pop',
    'end',
    'end',
  ].join('\n')
}

/** Returns a 16-bit number as four hexadecimal digits. */
export function hex16(value: number): string {
  return toHex(Uint8Array.of(value >> 8, value & 0xff))
}

function utf16(text: string): string {
  const units = Array.from({ length: text.length }, (_, index) => text.charCodeAt(index))
  return toHex(concatBytes(units.map((unit) => Uint8Array.of(unit >> 8, unit & 0xff))))
}
