import { describe, expect, it } from '@jest/globals'
import { contrastWithWhite, isReadable, parseColour } from '../../../src/document/page/accent.js'
import { LABEL_GREY } from '../../../src/document/page/type-scale.js'

describe('a colour of text', () => {
  it('has the contrast that WCAG defines', () => {
    expect(contrastWithWhite(0)).toBeCloseTo(21, 5)
    expect(contrastWithWhite(1)).toBe(1)
    expect(contrastWithWhite(parseColour('#767676') ?? 1)).toBeCloseTo(4.54, 2)
  })

  it('can be read when its contrast is 4.5 or more', () => {
    expect(isReadable(parseColour('#767676') ?? 1)).toBe(true)
    expect(isReadable(parseColour('#777777') ?? 1)).toBe(false)
    expect(isReadable(LABEL_GREY)).toBe(true)
  })

  it('is written #RRGGBB and not otherwise', () => {
    for (const text of ['red', '#fff', '#1234567', '1F4E79', '#GG0000'])
      expect(parseColour(text)).toBeUndefined()
  })
})
