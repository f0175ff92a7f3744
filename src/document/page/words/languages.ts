import { BULGARIAN } from './bg.js'
import { GERMAN } from './de.js'
import { GREEK } from './el.js'
import { ENGLISH } from './en.js'
import { SPANISH } from './es.js'
import { FRENCH } from './fr.js'
import { PORTUGUESE } from './pt.js'
import { RUSSIAN } from './ru.js'
import { SWAHILI } from './sw.js'
import type { Words } from './words.js'

const LANGUAGES: ReadonlyMap<string, Words> = new Map([
  ['bg', BULGARIAN],
  ['de', GERMAN],
  ['el', GREEK],
  ['en', ENGLISH],
  ['es', SPANISH],
  ['fr', FRENCH],
  ['pt', PORTUGUESE],
  ['ru', RUSSIAN],
  ['sw', SWAHILI],
])

/** Returns the labels for a BCP 47 language tag: those of its language, or the English ones where there are none. */
export function wordsOf(tag: string): Words {
  return LANGUAGES.get(languageOf(tag)) ?? ENGLISH
}

/** Returns the languages that labels exist in, as ISO 639-1 codes. */
export function labelLanguages(): readonly string[] {
  return [...LANGUAGES.keys()]
}

/** Returns the language subtag of a BCP 47 tag, in lower case. */
export function languageOf(tag: string): string {
  return (tag.split('-', 1)[0] ?? '').toLowerCase()
}
