import { inflateSync } from 'node:zlib'
import { PDFArray, PDFDict, PDFDocument, PDFName, PDFNumber, PDFRawStream, type PDFObject } from 'pdf-lib'

/** A text as it stands on the page: read back from the content stream, y downwards from the upper edge. */
export interface DrawnText {
  readonly text: string
  readonly x: number
  /** The baseline. */
  readonly y: number
  readonly width: number
  readonly size: number
  readonly font: string
  readonly colour: readonly number[]
  /** What it is marked as: a structure type, or `Artifact`. */
  readonly marked: string
}

/** A horizontal line. */
export interface DrawnRule {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly thickness: number
  readonly colour: readonly number[]
}

/** A placed image or code: the matrix of its `cm`. */
export interface DrawnShape {
  readonly matrix: readonly number[]
  readonly image: boolean
}

/** Everything on one page. */
export interface DrawnPage {
  readonly width: number
  readonly height: number
  readonly texts: readonly DrawnText[]
  readonly rules: readonly DrawnRule[]
  readonly shapes: readonly DrawnShape[]
}

/** Returns what the pages of a PDF draw, by a reader that shares nothing with the code that wrote it. */
export async function readPages(bytes: Uint8Array): Promise<readonly DrawnPage[]> {
  const document = await PDFDocument.load(bytes, { updateMetadata: false })
  return document.getPages().map((page) => {
    const { width, height } = page.getSize()
    const fonts = readFonts(page.node.Resources())
    const contents = page.node.Contents()
    if (!(contents instanceof PDFRawStream)) throw new Error('the page has no content')
    const drawn = interpret(new TextDecoder('latin1').decode(inflate(contents)), { fonts, height })
    return { width, height, ...drawn }
  })
}

/** Returns the decoded bytes of a stream. */
export function inflate(stream: PDFRawStream): Uint8Array {
  return stream.dict.has(PDFName.of('Filter')) ? inflateSync(stream.contents) : stream.contents
}

interface ReadFont {
  readonly name: string
  readonly toUnicode: ReadonlyMap<number, string>
  readonly widths: readonly number[]
}

function readFonts(resources: PDFDict | undefined): ReadonlyMap<string, ReadFont> {
  const fonts = new Map<string, ReadFont>()
  const dictionary = resources?.lookup(PDFName.of('Font'), PDFDict)
  for (const [name] of dictionary?.entries() ?? []) {
    const font = dictionary?.lookup(name, PDFDict)
    const descendant = font?.lookup(PDFName.of('DescendantFonts'), PDFArray).lookup(0, PDFDict)
    const toUnicode = font?.lookup(PDFName.of('ToUnicode'))
    const widths = descendant?.lookup(PDFName.of('W'), PDFArray).lookup(1, PDFArray)
    if (!(toUnicode instanceof PDFRawStream)) throw new Error('no ToUnicode')
    fonts.set(name.decodeText(), {
      name: font?.lookup(PDFName.of('BaseFont'), PDFName).decodeText() ?? '',
      toUnicode: readMap(new TextDecoder().decode(inflate(toUnicode))),
      widths: (widths?.asArray() ?? []).map(numberOf),
    })
  }
  return fonts
}

function numberOf(object: PDFObject): number {
  return object instanceof PDFNumber ? object.asNumber() : Number.NaN
}

function readMap(map: string): ReadonlyMap<number, string> {
  return new Map(
    [...map.matchAll(/^<([0-9a-f]{4})> <([0-9a-f]+)>$/gm)].map(([, code = '', text = '']) => [
      parseInt(code, 16),
      (text.match(/.{4}/g) ?? []).map((unit) => String.fromCharCode(parseInt(unit, 16))).join(''),
    ]),
  )
}

interface Page {
  readonly fonts: ReadonlyMap<string, ReadFont>
  readonly height: number
}

