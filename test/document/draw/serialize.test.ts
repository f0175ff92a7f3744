import { describe, expect, it } from '@jest/globals'
import { byteString, textString } from '../../../src/document/draw/objects.js'
import { serialize } from '../../../src/document/draw/serialize.js'

describe('a PDF object', () => {
  it('is written without spaces that nothing needs', () => {
    const page = {
      Type: 'Page',
      Parent: { kind: 'reference', number: 2 },
      MediaBox: [0, 0, 595.2755, -0.0001],
      Tagged: true,
    } as const
    expect(serialize(page)).toBe('<</Type/Page/Parent 2 0 R/MediaBox[0 0 595.276 0]/Tagged true>>')
  })

  it('leaves out entries that are undefined', () => {
    expect(serialize({ A: undefined, B: 1 })).toBe('<</B 1>>')
  })

  it('escapes what a name may not hold', () => {
    expect(serialize('application/json')).toBe('/application#2Fjson')
  })

  it('writes text with parentheses or accents in hexadecimal', () => {
    expect(serialize(textString('Invoice 7'))).toBe('(Invoice 7)')
    expect(serialize(textString('a(b'))).toBe('<612862>')
    expect(serialize(textString('ä'))).toBe('<feff00e4>')
    expect(serialize(byteString(Uint8Array.of(0, 255)))).toBe('<00ff>')
  })
})
