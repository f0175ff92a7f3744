import { fromUtf8, toLatin1 } from '../../base/bytes.js'
import type { TaxIdText } from '../../base/tax-id.js'
import {
  planReceipt,
  type Head,
  type Plan,
  type PlannedEquation,
  type PlannedField,
  type ReceiptPlan,
  type SellerId,
} from './receipt-plan.js'

/** Who a receipt says sells: what of him is compared with a certificate. */
export interface SellerIds {
  readonly taxIds: readonly TaxIdText[]
  readonly registrationId?: string | undefined
}

/** What a scan tells of a receipt. */
export interface ScannedIds extends SellerIds {
  /** Whether every byte is below 0x80, so that nobody need ask whether the text is well-formed. */
  readonly isAscii: boolean
}

/** Made when it is first needed. */
let planned: ReceiptPlan | undefined

/**
 * Reads a `receipt.json` of the version that is written in one pass, from `start`, the first byte behind its preamble. What it accepts is
 * what `readSignedReceipt` accepts in full: every value is of its type, the text is the one form in which it can be written, the sums add up.
 * `undefined` when that is not so or cannot be told here (escapes, amounts of more than fifteen digits). Whether bytes from 0x80 on are
 * well-formed UTF-8 is left to the caller.
 */
export function scanReceipt(bytes: Uint8Array, start: number): ScannedIds | undefined {
  planned ??= planReceipt()
  const scan = new Scan(bytes, start, planned)
  const isWhole = scan.fields(planned.root) && scan.at === bytes.length
  if (!isWhole || !planned.equations.every((equation) => holds(equation, scan.sums))) return undefined
  return { taxIds: scan.taxIds, registrationId: scan.registrationId, isAscii: scan.isAscii }
}

function holds({ written, added, subtracted }: PlannedEquation, sums: readonly number[]): boolean {
  let sum = 0
  for (const slot of added) sum += sums[slot] ?? NaN
  for (const slot of subtracted) sum -= sums[slot] ?? NaN
  return sums[written] === sum
}

function textOf(bytes: Uint8Array, isAscii: boolean): string {
  return isAscii ? toLatin1(bytes) : (fromUtf8(bytes) ?? '')
}

const QUOTE = 0x22
const COMMA = 0x2c
const MINUS = 0x2d
const POINT = 0x2e
const ZERO = 0x30

/** Amounts with more digits are not exact as numbers. */
const MAX_DIGITS = 15

/** Each method takes what it expects, and returns whether it was there. */
class Scan {
  at: number
  /** The amounts of each slot, added up; and the last one. */
  readonly sums: number[]
  isAscii = true
  readonly taxIds: TaxIdText[] = []
  registrationId: string | undefined
  private country: string | undefined
  private readonly bytes: Uint8Array
  private readonly view: DataView
  private readonly last: number[]
  private digits = -1
  private amount = 0

  constructor(bytes: Uint8Array, at: number, { zeros }: ReceiptPlan) {
    this.bytes = bytes
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    this.at = at
    this.sums = zeros.slice()
    this.last = zeros.slice()
  }

  private value(plan: Plan): boolean {
    switch (plan.is) {
      case 'text':
        return this.text(plan.id)
      case 'money':
        return this.money(plan.slot)
      case 'decimal':
        return this.take(QUOTE) && this.decimal() >= 0 && this.take(QUOTE)
      case 'word':
        return this.word(plan)
      case 'list':
        return this.list(plan)
      case 'object':
        return this.take(0x7b) && this.fields(plan)
      case 'digits':
        this.digits = (this.bytes[this.at++] ?? 0) - ZERO
        return this.digits === 0 || (this.digits >= 2 && this.digits <= 4)
    }
  }

  /** The fields of an object behind its brace, and the brace that ends it. */
  fields({ fields, shares }: Plan): boolean {
    return this.members(fields) && (shares === undefined || this.isShared(shares)) && this.take(0x7d)
  }

