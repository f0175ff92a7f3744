import type { Locale } from './locale.js'

/** U+2212: as wide as a figure and on its middle, which a hyphen is not. */
const MINUS = '\u2212'

/**
 * Returns a plain decimal (`'-1234.5'`) as a person of the locale writes it, with at least `decimals` decimals; exact,
 * no digit is rounded or lost.
 */
export function formatDecimal(decimal: string, locale: Locale, decimals = 0): string {
  const negative = decimal.startsWith('-')
  const [whole = '0', fraction = ''] = decimal.slice(negative ? 1 : 0).split('.')
  const padded = fraction.padEnd(decimals, '0')
  const text = grouped(whole, locale) + (padded === '' ? '' : locale.decimal + padded)
  return negative ? MINUS + text : text
}

/** Returns how many decimals a plain decimal is written with. */
export function decimalsOf(decimal: string): number {
  return decimal.split('.')[1]?.length ?? 0
}

/** Returns a rate with its per cent sign: `16%`, `16 %`. */
export function formatPercent(rate: string, locale: Locale): string {
  return `${formatDecimal(rate, locale)}${locale.percentSpace}%`
}

function grouped(whole: string, { group, groupFrom, lakh }: Locale): string {
  if (whole.length < groupFrom) return whole
  const groups: string[] = []
  for (let end = whole.length; end > 0;) {
    const start = Math.max(0, end - (lakh && groups.length > 0 ? 2 : 3))
    groups.unshift(whole.slice(start, end))
    end = start
  }
  return groups.join(group)
}
