import { describe, expect, it, jest } from '@jest/globals'
import { fromLatin1 } from '../../../src/base/bytes.js'
import { memorySource } from '../../../src/base/source.js'
import { readIndirectObject } from '../../../src/formats/pdf/indirect-object.js'
import { Lexer } from '../../../src/formats/pdf/lexer.js'
import { Budget, DEFAULT_LIMITS } from '../../../src/formats/pdf/limits.js'
import { ParsingPlace } from '../../../src/formats/pdf/window.js'
import { looseSignatures } from '../../../src/seal/signature/loose-signatures.js'
import { codeOf } from './malformed.js'
import { build, lastStartxref, ONE_PAGE, open } from './pdf-builder.js'

const FIRST = 100
const COUNT = 50
const SIGNATURE = '<< /Type /Sig /ByteRange [0 1 2 3] /Contents <00> >>'
const HEADS = Array.from({ length: COUNT }, (_, index) => `${FIRST + index} 0 obj`)

/** Returns a file with objects that begin where `head` stands in `text`, and a signature that nothing refers to. */
function fileWith(text: string, head = (index: number) => HEADS[index] ?? ''): string {
  const file = build({ ...ONE_PAGE, 6: SIGNATURE })
  const offsets = HEADS.map((_, index) => String(file.length + text.indexOf(head(index))).padStart(10, '0'))
  const entries = offsets.map((offset) => `${offset} 00000 n \n`).join('')
  const trailer = `trailer\n<< /Size ${FIRST + COUNT} /Root 1 0 R /Prev ${lastStartxref(file)} >>`
  const update = `${text}xref\n${FIRST} ${COUNT}\n${entries}${trailer}`
  return `${file}${update}\nstartxref\n${file.length + text.length}\n%%EOF\n`
}

function readAll(file: string): string {
  const opened = open(file)
  return codeOf(() => opened.numbers().map((number) => opened.object(number)))
}

/** The head of a stream whose data are `inner` heads like it. */
function streamHead(head: string, inner: number): string {
  const text = (length: number) => `${head} << /Length ${String(length).padStart(5)} >>\nstream\n`
  return text(inner * text(0).length)
}

const PADDING = 'x'.repeat(40)
const APART = HEADS.map((head) => `${head} (${PADDING}) endobj\n`).join('')

describe('objects', () => {
  it('stand one after another', () => {
    const file = fileWith(APART)
    expect(readAll(file)).toBe('accepted')
    expect(looseSignatures(open(file), 9)).toHaveLength(1)
  })

  it.each([
    ['texts', `${HEADS.map((head) => `${head} (`).join('')}${PADDING}${') endobj '.repeat(COUNT)}`],
    ['comments', `${HEADS.map((head) => `${head} %`).join('')}\nnull endobj\n`],
    [
      'data with one end',
      HEADS.map((head, index) => streamHead(head, COUNT - index - 1)).join('') +
        `endstream %${PADDING.repeat(50)}\nendobj\n`,
    ],
  ])('are refused as pdf.limit inside the %s of each other', (_what, text) => {
    expect(readAll(fileWith(text))).toBe('pdf.limit')
  })

  it('are looked at no further when they are inside a text that never ends', () => {
    const file = fileWith(`${HEADS.map((head) => `${head} (`).join('')}\n`)
    expect(codeOf(() => looseSignatures(open(file), 9))).toBe('pdf.limit')
  })

  it('are not known by more digits than a number has', () => {
    // A window of nothing else: whoever went on to its end would want a larger one.
    expect(new Lexer(new Uint8Array(50).fill(0x31), 0, false).readDigits()).toBe(-1)
  })

  it('are not read any more once there were too many bytes of them', () => {
    const place = new ParsingPlace(memorySource(fromLatin1('1 0 obj 1 endobj ')), DEFAULT_LIMITS)
    const from = { place, resolve: () => null, budget: new Budget(DEFAULT_LIMITS, 30) }
    expect(readIndirectObject(from, 0).number).toBe(1)
    expect(() => {
      from.budget.spendObject(99, 99)
    }).toThrow('pdf.limit')
    const parsed = jest.spyOn(place, 'parseAt')
    expect(codeOf(() => readIndirectObject(from, 0))).toBe('pdf.limit')
    expect(parsed).not.toHaveBeenCalled()
  })
})

describe('sections', () => {
  it('are refused as pdf.limit inside the trailers of each other', () => {
    let file = build()
    const ends: string[] = []
    let previous = lastStartxref(file)
    for (let section = 0; section < COUNT; section++) {
      const at = file.length
      file += `xref\n0 0\ntrailer << /Root 1 0 R /Size 6 /Prev ${previous} /X (`
      ends.unshift(') >>')
      previous = at
    }
    file += `${PADDING}${ends.join('')}\nstartxref\n${previous}\n%%EOF\n`
    expect(codeOf(() => open(file))).toBe('pdf.limit')
  })
})
