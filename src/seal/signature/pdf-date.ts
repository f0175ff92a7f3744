/**
 * Returns a PDF date (ISO 32000-2 §7.9.4, `D:YYYYMMDDHHmmSSOHH'mm`) as ISO 8601 text with the offset that it names (none when it
 * names none), or `undefined` when it is not one. A claim of the signer: it is shown, never used.
 */
export function pdfDateToIso(text: string): string | undefined {
  const date = new DateReader(text.startsWith('D:') ? text.slice(2) : text)
  const year = date.digits(4)
  if (year === undefined) return undefined
  const month = date.digits(2) ?? '01'
  const day = date.digits(2) ?? '01'
  const hour = date.digits(2)
  const minute = date.digits(2) ?? '00'
  const second = date.digits(2) ?? '00'
  const offset = date.offset()
  if (offset === undefined || !date.atEnd || !isDay(valueOf(year), valueOf(month), valueOf(day)))
    return undefined
  if (hour === undefined) return `${year}-${month}-${day}`
  if (valueOf(hour) > 23 || valueOf(minute) > 59 || valueOf(second) > 59) return undefined
  return `${year}-${month}-${day}T${hour}:${minute}:${second}${offset}`
}

/** Of digits alone. */
function valueOf(digits: string): number {
  let value = 0
  for (let index = 0; index < digits.length; index++) value = value * 10 + digits.charCodeAt(index) - 0x30
  return value
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

function isDay(year: number, month: number, day: number): boolean {
  const isLeapYear = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const days = month === 2 && isLeapYear ? 29 : (DAYS[month - 1] ?? 0)
  return day >= 1 && day <= days
}

class DateReader {
  readonly #text: string
  #position = 0

  constructor(text: string) {
    this.#text = text
  }

  get atEnd(): boolean {
    return this.#position >= this.#text.length
  }

  digits(count: number): string | undefined {
    const end = this.#position + count
    if (end > this.#text.length) return undefined
    for (let index = this.#position; index < end; index++) {
      const code = this.#text.charCodeAt(index)
      if (code < 0x30 || code > 0x39) return undefined
    }
    const part = this.#text.slice(this.#position, end)
    this.#position = end
    return part
  }

  /** `Z`, `+HH'mm` and their usual variants with or without apostrophes; empty when there is none. */
  offset(): string | undefined {
    if (this.atEnd) return ''
    const sign = this.#text.charAt(this.#position++)
    if (sign !== 'Z' && sign !== '+' && sign !== '-') return undefined
    const hours = this.digits(2)
    this.#apostrophe()
    const minutes = this.digits(2) ?? '00'
    this.#apostrophe()
    if (sign === 'Z') return 'Z'
    return hours === undefined ? undefined : `${sign}${hours}:${minutes}`
  }

  #apostrophe(): void {
    if (this.#text.charAt(this.#position) === "'") this.#position++
  }
}
