import { fromLatin1, fromUtf8 } from '../../base/bytes.js'
import type { TaxIdText } from '../../base/tax-id.js'
import { RECEIPT_SHAPE, type Shape } from './receipt-shape.js'
import { EQUATIONS } from './receipt-sums.js'

/** Who a receipt says sells: what of him is compared with a certificate. */
export interface SellerIds {
  readonly taxIds: readonly TaxIdText[]
  readonly registrationId?: string | undefined
}

/** A shape made ready for the scan: keys and words as bytes, and a place for every amount. */
interface Plan {
  readonly is: Shape['is']
  /** Of a word. */
  readonly words: readonly Uint8Array[]
  /** Of a list. */
  readonly each: Plan | undefined
  /** Of an object. */
  readonly fields: readonly PlannedField[]
  /** Where an amount of money is added up. */
  readonly slot: number
  /** Which of the seller's ids a text is. */
  readonly id: SellerId | undefined
  /** The slots of `net`, `taxAmount` and `gross`, where an object has them. */
  readonly shares: readonly number[] | undefined
}

interface PlannedField {
  readonly key: string
  /** `"key":`, as it is written. */
  readonly head: Uint8Array
  readonly isOptional: boolean
  readonly plan: Plan
}

const SELLER_IDS = ['seller.taxIds.country', 'seller.taxIds.value', 'seller.registrationId'] as const

type SellerId = (typeof SELLER_IDS)[number]

interface ReceiptPlan {
  readonly root: Plan
  /** The fields of the root up to and with the seller. */
  readonly beginning: readonly PlannedField[]
  readonly slots: number
  readonly equations: readonly (readonly (readonly number[])[])[]
}

/** Made when it is first needed. */
let planned: ReceiptPlan | undefined

/**
 * Reads a `receipt.json` of the version that is written in one pass, from `start`, the first byte behind its preamble. What it accepts is
 * what `readSignedReceipt` accepts in full: every value is of its type, the text is the one form in which it can be written, the sums add up.
 * `undefined` when that is not so or cannot be told here (escapes, amounts of more than fifteen digits). The bytes are well-formed UTF-8.
 */
export function scanReceipt(bytes: Uint8Array, start: number): SellerIds | undefined {
  planned ??= planReceipt()
  const scan = new Scan(bytes, start, planned.slots)
  const isWhole = scan.fields(planned.root) && scan.at === bytes.length
  if (!isWhole || !planned.equations.every((equation) => holds(equation, scan.sums))) return undefined
  return { taxIds: scan.taxIds, registrationId: scan.registrationId }
}

/**
 * Returns who sells, as `scanReceipt` does, from the beginning of a receipt alone: for who only wants to know that. `undefined` where the
 * beginning is not as it is written.
 */
export function scanSeller(bytes: Uint8Array, start: number): SellerIds | undefined {
  planned ??= planReceipt()
  const scan = new Scan(bytes, start, planned.slots)
  return scan.members(planned.beginning)
    ? { taxIds: scan.taxIds, registrationId: scan.registrationId }
    : undefined
}

function holds(equation: readonly (readonly number[])[], sums: readonly number[]): boolean {
  const [written, added, subtracted] = equation.map((slots) => {
    let sum = 0
    for (const slot of slots) sum += sums[slot] ?? NaN
    return sum
  })
  return written === (added ?? NaN) - (subtracted ?? NaN)
}

const QUOTE = 0x22
const COMMA = 0x2c
const ZERO = 0x30

/** Amounts with more digits are not exact as numbers. */
const MAX_DIGITS = 15

/** Each method takes what it expects, and returns whether it was there. */
class Scan {
  at: number
  /** The amounts of each slot, added up; and the last one. */
  readonly sums: number[]
  readonly taxIds: TaxIdText[] = []
  registrationId: string | undefined
  private country: string | undefined
  private readonly bytes: Uint8Array
  private readonly last: number[]
  private digits = -1

