import type {
  Buyer,
  PaymentInstructions,
  PaymentMethod,
  PrintedCode,
  ReceiptKind,
  Reference,
  Seller,
  Tax,
  TaxCategory,
} from './types.js'

/**
 * A decimal string with exactly as many decimals as the receipt's currency has minor digits (`'3.49'` EUR, `'349'` JPY,
 * `'-0.500'` KWD). Canonical: no plus sign, no leading zeros, never `-0.00`.
 */
export type Money = string

/** An exact decimal without trailing zeros or exponent (`'2'`, `'0.125'`, `'23'`): quantities, rates, per cents. */
export type Exact = string

/** The share of one line, allowance or charge in the document: `net + taxAmount = gross`, always and exactly. */
export interface Shares {
  readonly net: Money
  readonly taxAmount: Money
  readonly gross: Money
}

/** A line's allowance or charge with its amount worked out. */
export interface ComputedAdjustment {
  /** In the terms of `pricesInclude`; below zero only for a percentage of something that is given back. */
  readonly amount: Money
  /** Only where it was given as a percentage. */
  readonly percent?: Exact
  readonly reason?: string
  readonly reasonCode?: string
}

/** An allowance or charge on the document, split so that each has exactly one set of taxes. */
export interface ComputedDocumentAdjustment extends ComputedAdjustment, Shares {
  readonly tax: readonly Tax[]
}

/** One line, normalised and worked out. */
export interface ComputedLine extends Shares {
  /** Given, or the position from `'1'`. */
  readonly id: string
  readonly name: string
  readonly quantity: Exact
  /** UN/ECE code; `C62` (piece) when none was given. */
  readonly unit: string
  /** As given, with at least the currency's decimals: `'3.49'`, `'0.0125'`. In the terms of `pricesInclude`. */
  readonly unitPrice: string
  /** `'1'` when none was given. */
  readonly priceBase: Exact
  readonly tax: readonly Tax[]
  readonly allowances: readonly ComputedAdjustment[]
  readonly charges: readonly ComputedAdjustment[]
  readonly note?: string
  readonly itemCode?: string
  /** quantity × unitPrice / priceBase rounded to the minor unit, before allowances and charges. */
  readonly subtotal: Money
  /**
   * What the row shows: subtotal − allowances + charges in the terms of `pricesInclude`, so it
   * equals `gross` when prices contain tax and `net` when they do not. Σ of all lines is `totals.lines`.
   */
  readonly amount: Money
}

/** One row of the tax table: a category and rate (and scheme and reason, where they differ). */
export interface TaxRow {
  readonly category: TaxCategory
  /** Per cent. */
  readonly rate: Exact
  readonly scheme?: string
  readonly exemptionReason?: string
  readonly exemptionCode?: string
  /** What the tax is taken from. */
  readonly base: Money
  readonly tax: Money
}

/** The sums. Identities that hold exactly are written beside them. */
export interface ComputedTotals {
  /** Σ line amounts, in the terms of `pricesInclude`. */
  readonly lines: Money
  /** Σ document allowances, which are subtracted, in the terms of `pricesInclude`. */
  readonly allowances: Money
  /** Σ document charges, likewise. */
  readonly charges: Money
  /** Σ of the lines' net (EN 16931 BT-106). */
  readonly linesNet: Money
  /** Σ of the document allowances' net (BT-107). */
  readonly allowancesNet: Money
  /** Σ of the document charges' net (BT-108). */
  readonly chargesNet: Money
  /** `linesNet − allowancesNet + chargesNet` (BT-109). */
  readonly net: Money
  /** Σ of the tax table (BT-110). */
  readonly tax: Money
  /** `net + tax` (BT-112); equals `lines − allowances + charges` when prices contain tax. */
  readonly gross: Money
  readonly tip: Money
  /** Paid before (BT-113). */
  readonly prepaid: Money
  /** What cash rounding adds or takes (BT-114). */
  readonly rounding: Money
  /** `gross + tip − prepaid + rounding` (BT-115): the amount to print largest. */
  readonly due: Money
  /** Σ payments. */
  readonly paid: Money
  /** `due − paid`: above zero is still to be paid, below zero is change (or a refund). */
  readonly balance: Money
  /** Only with per-line rounding: how much the tax differs from rounding once for each category. */
  readonly perLineDifference?: Money
}

/** A payment with its amount as money. */
export interface ComputedPayment {
  readonly method: PaymentMethod
  readonly amount: Money
  readonly reference?: string
  readonly cardLast4?: string
  readonly paidAt?: string
}

/** How this receipt was rounded. */
export interface ComputedRounding {
  readonly mode: 'per-tax-category' | 'per-line'
  readonly rule: 'half-up' | 'half-even'
  readonly cashStep?: Money
}

/**
 * The receipt as it is printed, embedded as `receipt.json` and returned by a trusted verdict: the model copied into fresh
 * objects, defaults filled in, everything derived and exact. Lists that were not given are empty; other optional fields
 * that were not given are absent, never `undefined`.
 */
export interface ComputedReceipt {
  readonly kind: ReceiptKind
  readonly number: string
  /** As given: ISO 8601 date and time with offset. */
  readonly issuedAt: string
  readonly dueDate?: string
  readonly period?: { readonly from: string; readonly to: string }
  /** ISO 4217 code. */
  readonly currency: string
  /** Decimals of `Money` here: 0, 2, 3 or 4. */
  readonly currencyDigits: number
  readonly language: string
  readonly seller: Seller
  readonly buyer?: Buyer
  readonly pricesInclude: 'tax' | 'none'
  readonly lines: readonly ComputedLine[]
  readonly allowances: readonly ComputedDocumentAdjustment[]
  readonly charges: readonly ComputedDocumentAdjustment[]
  readonly payments: readonly ComputedPayment[]
  readonly paymentInstructions?: PaymentInstructions
  readonly references: readonly Reference[]
  readonly notes: readonly string[]
  readonly codes: readonly PrintedCode[]
  readonly rounding: ComputedRounding
  /** Sorted by scheme, category and rate, highest rate first. */
  readonly taxTable: readonly TaxRow[]
  readonly totals: ComputedTotals
}