const TOKENS = /\[[^\]]*\]|<<(?:[^<>]|<[^<]*>)*>>|\/[^\s/<>[\]()]+|[^\s/<>[\]()]+/g

function interpret(content: string, { fonts, height }: Page): Omit<DrawnPage, 'width' | 'height'> {
  const texts: DrawnText[] = []
  const rules: DrawnRule[] = []
  const shapes: DrawnShape[] = []
  const state = {
    font: '',
    size: 0,
    x: 0,
    y: 0,
    fill: [0],
    stroke: [0],
    thickness: 1,
    tracking: 0,
    marked: '',
    at: [0, 0],
  }
  let operands: string[] = []
  const numbers = (): number[] => operands.map(Number)
  const operators: Readonly<Record<string, () => void>> = {
    Tf: () => Object.assign(state, { font: operands[0]?.slice(1) ?? '', size: Number(operands[1]) }),
    Tm: () => Object.assign(state, { x: Number(operands[4]), y: Number(operands[5]) }),
    Tc: () => Object.assign(state, { tracking: Number(operands[0]) }),
    g: () => Object.assign(state, { fill: numbers() }),
    rg: () => Object.assign(state, { fill: numbers() }),
    G: () => Object.assign(state, { stroke: numbers() }),
    RG: () => Object.assign(state, { stroke: numbers() }),
    w: () => Object.assign(state, { thickness: Number(operands[0]) }),
    BDC: () => Object.assign(state, { marked: operands[0]?.slice(1) ?? '' }),
    EMC: () => Object.assign(state, { marked: '' }),
    m: () => Object.assign(state, { at: numbers() }),
    l: () => {
      const [x = 0, y = 0] = state.at
      const [end = 0] = numbers()
      rules.push({ x, y: height - y, width: end - x, thickness: state.thickness, colour: state.stroke })
    },
    cm: () => shapes.push({ matrix: numbers(), image: false }),
    Do: () => shapes.push({ matrix: shapes.pop()?.matrix ?? [], image: true }),
    TJ: () => {
      const font = fonts.get(state.font)
      if (font === undefined) throw new Error(`no font ${state.font}`)
      const { text, width } = decode(operands.at(-1) ?? '', font, state)
      const previous = texts.at(-1)
      const drawn = {
        text,
        x: state.x,
        y: height - state.y,
        width,
        size: state.size,
        font: font.name,
        colour: state.fill,
        marked: state.marked,
      }
      if (previous !== undefined && isContinued)
        texts[texts.length - 1] = { ...previous, text: previous.text + text, width: previous.width + width }
      else texts.push(drawn)
      isContinued = true
    },
    BT: () => {
      isContinued = false
    },
  }
  let isContinued = false
  let inCode = false
  for (const [token] of content.matchAll(TOKENS)) {
    if (token === 'cm') inCode = true
    if (token === 'Q') inCode = false
    const isOperator = /^[A-Za-z]+$/.test(token)
    if (!isOperator) {
      operands.push(token)
      continue
    }
    if (!inCode || token === 'cm' || token === 'Do') operators[token]?.()
    operands = []
  }
  return { texts, rules, shapes }
}

interface TextState {
  readonly size: number
  readonly tracking: number
}

function decode(
  array: string,
  font: ReadFont,
  { size, tracking }: TextState,
): { text: string; width: number } {
  let text = ''
  let thousandths = 0
  let letters = 0
  for (const [item, codes] of array.matchAll(/<([0-9a-f]*)>|-?[0-9.]+/g)) {
    if (codes === undefined) thousandths -= Number(item)
    for (const code of (codes ?? '').match(/.{4}/g) ?? []) {
      const number = parseInt(code, 16)
      text += font.toUnicode.get(number) ?? ''
      thousandths += font.widths[number] ?? Number.NaN
      letters += 1
    }
  }
  return { text, width: (thousandths * size) / 1000 + Math.max(0, letters - 1) * tracking }
}