  constructor(bytes: Uint8Array, at: number, slots: number) {
    this.bytes = bytes
    this.at = at
    this.sums = new Array<number>(slots).fill(0)
    this.last = new Array<number>(slots).fill(0)
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
        return plan.words.some((word) => this.takeAll(word))
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

  members(fields: readonly PlannedField[]): boolean {
    let isFirst = true
    for (const { head, isOptional, plan } of fields) {
      const start = this.at
      if (!(isFirst || this.take(COMMA)) || !this.takeAll(head)) {
        this.at = start
        if (isOptional) continue
        return false
      }
      isFirst = false
      if (!this.value(plan)) return false
    }
    return true
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
    for (; index < bytes.length; index++) {
      const byte = bytes[index] ?? 0
      if (byte === QUOTE) break
      if (byte < 0x20 || byte === 0x5c) return false
    }
    this.at = index + 1
    if (id !== undefined) this.keep(id, fromUtf8(bytes.subarray(start, index)) ?? '')
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
    let amount = 0
    const isNegative = this.bytes[start] === 0x2d
    for (let index = isNegative ? start + 1 : start; index < this.at; index++) {
      const byte = this.bytes[index] ?? 0
      if (byte >= ZERO) amount = amount * 10 + byte - ZERO
    }
    if (isNegative) amount = -amount
    const sum = (this.sums[slot] ?? 0) + amount
    this.sums[slot] = sum
    this.last[slot] = amount
    return Math.abs(sum) <= Number.MAX_SAFE_INTEGER && this.take(QUOTE)
  }

  /** A canonical decimal: no plus sign, no leading zeros; the number of its decimals, or -1. */
  private decimal(): number {
    const { bytes } = this
    if (bytes[this.at] === 0x2d) this.at++
    const start = this.at
    this.skipDigits()
    const isPadded = bytes[start] === ZERO && this.at > start + 1
    if (this.at === start || isPadded) return -1
    if (bytes[this.at] !== 0x2e) return 0
    const point = this.at++
    this.skipDigits()
    return this.at === point + 1 ? -1 : this.at - point - 1
  }

  private skipDigits(): void {
    const { bytes } = this
    let index = this.at
    for (let byte = bytes[index] ?? 0; byte >= ZERO && byte <= ZERO + 9; byte = bytes[index] ?? 0) index++
    this.at = index
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

  private takeAll(word: Uint8Array): boolean {
    const { bytes, at } = this
    for (let index = 0; index < word.length; index++) if (bytes[at + index] !== word[index]) return false
    this.at = at + word.length
    return true
  }
}

function planReceipt(): ReceiptPlan {
  const slots = new Map<string, number>()
  const root = planOf(RECEIPT_SHAPE, '', slots)
  const slotsOf = (names: readonly string[]): readonly number[] => names.map((name) => slots.get(name) ?? -1)
  const equations = EQUATIONS.map(({ written, added, subtracted }) =>
    [[written], added, subtracted].map(slotsOf),
  )
  const seller = root.fields.findIndex(({ key }) => key === 'seller')
  return { root, beginning: root.fields.slice(0, seller + 1), slots: slots.size, equations }
}

/** `path` is `list.field` for the amounts that are summed up: those of a nested list have a longer one of their own. */
function planOf(shape: Shape, path: string, slots: Map<string, number>): Plan {
  const slot = shape.is === 'money' ? slots.size : -1
  if (slot >= 0) slots.set(path, slot)
  const fields = shape.is === 'object' ? shape.fields.map((field) => planField(field, path, slots)) : []
  const shares = ['net', 'taxAmount', 'gross'].map((name) => slots.get(`${path}.${name}`) ?? -1)
  return {
    is: shape.is,
    words: shape.is === 'word' ? [...shape.words].map((word) => fromLatin1(`"${word}"`)) : [],
    each: shape.is === 'list' ? planOf(shape.each, path, slots) : undefined,
    fields,
    slot,
    id: SELLER_IDS.find((id) => id === path),
    shares: shares.includes(-1) ? undefined : shares,
  }
}

function planField(
  { key, isOptional, shape }: { readonly key: string; readonly isOptional: boolean; readonly shape: Shape },
  path: string,
  slots: Map<string, number>,
): PlannedField {
  const place = path === '' ? key : `${path}.${key}`
  return {
    key,
    head: fromLatin1(`"${key}":`),
    isOptional,
    plan: planOf(shape, place, slots),
  }
}