  private members(fields: readonly PlannedField[]): boolean {
    let isFirst = true
    for (const { head, nextHead, isOptional, plan } of fields) {
      if (!this.takeHead(isFirst ? head : nextHead)) {
        if (isOptional) continue
        return false
      }
      isFirst = false
      if (!this.value(plan)) return false
    }
    return true
  }

  private word({ words }: Plan): boolean {
    for (const word of words) if (this.takeAll(word)) return true
    return false
  }

  private list({ each }: Plan): boolean {
    if (!this.take(0x5b)) return false
    if (this.take(0x5d)) return true
    do {
      if (each === undefined || !this.value(each)) return false
    } while (this.take(COMMA))
    return this.take(0x5d)
  }

  private text(id: SellerId | undefined): boolean {
    const { bytes } = this
    if (!this.take(QUOTE)) return false
    const start = this.at
    let index = start
    let all = 0
    for (; index < bytes.length; index++) {
      const byte = bytes[index] ?? 0
      if (byte === QUOTE) break
      if (byte < 0x20 || byte === 0x5c) return false
      all |= byte
    }
    this.at = index + 1
    if (all >= 0x80) this.isAscii = false
    if (id !== undefined) this.keep(id, textOf(bytes.subarray(start, index), all < 0x80))
    return index < bytes.length
  }

  /** The country of a tax id stands before its value. */
  private keep(id: SellerId, text: string): void {
    if (id === 'seller.registrationId') this.registrationId = text
    else if (id === 'seller.taxIds.country') this.country = text
    else {
      const { country } = this
      this.taxIds.push(country === undefined ? { value: text } : { value: text, country })
      this.country = undefined
    }
  }

  private money(slot: number): boolean {
    if (!this.take(QUOTE)) return false
    const start = this.at
    if (this.decimal() !== this.digits || this.at - start > MAX_DIGITS) return false
    const { amount } = this
    const sum = (this.sums[slot] ?? 0) + amount
    this.sums[slot] = sum
    this.last[slot] = amount
    return Math.abs(sum) <= Number.MAX_SAFE_INTEGER && this.take(QUOTE)
  }

  /** A canonical decimal: no plus sign, no leading zeros; the number of its decimals, or -1. Its digits are kept as an integer. */
  private decimal(): number {
    const { bytes } = this
    const isNegative = bytes[this.at] === MINUS
    if (isNegative) this.at++
    const start = this.at
    let amount = this.takeDigits(0)
    const isPadded = bytes[start] === ZERO && this.at > start + 1
    if (this.at === start || isPadded) return -1
    let decimals = 0
    if (bytes[this.at] === POINT) {
      const point = this.at++
      amount = this.takeDigits(amount)
      decimals = this.at - point - 1
      if (decimals === 0) return -1
    }
    this.amount = isNegative ? -amount : amount
    return decimals
  }

  /** Returns `before` with the digits that follow appended. */
  private takeDigits(before: number): number {
    const { bytes } = this
    let value = before
    let index = this.at
    for (let byte = bytes[index] ?? 0; byte >= ZERO && byte <= ZERO + 9; byte = bytes[++index] ?? 0)
      value = value * 10 + byte - ZERO
    this.at = index
    return value
  }

  private isShared([net = 0, tax = 0, gross = 0]: readonly number[]): boolean {
    const { last } = this
    return last[gross] === (last[net] ?? NaN) + (last[tax] ?? NaN)
  }

  private take(byte: number): boolean {
    if (this.bytes[this.at] !== byte) return false
    this.at++
    return true
  }

  /** The longest texts that are looked for, so not byte by byte. */
  private takeHead({ length, words }: Head): boolean {
    const { view, at } = this
    const last = at + length - 4
    if (last + 4 > view.byteLength) return false
    let offset = at
    for (const word of words) {
      if (view.getInt32(Math.min(offset, last)) !== word) return false
      offset += 4
    }
    this.at = at + length
    return true
  }

  private takeAll(word: Uint8Array): boolean {
    const { bytes, at } = this
    for (let index = 0; index < word.length; index++) if (bytes[at + index] !== word[index]) return false
    this.at = at + word.length
    return true
  }
}
