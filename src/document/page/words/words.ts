import type { PaymentMethod, ReceiptKind, Reference, TaxCategory } from '../../model/types.js'

/** The labels of a page in one language: short, as a shop would say them. */
export interface Words {
  readonly kinds: Readonly<Record<ReceiptKind, string>>
  readonly taxId: string
  readonly registration: string
  /** Above the buyer of an invoice, and of a receipt. */
  readonly billTo: string
  readonly customer: string
  readonly issued: string
  readonly dueDate: string
  readonly period: string
  readonly item: string
  readonly quantity: string
  readonly unit: string
  readonly price: string
  readonly tax: string
  readonly amount: string
  readonly articleNumber: string
  /** Before a quantity that a price is for: "price per 100". */
  readonly pricePer: string
  readonly discount: string
  readonly charge: string
  /** Sum of the lines, before what follows. */
  readonly subtotal: string
  readonly net: string
  /** Between a tax and what it is taken from: "16 % on 1,034.48". */
  readonly on: string
  readonly pricesIncludeTax: string
  readonly rounding: string
  readonly total: string
  readonly tip: string
  readonly prepaid: string
  readonly due: string
  /** The largest amount of a credit note. */
  readonly credit: string
  readonly payments: Readonly<Record<PaymentMethod, string>>
  readonly change: string
  readonly stillToPay: string
  readonly overpaid: string
  /** Taxes that are none: printed instead of a rate. */
  readonly categories: Readonly<Record<Exclude<TaxCategory, 'S'>, string>>
  readonly payment: string
  readonly account: string
  readonly reference: string
  readonly references: Readonly<Record<Reference['kind'], string>>
  readonly carriedForward: string
  readonly broughtForward: string
  /** With `{page}` and `{pages}`. */
  readonly pageOf: string
  /** What a screen reader says for a code without a caption. */
  readonly code: string
  /** Short names of the commonest units, by UN/ECE code. */
  readonly units: Readonly<Record<UnitCode, string>>
}

/** Units that have a word; all others are international (`kg`, `l`) or printed as their code. */
export type UnitCode = 'C62' | 'HUR' | 'DAY' | 'MON' | 'XPK' | 'SET'
