/** What a value must be: text, money with the decimals of the currency, any canonical decimal, the number of decimals itself, one of some words, a list, an object. */
export type Shape =
  | { readonly is: 'text' | 'money' | 'decimal' | 'digits' }
  | { readonly is: 'word'; readonly words: ReadonlySet<string> }
  | { readonly is: 'list'; readonly each: Shape }
  | { readonly is: 'object'; readonly fields: readonly Field[] }

/** A field of an object; fields stand in the order in which they are written. */
export interface Field {
  readonly key: string
  readonly isOptional: boolean
  readonly shape: Shape
}

const TEXT: Shape = { is: 'text' }
const MONEY: Shape = { is: 'money' }
const DECIMAL: Shape = { is: 'decimal' }

const words = (text: string): Shape => ({ is: 'word', words: new Set(text.split(' ')) })
const list = (each: Shape): Shape => ({ is: 'list', each })
const object = (...fields: readonly (readonly Field[])[]): Shape => ({ is: 'object', fields: fields.flat() })

/** Fields of one shape, their names apart by spaces, those of optional ones ending in `?`. */
const all = (names: string, shape: Shape): readonly Field[] =>
  names.split(' ').map((name) => ({ key: name.replace('?', ''), isOptional: name.endsWith('?'), shape }))

const taxIds = list(object(all('scheme? country? value', TEXT)))
const address = object(all('street?', list(TEXT)), all('city? postalCode? region? country', TEXT))
const contact = object(all('name? phone? email? website?', TEXT))
const rate = [
  ...all('category', words('S Z E AE K G O L M')),
  ...all('rate', DECIMAL),
  ...all('scheme? exemptionReason? exemptionCode?', TEXT),
]
const taxes = all('tax', list(object(rate)))
const shares = all('net taxAmount gross', MONEY)
const adjustment = [...all('amount', MONEY), ...all('percent?', DECIMAL), ...all('reason? reasonCode?', TEXT)]

const line = object(
  all('id name', TEXT),
  all('quantity', DECIMAL),
  all('unit', TEXT),
  all('unitPrice priceBase', DECIMAL),
  taxes,
  all('allowances charges', list(object(adjustment))),
  all('note? itemCode?', TEXT),
  all('subtotal amount', MONEY),
  shares,
)

const payment = object(
  all('method', words('cash card transfer direct-debit mobile voucher cheque other')),
  all('amount', MONEY),
  all('reference? cardLast4? paidAt?', TEXT),
)

const reference = object(
  all('kind', words('original order contract delivery project other')),
  all('number date?', TEXT),
)

const code = object(
  all('kind', words('qr')),
  all('text caption?', TEXT),
  all('errorCorrection?', words('L M Q H')),
)

const rounding = object(
  all('mode', words('per-tax-category per-line')),
  all('rule', words('half-up half-even')),
  all('cashStep?', MONEY),
)

const TOTALS =
  'lines allowances charges linesNet allowancesNet chargesNet net tax gross tip prepaid rounding due paid balance perLineDifference?'

/** The shape of a computed receipt, as `writeReceiptJson` writes it. */
export const RECEIPT_SHAPE: Shape = object(
  all('kind', words('receipt invoice credit-note debit-note proforma')),
  all('number issuedAt dueDate?', TEXT),
  all('period?', object(all('from to', TEXT))),
  all('currency', TEXT),
  all('currencyDigits', { is: 'digits' }),
  all('language', TEXT),
  all('seller', party({ isSeller: true })),
  all('buyer?', party({ isSeller: false })),
  all('pricesInclude', words('tax none')),
  all('lines', list(line)),
  all('allowances charges', list(object(adjustment, taxes, shares))),
  all('payments', list(payment)),
  all('paymentInstructions?', object(all('iban? bic? accountName? reference? terms?', TEXT))),
  all('references', list(reference)),
  all('notes', list(TEXT)),
  all('codes', list(code)),
  all('rounding', rounding),
  all('taxTable', list(object(rate, all('base tax', MONEY)))),
  all('totals', object(all(TOTALS, MONEY))),
)

function party({ isSeller }: { readonly isSeller: boolean }): Shape {
  return object(
    all(isSeller ? 'name tradingName?' : 'name', TEXT),
    all(isSeller ? 'taxIds' : 'taxIds?', taxIds),
    all('registrationId?', TEXT),
    all(isSeller ? 'address' : 'address?', address),
    all('contact?', contact),
  )
}
