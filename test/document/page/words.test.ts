import { beforeAll, describe, expect, it } from '@jest/globals'
import { loadFonts, type FontSet } from '../../../src/document/draw/fonts.js'
import { labelLanguages, wordsOf } from '../../../src/document/page/words/languages.js'

let fonts: FontSet

beforeAll(async () => {
  fonts = await loadFonts()
})

function texts(words: object): readonly string[] {
  return Object.values(words).flatMap((value: unknown) =>
    typeof value === 'string' ? [value] : texts(value as object),
  )
}

describe('the words of a language', () => {
  it('exist at least for these', () => {
    for (const language of ['en', 'de', 'fr', 'es', 'pt', 'el', 'sw', 'ru', 'bg']) {
      expect(labelLanguages()).toContain(language)
    }
  })

  it.each(labelLanguages())('can be set in both weights, and say page and pages: %s', (language) => {
    const words = wordsOf(language)
    for (const text of texts(words)) {
      expect(text.trim()).toBe(text)
      expect(text).not.toBe('')
      for (const face of [fonts.regular, fonts.bold]) {
        expect(face.shape(text).filter(({ glyph }) => glyph === 0)).toEqual([])
      }
    }
    expect(words.pageOf).toContain('{page}')
    expect(words.pageOf).toContain('{pages}')
  })

  it('are those of the language whatever the region, and English where there are none', () => {
    expect(wordsOf('pt-AO').kinds.invoice).toBe('Fatura')
    expect(wordsOf('EL-gr').kinds.invoice).toBe('Τιμολόγιο')
    expect(wordsOf('nv').kinds.invoice).toBe('Invoice')
  })
})
