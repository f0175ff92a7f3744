import { fromLatin1 } from '../../base/bytes.js'
import { RECEIPT_SHAPE, type Shape } from './receipt-shape.js'
import { EQUATIONS } from './receipt-sums.js'

/** A shape made ready for the scan: keys and words as bytes, and a place for every amount. */
export interface Plan {
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

/** A field of an object. */
export interface PlannedField {
  readonly key: string
  /** `"key":`, as it is written, and with a comma before it. */
  readonly head: Head
  readonly nextHead: Head
  readonly isOptional: boolean
  readonly plan: Plan
}

/** What a text begins with, four bytes at a time as big-endian numbers, of which the last one may overlap the one before. */
export interface Head {
  readonly length: number
  readonly words: readonly number[]
}

const SELLER_IDS = ['seller.taxIds.country', 'seller.taxIds.value', 'seller.registrationId'] as const

/** Where the seller's ids stand. */
export type SellerId = (typeof SELLER_IDS)[number]

/** The plan of a receipt of the version that is written. */
export interface ReceiptPlan {
  readonly root: Plan
  readonly equations: readonly PlannedEquation[]
  /** Nothing for each slot: what sums begin with. */
  readonly zeros: readonly number[]
}

/** `written = added + … − subtracted`, by slots. */
export interface PlannedEquation {
  readonly written: number
  readonly added: readonly number[]
  readonly subtracted: readonly number[]
}

/** Returns the shape of a receipt made ready for `scanReceipt`. */
export function planReceipt(): ReceiptPlan {
  const slots = new Map<string, number>()
  const root = planOf(RECEIPT_SHAPE, '', slots)
  const slotOf = (name: string): number => slots.get(name) ?? -1
  const equations = EQUATIONS.map(({ written, added, subtracted }) => ({
    written: slotOf(written),
    added: added.map(slotOf),
    subtracted: subtracted.map(slotOf),
  }))
  return { root, equations, zeros: new Array<number>(slots.size).fill(0) }
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
    head: headOf(`"${key}":`),
    nextHead: headOf(`,"${key}":`),
    isOptional,
    plan: planOf(shape, place, slots),
  }
}

/** `text` has four characters at least. */
function headOf(text: string): Head {
  const view = new DataView(fromLatin1(text).buffer)
  const last = text.length - 4
  const words: number[] = []
  for (let offset = 0; offset < text.length; offset += 4) words.push(view.getInt32(Math.min(offset, last)))
  return { length: text.length, words }
}
