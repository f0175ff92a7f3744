/**
 * The typed receipt and invoice model that users write. Everything that can be derived (sums, tax, totals, due) is
 * derived by `computeReceipt`; see `computed.ts` for what comes out.
 */

/**
 * An amount of money. A string is a plain decimal in the currency's main unit (`'3.49'`, `'-0.5'`; no exponent, no
 * grouping); a bigint counts minor units (`349n` is 3.49 EUR and 349 JPY). Numbers are refused: 0.1 + 0.2 is not 0.3.
 */
export type Amount = string | bigint

/** What kind of document it is. A `receipt` says that money was taken, an `invoice` asks for it. */
export type ReceiptKind = 'receipt' | 'invoice' | 'credit-note' | 'debit-note' | 'proforma'

/**
 * Tax category, UNTDID 5305: S standard or reduced rate, Z zero rate, E exempt, AE reverse charge, K intra-community
 * supply, G export, O outside the scope of tax, L Canary Islands (IGIC), M Ceuta and Melilla (IPSI).
 */
export type TaxCategory = 'S' | 'Z' | 'E' | 'AE' | 'K' | 'G' | 'O' | 'L' | 'M'

/** One identifier of a taxpayer, e.g. `{ scheme: 'VAT', country: 'PT', value: 'PT500000000' }`. */
export interface TaxId {
  /** What the number is called where it is printed: `VAT`, `PIN`, `GSTIN`, `RFC`. */
  readonly scheme?: string
  /** ISO 3166-1 alpha-2 (`EL` and `XI` are accepted, as VAT law uses them). */
  readonly country?: string
  /** The identifier as it is printed; compared after normalisation (`base/tax-id.ts`). */
  readonly value: string
}

/** A postal address; only the country is required. */
export interface Address {
  /** Street lines, at most four. */
  readonly street?: readonly string[]
  readonly city?: string
  readonly postalCode?: string
  /** State, province or county. */
  readonly region?: string
  /** ISO 3166-1 alpha-2. */
  readonly country: string
}

/** How to reach a party. */
export interface Contact {
  readonly name?: string
  readonly phone?: string
  readonly email?: string
  readonly website?: string
}

/** Who sells. At least one tax id: it is what the signer's certificate is compared with. */
export interface Seller {
  readonly name: string
  /** The name over the shop's door, when it is not the legal name. */
  readonly tradingName?: string
  readonly taxIds: readonly TaxId[]
  /** Number in the commercial register. */
  readonly registrationId?: string
  readonly address: Address
  readonly contact?: Contact
}

/** Who buys: required on an invoice, optional on everything else. */
export interface Buyer {
  readonly name: string
  readonly taxIds?: readonly TaxId[]
  readonly registrationId?: string
  readonly address?: Address
  readonly contact?: Contact
}

/** A tax that falls on a line, an allowance or a charge. */
export interface Tax {
  readonly category: TaxCategory
  /** Per cent, as a decimal string: `'23'`, `'5.5'`. Must be zero for Z, E, AE, K, G, O and above zero for S. */
  readonly rate: string
  /** Keeps apart several taxes on one line: `CGST` and `SGST`, `VAT` and `cess`. */
  readonly scheme?: string
  /** Why no tax is due, in words. E, AE, K, G and O need this or `exemptionCode`; the others must not have it. */
  readonly exemptionReason?: string
  /** Why no tax is due, as a code of the VATEX list, e.g. `VATEX-EU-AE`. */
  readonly exemptionCode?: string
}

/** An allowance (lowers the price) or a charge (raises it) on one line. Exactly one of `amount` and `percent`. */
export interface LineAdjustment {
  /** Zero or more, in the same terms (with or without tax) as the prices. */
  readonly amount?: Amount
  /** Per cent of quantity × unitPrice / priceBase as rounded to the currency's minor unit, as a decimal string. */
  readonly percent?: string
  /** Shown to the reader. Required here or as `reasonCode`. */
  readonly reason?: string
  /** UNTDID 5189 for allowances (`95` discount), 7161 for charges (`FC` freight). */
  readonly reasonCode?: string
}

/** An allowance or a charge on the whole document. */
export interface DocumentAdjustment extends LineAdjustment {
  /**
   * The taxes that it falls under; a percentage is then of the lines with exactly these taxes. May be left out when all
   * lines have the same taxes, and for a percentage, which is then taken from every group of lines with equal taxes.
   */
  readonly tax?: readonly Tax[]
}

