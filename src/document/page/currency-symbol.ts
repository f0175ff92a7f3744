/** What a currency is written with beside its amounts. */
export interface CurrencySymbol {
  readonly symbol: string
  /** Other currencies use it too, so the code has to stand beside it. */
  readonly shared: boolean
}

const OWN =
  'EUR € INR ₹ NGN ₦ BRL R$ PLN zł CZK Kč TRY ₺ RUB ₽ UAH ₴ ILS ₪ KRW ₩ VND ₫ KZT ₸ GHS GH₵ PHP ₱ CRC ₡ PYG ₲ HUF Ft BGN лв.'

const SHARED =
  'USD $ CAD $ AUD $ NZD $ MXN $ ARS $ CLP $ COP $ SGD $ HKD $ TWD $ GBP £ EGP £ JPY ¥ CNY ¥ SEK kr NOK kr DKK kr ISK kr ' +
  'KES KSh TZS TSh UGX USh ZAR R PKR Rs LKR Rs NPR Rs MUR Rs'

const SYMBOLS: ReadonlyMap<string, CurrencySymbol> = new Map([
  ...pairsOf(OWN, false),
  ...pairsOf(SHARED, true),
])

/** Returns the symbol of an ISO 4217 currency; one that has none is written with its code. */
export function symbolOf(currency: string): CurrencySymbol {
  return SYMBOLS.get(currency) ?? { symbol: currency, shared: false }
}

function pairsOf(list: string, shared: boolean): readonly (readonly [string, CurrencySymbol])[] {
  const items = list.split(' ')
  const pairs: (readonly [string, CurrencySymbol])[] = []
  for (let index = 0; index + 1 < items.length; index += 2) {
    pairs.push([items[index] ?? '', { symbol: items[index + 1] ?? '', shared }])
  }
  return pairs
}
