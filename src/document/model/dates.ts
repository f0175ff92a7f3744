const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Returns whether `text` is a day that exists, written `YYYY-MM-DD` (ISO 8601, years 1900 to 9999). */
export function isCalendarDate(text: string): boolean {
  if (text.length !== 10 || text.charAt(4) !== '-' || text.charAt(7) !== '-') return false
  const [year, month, day] = [digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10)]
  if (year < 1900 || month < 1 || month > 12 || day < 1) return false
  return day <= daysIn(year, month)
}

/** Returns whether `text` is an instant, `YYYY-MM-DDTHH:MM:SS`, up to three decimals of a second, and `Z` or `±HH:MM` (RFC 3339, no leap seconds). */
export function isInstant(text: string): boolean {
  if (!isCalendarDate(text.slice(0, 10)) || text.charAt(10) !== 'T') return false
  if (text.charAt(13) !== ':' || text.charAt(16) !== ':') return false
  if (
    !within(digits(text, 11, 13), 23) ||
    !within(digits(text, 14, 16), 59) ||
    !within(digits(text, 17, 19), 59)
  ) {
    return false
  }
  return isOffset(withoutFraction(text.slice(19)))
}

function withoutFraction(rest: string): string {
  if (!rest.startsWith('.')) return rest
  let end = 1
  while (end <= 3 && digits(rest, end, end + 1) >= 0) end++
  return end === 1 ? '' : rest.slice(end)
}

function isOffset(text: string): boolean {
  if (text === 'Z') return true
  const sign = text.charAt(0)
  if (text.length !== 6 || (sign !== '+' && sign !== '-') || text.charAt(3) !== ':') return false
  return within(digits(text, 1, 3), 14) && within(digits(text, 4, 6), 59)
}

function within(value: number, max: number): boolean {
  return value >= 0 && value <= max
}

/** Returns the number that the digits in `[from, to)` spell, or −1 when they are not all digits. */
function digits(text: string, from: number, to: number): number {
  if (text.length < to) return -1
  let value = 0
  for (let index = from; index < to; index++) {
    const digit = text.charCodeAt(index) - 0x30
    if (digit < 0 || digit > 9) return -1
    value = value * 10 + digit
  }
  return value
}

function daysIn(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return month === 2 && isLeap ? 29 : (DAYS_IN_MONTH[month - 1] ?? 0)
}