/** One line: quantity × unitPrice / priceBase, rounded to the currency's minor unit, − allowances + charges. */
export interface ReceiptLine {
  /** Unique in the document; by default the position, from `'1'`. */
  readonly id?: string
  readonly name: string
  /** Decimal string, at most six decimals; negative for what is given back. */
  readonly quantity: string
  /** UN/ECE Recommendation 20 or 21 code (`C62` piece, `KGM`, `HUR`, `LTR`). Default: `C62`. */
  readonly unit?: string
  /** Zero or more, at most six decimals (EN 16931 BR-27). */
  readonly unitPrice: Amount
  /** The quantity that the price is for (`'100'` for a price per hundred). Default: `'1'`. */
  readonly priceBase?: string
  /** At least one; several are all taken from the same base. */
  readonly tax: readonly Tax[]
  readonly allowances?: readonly LineAdjustment[]
  readonly charges?: readonly LineAdjustment[]
  readonly note?: string
  /** The seller's article number, or a GTIN. */
  readonly itemCode?: string
}

/** How something was, or is to be, paid. */
export type PaymentMethod =
  'cash' | 'card' | 'transfer' | 'direct-debit' | 'mobile' | 'voucher' | 'cheque' | 'other'

/** A payment that was made with this document (the money handed over: more than due means change). */
export interface Payment {
  readonly method: PaymentMethod
  readonly amount: Amount
  /** A number of the payment: terminal, transfer, mobile-money code. */
  readonly reference?: string
  /** The last four digits of a card, never more (EN 16931 BR-51). */
  readonly cardLast4?: string
  /** ISO date-time with offset. */
  readonly paidAt?: string
}

/** Where a transfer is to be paid to. */
export interface PaymentInstructions {
  readonly iban?: string
  readonly bic?: string
  readonly accountName?: string
  /** What the payer should quote. */
  readonly reference?: string
  /** Terms in words (`30 days net`). */
  readonly terms?: string
}

/** A document that this one refers to; credit and debit notes must name their `original`. */
export interface Reference {
  readonly kind: 'original' | 'order' | 'contract' | 'delivery' | 'project' | 'other'
  readonly number: string
  /** `YYYY-MM-DD`. */
  readonly date?: string
}

/** How amounts are rounded. */
export interface Rounding {
  /** Where tax is rounded: once for each category and rate (default, EN 16931 BR-CO-17), or on every line. */
  readonly mode?: 'per-tax-category' | 'per-line'
  /** Default `half-up`: halves away from zero, −0.005 becomes −0.01. */
  readonly rule?: 'half-up' | 'half-even'
  /** The amount due is rounded to a multiple of this (`'0.05'` for Swiss cash); the difference is shown. */
  readonly cashStep?: Amount
}

/** Totals that the caller has already; each that is given must equal the derived one, or the receipt is refused. */
export interface DeclaredTotals {
  readonly net?: Amount
  readonly tax?: Amount
  readonly gross?: Amount
  readonly rounding?: Amount
  readonly due?: Amount
}

/** A machine-readable code that is printed on the document. */
export interface PrintedCode {
  readonly kind: 'qr'
  /** What the code says. */
  readonly text: string
  /** Printed under it. */
  readonly caption?: string
  /** Default `M`. */
  readonly errorCorrection?: 'L' | 'M' | 'Q' | 'H'
}

/** What the document says. Money is exact, nothing is guessed: unknown fields, floats and doubtful text are refused. */
export interface ReceiptModel {
  readonly kind: ReceiptKind
  readonly number: string
  /** When it was issued: ISO 8601 date and time with offset, `2026-11-22T09:30:00+03:00`. */
  readonly issuedAt: string
  /** `YYYY-MM-DD`. */
  readonly dueDate?: string
  /** The time of supply, both `YYYY-MM-DD`. */
  readonly period?: { readonly from: string; readonly to: string }
  /** ISO 4217 code. */
  readonly currency: string
  /** BCP 47 tag of the language that the page is printed in, `en`, `pt-PT`. */
  readonly language: string
  readonly seller: Seller
  readonly buyer?: Buyer
  /** Whether prices, allowances and charges contain tax. There is no default: it must be said. */
  readonly pricesInclude: 'tax' | 'none'
  /** 1 to 100 000. */
  readonly lines: readonly ReceiptLine[]
  readonly allowances?: readonly DocumentAdjustment[]
  readonly charges?: readonly DocumentAdjustment[]
  /** Paid before this document was issued (deposits); lowers the amount due. */
  readonly prepaid?: Amount
  /** Given voluntarily and not taxed; raises the amount due. */
  readonly tip?: Amount
  readonly payments?: readonly Payment[]
  readonly paymentInstructions?: PaymentInstructions
  readonly references?: readonly Reference[]
  readonly notes?: readonly string[]
  readonly codes?: readonly PrintedCode[]
  readonly rounding?: Rounding
  readonly declaredTotals?: DeclaredTotals
}
