import type { ComputedPayment } from './computed.js'
import type { Decimal, RoundingRule } from './decimal.js'
import type { Buyer, PaymentInstructions, PrintedCode, ReceiptKind, Reference, Seller, Tax } from './types.js'

/** A tax that was checked. */
export interface NormalTax {
  readonly tax: Tax
  /** Per cent. */
  readonly rate: Decimal
  /** Equal for taxes that share a row of the tax table. */
  readonly key: string
}

/** One or more taxes that fall on the same base. */
export interface TaxSet {
  readonly taxes: readonly NormalTax[]
  /** Equal for sets with the same taxes, in whatever order they were given. */
  readonly key: string
}

/** An allowance or a charge: `amount` in minor units or `percent`, exactly one of them. */
export interface NormalAdjustment {
  readonly amount?: bigint
  readonly percent?: Decimal
  readonly reason?: string
  readonly reasonCode?: string
}

/** An allowance or charge on the document; without `taxes` it falls on every group of lines. */
export interface NormalDocumentAdjustment extends NormalAdjustment {
  readonly taxes?: TaxSet
}

/** A line that was checked, not yet worked out. */
export interface NormalLine {
  readonly id: string
  readonly name: string
  readonly quantity: Decimal
  readonly unit: string
  readonly unitPrice: Decimal
  readonly priceBase: Decimal
  readonly taxes: TaxSet
  readonly allowances: readonly NormalAdjustment[]
  readonly charges: readonly NormalAdjustment[]
  readonly note: string | undefined
  readonly itemCode: string | undefined
}

/** What the document says about itself and its parties. */
export interface ReceiptHeader {
  readonly kind: ReceiptKind
  readonly number: string
  readonly issuedAt: string
  readonly dueDate: string | undefined
  readonly period: { readonly from: string; readonly to: string } | undefined
  readonly currency: string
  readonly currencyDigits: number
  readonly language: string
  readonly seller: Seller
  readonly buyer: Buyer | undefined
  readonly pricesInclude: 'tax' | 'none'
}

/** What stands below the totals. */
export interface ReceiptFooter {
  readonly payments: readonly ComputedPayment[]
  readonly paymentInstructions: PaymentInstructions | undefined
  readonly references: readonly Reference[]
  readonly notes: readonly string[]
  readonly codes: readonly PrintedCode[]
}

/** How a receipt is rounded; `cashStep` in minor units. */
export interface NormalRounding {
  readonly mode: 'per-tax-category' | 'per-line'
  readonly rule: RoundingRule
  readonly cashStep?: bigint
}

/** Totals that were declared, in minor units. */
export interface NormalDeclaredTotals {
  readonly net?: bigint
  readonly tax?: bigint
  readonly gross?: bigint
  readonly rounding?: bigint
  readonly due?: bigint
}

/** A model that was checked and copied: every number exact, every default filled in, amounts in minor units. */
export interface NormalReceipt {
  readonly header: ReceiptHeader
  readonly lines: readonly NormalLine[]
  readonly allowances: readonly NormalDocumentAdjustment[]
  readonly charges: readonly NormalDocumentAdjustment[]
  readonly footer: ReceiptFooter
  readonly prepaid: bigint
  readonly tip: bigint
  /** Σ payments. */
  readonly paid: bigint
  readonly rounding: NormalRounding
  readonly declaredTotals: NormalDeclaredTotals
}
