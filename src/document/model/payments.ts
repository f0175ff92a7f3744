import { DIGITS, UPPER, consistsOf } from './ascii.js'
import type { ComputedPayment } from './computed.js'
import { isInstant } from './dates.js'
import { decimal, formatDecimal } from './decimal.js'
import { Fields, present, readList } from './fields.js'
import { readMoney } from './numbers.js'
import { IDENTIFIER, NAME, NOTE, readOptionalText, readWord } from './text.js'
import type { PaymentInstructions, PaymentMethod } from './types.js'

const METHODS = ['cash', 'card', 'transfer', 'direct-debit', 'mobile', 'voucher', 'cheque', 'other'] as const
const MAX_PAYMENTS = 1000

/** Returns the payments, copied and checked, and their sum in minor units. */
export function readPayments(
  model: Fields,
  digits: number,
): { readonly payments: readonly ComputedPayment[]; readonly paid: bigint } {
  let paid = 0n
  const payments = readList(model, 'payments', {
    max: MAX_PAYMENTS,
    read: (value, path) => {
      const fields = Fields.of(value, path, model.reading)
      if (fields === undefined) return undefined
      const amount = readMoney(fields, 'amount', { digits, sign: 'any' })
      paid += amount
      return readPayment(fields, formatDecimal(decimal(amount, digits)))
    },
  })
  return { payments, paid }
}

function readPayment(fields: Fields, amount: string): ComputedPayment {
  const cardLast4 = readOptionalText(fields, 'cardLast4', IDENTIFIER)
  const paidAt = readOptionalText(fields, 'paidAt', IDENTIFIER)
  // EN 16931 BR-51 and PCI DSS: a full card number must never be printed or kept.
  if (cardLast4 !== undefined && !(cardLast4.length === 4 && consistsOf(cardLast4, DIGITS))) {
    fields.report('cardLast4', 'payment.card-digits')
  }
  if (paidAt !== undefined && !isInstant(paidAt)) fields.report('paidAt', 'time.invalid')
  const payment = {
    method: readWord<PaymentMethod>(fields, 'method', METHODS),
    amount,
    ...present({ reference: readOptionalText(fields, 'reference', IDENTIFIER), cardLast4, paidAt }),
  }
  fields.end()
  return payment
}

/** Returns where a transfer is to go, copied and checked, or `undefined`. */
export function readPaymentInstructions(model: Fields): PaymentInstructions | undefined {
  const fields = model.optionalObject('paymentInstructions')
  if (fields === undefined) return undefined
  const iban = readOptionalText(fields, 'iban', IDENTIFIER)
  const bic = readOptionalText(fields, 'bic', IDENTIFIER)
  if (iban !== undefined && !isIban(iban)) fields.report('iban', 'payment.iban-invalid')
  if (bic !== undefined && !isBic(bic)) fields.report('bic', 'payment.bic-invalid')
  const instructions = present({
    iban,
    bic,
    accountName: readOptionalText(fields, 'accountName', NAME),
    reference: readOptionalText(fields, 'reference', IDENTIFIER),
    terms: readOptionalText(fields, 'terms', NOTE),
  })
  fields.end()
  return instructions
}

/** ISO 13616: country, two check digits, up to 30 letters and digits; the whole, rearranged, is 1 modulo 97. */
function isIban(text: string): boolean {
  const iban = text.split(' ').join('')
  if (iban.length < 15 || iban.length > 34 || !consistsOf(iban, UPPER + DIGITS)) return false
  if (!consistsOf(iban.slice(0, 2), UPPER) || !consistsOf(iban.slice(2, 4), DIGITS)) return false
  let remainder = 0
  for (const sign of iban.slice(4) + iban.slice(0, 4)) {
    const value = parseInt(sign, 36)
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97
  }
  return remainder === 1
}

/** ISO 9362: eight or eleven letters and digits, the country in the fifth and sixth place. */
function isBic(text: string): boolean {
  return (
    (text.length === 8 || text.length === 11) &&
    consistsOf(text, UPPER + DIGITS) &&
    consistsOf(text.slice(4, 6), UPPER)
  )
}
