import type { Locale } from './locale.js'

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** Returns the date of an ISO 8601 date, or date and time, as it is written in the locale. The day is the one that is written. */
export function formatDate(iso: string, { date }: Locale): string {
  const [year = '', month = '', day = ''] = iso.slice(0, 10).split('-')
  const parts = new Map([
    ['YYYY', year],
    ['MMM', MONTHS[Number(month) - 1] ?? month],
    ['MM', month],
    ['DD', day],
    ['D', String(Number(day))],
  ])
  return date.replace(/YYYY|MMM|MM|DD|D/g, (part) => parts.get(part) ?? part)
}

/** Returns date and time of day, as they were where the document was issued: `22 Nov 2026, 09:30`. */
export function formatMoment(iso: string, locale: Locale): string {
  return `${formatDate(iso, locale)}, ${iso.slice(11, 16)}`
}
