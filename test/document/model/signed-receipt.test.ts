import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { fromUtf8, toUtf8 } from '../../../src/base/bytes.js'
import { Malformed } from '../../../src/base/errors.js'
import { computeReceipt } from '../../../src/document/model/compute-receipt.js'
import { canonicalReceiptData } from '../../../src/document/model/duplicate-key.js'
import { present } from '../../../src/document/model/fields.js'
import { readReceiptJson, writeReceiptJson } from '../../../src/document/model/receipt-json.js'
import type { SellerIds } from '../../../src/document/model/receipt-scan.js'
import { copiedReceipt } from '../../../src/document/model/copied-receipt.js'
import type { ReadReceipt } from '../../../src/document/model/read-receipt.js'
import { readSignedReceipt as read } from '../../../src/document/model/signed-receipt.js'
import { anyModel } from './model-arbitrary.js'
import { line, receiptModel } from './model-samples.js'

const honest =
  fromUtf8(writeReceiptJson(computeReceipt(receiptModel({ lines: [line(), line({ name: 'Tea' })] })))) ?? ''

/** What of a seller is compared with a certificate. */
function idsOf({ taxIds, registrationId }: SellerIds): SellerIds {
  return { taxIds: taxIds.map(({ value, country }) => ({ value, ...present({ country }) })), registrationId }
}

function readSignedReceipt(bytes: Uint8Array): Promise<ReadReceipt> {
  return Promise.resolve().then(() => read(bytes, copiedReceipt))
}

/** The code that reading `text` is refused with. */
async function refusal(text: string | Uint8Array): Promise<string> {
  try {
    await readSignedReceipt(typeof text === 'string' ? toUtf8(text) : text)
    return 'accepted'
  } catch (error) {
    if (error instanceof Malformed) return error.code
    throw error
  }
}

describe('a signed receipt.json', () => {
  it('says what was written, for any model', async () => {
    await fc.assert(
      fc.asyncProperty(anyModel, async (model) => {
        const bytes = writeReceiptJson(computeReceipt(model))
        const { receipt, seller, data } = await readSignedReceipt(bytes)
        expect(receipt).toEqual(readReceiptJson(bytes))
        expect(idsOf(seller)).toEqual(idsOf(receipt.seller))
        expect(data).toEqual(canonicalReceiptData(receipt))
      }),
    )
  })

  it.each([
    ['a gross that is not net and tax', '"gross":"8.59"', '"gross":"8.58"'],
    ['a tax that is not the sum of the table', '"tax":"1.61"', '"tax":"1.60"'],
  ])('is reported as document.totals-differ with %s', async (_, from, to) => {
    const text = honest.includes(from)
      ? honest.replace(from, to)
      : honest.replace(/"balance":"[^"]*"/, '"balance":"0.01"')
    expect(await refusal(text)).toBe('document.totals-differ')
  })

  it.each([
    ['white space', (text: string) => text.replace(',"lines"', ', "lines"')],
    ['a key twice', (text: string) => text.replace('"number":', '"number":"R-1","number":')],
    ['an unknown key', (text: string) => text.replace('"number":', '"extra":"","number":')],
    ['keys in another order', (text: string) => text.replace(/("kind":"[^"]*"),("number":"[^"]*")/, '$2,$1')],
    ['a number where text belongs', (text: string) => text.replace('"quantity":"2"', '"quantity":2')],
    ['an unknown word', (text: string) => text.replace('"kind":"receipt"', '"kind":"bill"')],
    ['money of other decimals', (text: string) => text.replace(/"due":"([^"]*)"/, '"due":"$10"')],
    ['money with a plus sign', (text: string) => text.replace(/"due":"([^"]*)"/, '"due":"+$1"')],
    [
      'other decimals of the currency',
      (text: string) => text.replace('"currencyDigits":2', '"currencyDigits":9'),
    ],
    ['no seller', (text: string) => text.replace(/"seller":\{.*?\}\},/, '')],
    ['a prototype', (text: string) => text.replace('"seller":{', '"seller":{"__proto__":{},')],
    ['an escape that need not be', (text: string) => text.replace('Tea', '\\u0054ea')],
    ['half of a character', (text: string) => text.replace('Tea', 'T\\ud800a')],
    [
      'the other half of a character',
      (text: string) => text.replace(/"number":"[^"]*"/, '"number":"\\udc00"'),
    ],
    ['bytes behind it', (text: string) => `${text}\n`],
    ['another schema', (text: string) => text.replace('urn:fiscalseal:receipt', 'urn:other')],
  ])('is reported as document.malformed with %s', async (_, change) => {
    const text = change(honest)
    expect(text).not.toBe(honest)
    expect(await refusal(text)).toBe('document.malformed')
  })

  it.each(['', 'null', '[]', '"', '{}', '{"schema":"urn:fiscalseal:receipt"}', '['.repeat(100_000)])(
    'is reported as document.malformed when it is no receipt at all (%#)',
    async (text) => {
      expect(await refusal(text)).toBe('document.malformed')
    },
  )

  it('is reported as document.malformed when it is not UTF-8', async () => {
    expect(await refusal(Uint8Array.of(0xff, 0xfe))).toBe('document.malformed')
  })

  it('may have escapes that must be', async () => {
    expect(await refusal(honest.replace('Tea', 'T\\"a \u{1f375}'))).toBe('accepted')
  })

  it('is reported as document.version-unsupported when its major version is another one', async () => {
    expect(await refusal(honest.replace('"version":"1.0"', '"version":"2.0"'))).toBe(
      'document.version-unsupported',
    )
    expect(await refusal(honest.replace('"version":"1.0"', '"version":"one"'))).toBe('document.malformed')
  })

  it('may have fields that a later minor version added, which are left out', async () => {
    const later = honest
      .replace('"version":"1.0"', '"version":"1.7"')
      .replace('"number":', '"mood":"good","number":')
    const { receipt, data } = await readSignedReceipt(toUtf8(later))
    expect(receipt).toEqual((await readSignedReceipt(toUtf8(honest))).receipt)
    expect(data).toEqual(canonicalReceiptData(receipt))
    expect(await refusal(later.replace('"mood":', '"mood":"bad","mood":'))).toBe('document.malformed')
  })
})
