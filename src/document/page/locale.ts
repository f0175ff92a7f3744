import { languageOf } from './words/languages.js'

/** How a language, and where it differs a region, writes numbers, dates and money. */
export interface Locale {
  readonly decimal: string
  readonly group: string
  /** Fewest digits before the decimal sign that are grouped. */
  readonly groupFrom: number
  /** Groups of two beyond the first thousand: 12,34,567. */
  readonly lakh: boolean
  /** Between a number and its per cent sign. */
  readonly percentSpace: string
  /** Where the currency symbol stands, and what is between. */
  readonly symbolFirst: boolean
  readonly symbolSpace: string
  /** With `D` and `DD` day, `MM` month, `MMM` abbreviated English month, `YYYY` year. */
  readonly date: string
}

const FIXED = '\u00A0'

const DEFAULT: Locale = {
  decimal: '.',
  group: ',',
  groupFrom: 4,
  lakh: false,
  percentSpace: '',
  symbolFirst: true,
  symbolSpace: '',
  date: 'D MMM YYYY',
}

const CONTINENTAL = { decimal: ',', group: '.', percentSpace: FIXED, symbolFirst: false, symbolSpace: FIXED }
const SPACED = { ...CONTINENTAL, group: FIXED }
const AMERICAN_SPANISH = { ...DEFAULT, percentSpace: FIXED, date: 'DD/MM/YYYY' }

/**
 * After the Common Locale Data Repository, written out: the same bytes on every runtime, whatever data it carries. Where it
 * has a narrow space, a full one stands here: in many fonts the narrow one cannot be seen.
 */
const LOCALES: Readonly<Record<string, Partial<Locale>>> = {
  bg: { ...SPACED, groupFrom: 5, percentSpace: '', date: 'DD.MM.YYYY г.' },
  de: { ...CONTINENTAL, date: 'DD.MM.YYYY' },
  'de-AT': { ...SPACED, symbolFirst: true, date: 'DD.MM.YYYY' },
  'de-CH': { decimal: '.', group: '\u2019', symbolSpace: FIXED, date: 'DD.MM.YYYY' },
  'de-LI': { decimal: '.', group: '\u2019', symbolSpace: FIXED, date: 'DD.MM.YYYY' },
  el: { ...CONTINENTAL, percentSpace: '', date: 'DD/MM/YYYY' },
  'en-IN': { lakh: true },
  'en-US': { date: 'MMM D, YYYY' },
  es: { ...CONTINENTAL, groupFrom: 5, date: 'DD/MM/YYYY' },
  'es-DO': AMERICAN_SPANISH,
  'es-GT': AMERICAN_SPANISH,
  'es-HN': AMERICAN_SPANISH,
  'es-MX': { ...AMERICAN_SPANISH, percentSpace: '' },
  'es-NI': AMERICAN_SPANISH,
  'es-PA': AMERICAN_SPANISH,
  'es-PE': AMERICAN_SPANISH,
  'es-PR': AMERICAN_SPANISH,
  'es-SV': AMERICAN_SPANISH,
  'es-US': AMERICAN_SPANISH,
  fr: { ...SPACED, date: 'DD/MM/YYYY' },
  'fr-CH': { ...SPACED, percentSpace: '', date: 'DD.MM.YYYY' },
  pt: { ...SPACED, groupFrom: 5, percentSpace: '', date: 'DD/MM/YYYY' },
  'pt-BR': { ...CONTINENTAL, percentSpace: '', symbolFirst: true, date: 'DD/MM/YYYY' },
  ru: { ...SPACED, date: 'DD.MM.YYYY' },
  sw: { symbolSpace: FIXED, date: 'DD/MM/YYYY' },
}

/** Returns the conventions for a BCP 47 tag: its language and region, else its language, else international English. */
export function localeOf(tag: string): Locale {
  const language = languageOf(tag)
  const region = tag.split('-').find((part, index) => index > 0 && part.length === 2)
  const own = LOCALES[`${language}-${(region ?? '').toUpperCase()}`] ?? LOCALES[language]
  return { ...DEFAULT, ...own }
}
