import type { UnitCode, Words } from './words/words.js'

/** International symbols, the same in every language (UN/ECE Recommendation 20). */
const SYMBOLS: Readonly<Record<string, string>> = {
  KGM: 'kg',
  GRM: 'g',
  TNE: 't',
  LTR: 'l',
  MLT: 'ml',
  MTR: 'm',
  CMT: 'cm',
  MTK: 'm²',
  MTQ: 'm³',
  KMT: 'km',
  KWH: 'kWh',
  MIN: 'min',
}

/** Codes that say the same as another one. */
const SAME: Readonly<Record<string, UnitCode>> = { H87: 'C62', EA: 'C62', NMP: 'XPK', PK: 'XPK' }

/** Returns the short name of a unit; one without a name is printed as its code. */
export function unitName(code: string, words: Words): string {
  const known = SAME[code] ?? code
  return isUnitCode(known, words) ? words.units[known] : (SYMBOLS[code] ?? code)
}

function isUnitCode(code: string, words: Words): code is UnitCode {
  return Object.hasOwn(words.units, code)
}
