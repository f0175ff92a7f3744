import { describe, expect, it } from '@jest/globals'
import { concatBytes, fromLatin1, fromUtf8, toUtf8 } from '../../../src/base/bytes.js'
import { computeReceipt } from '../../../src/document/model/compute-receipt.js'
import { writeReceiptJson } from '../../../src/document/model/receipt-json.js'
import type { ReceiptModel } from '../../../src/document/model/types.js'
import { sign } from '../../../src/seal/sign/sign.js'
import { createPdf } from '../../../src/testing/pdf/test-pdf.js'
import { receiptModel } from '../../document/model/model-samples.js'
import { expectRefusal, soko } from './soko.js'

type TaxIds = ReceiptModel['seller']['taxIds']

const OWN: TaxIds = [{ scheme: 'PIN', country: 'KE', value: 'P051234567X' }]
const OTHER: TaxIds = [{ country: 'KE', value: 'P051111111A' }]

const receiptOf = (taxIds: TaxIds, name = 'Soko Ltd'): Uint8Array =>
  writeReceiptJson(computeReceipt(receiptModel({ seller: { name, taxIds, address: { country: 'KE' } } })))

const textOf = (taxIds: TaxIds): string => fromUtf8(receiptOf(taxIds)) ?? ''

const documentWith = (...receipts: readonly Uint8Array[]): Uint8Array =>
  createPdf({ attachments: receipts.map((bytes) => ({ name: 'receipt.json', bytes })) })

describe('the seller', () => {
  it.each([
    ['however the number is written', receiptOf([{ country: 'KE', value: 'P 051-234567.x' }])],
    ['with a name that needs escapes and more than ASCII', receiptOf(OWN, 'Søko "Ltd" \\')],
    ['in a later minor version', toUtf8(textOf(OWN).replace('"version":"1.0",', '"version":"1.1","new":1,'))],
  ])('is the taxpayer of the certificate: %s', async (_, receipt) => {
    expect(await sign(documentWith(receipt), { identity: soko })).toMatchObject({ level: 'B-B' })
  })

  it.each<[string, readonly Uint8Array[]]>([
    ['another taxpayer', [receiptOf(OTHER)]],
    ['the same number of another country', [receiptOf([{ country: 'UG', value: 'P051234567X' }])]],
    ['nobody', [toUtf8(textOf(OWN).replace(/"taxIds":\[.*?\]/, '"taxIds":[]'))]],
    ['one seller in one receipt and another in the next', [receiptOf(OWN), receiptOf(OTHER)]],
    ['the same seller in two receipts', [receiptOf(OWN), receiptOf(OWN)]],
    ['another seller behind a byte order mark', [toUtf8(`\ufeff${textOf(OTHER)}`)]],
    ['another seller behind white space', [toUtf8(` ${textOf(OTHER)}`)]],
    ['another seller in UTF-16', [Buffer.from(`\ufeff${textOf(OTHER)}`, 'utf16le')]],
    [
      'a second seller at the end',
      [toUtf8(`${textOf(OWN).slice(0, -1)},"seller":{"name":"Duka","taxIds":[]}}`)],
    ],
    ['a seller and something behind the receipt', [toUtf8(`${textOf(OWN)} x`)]],
    ['a seller in half a receipt', [receiptOf(OWN).slice(0, -40)]],
    [
      'a seller in bytes that are no text',
      [concatBytes([receiptOf(OWN).slice(0, -2), fromLatin1('\xff"}')])],
    ],
    ['a schema twice', [toUtf8(textOf(OTHER).replace('"version"', '"schema":"something else","version"'))]],
    ['a seller in a version that nobody knows', [toUtf8(textOf(OWN).replace('"1.0"', '"2.0"'))]],
  ])('is refused when the document names %s, unless it does not matter', async (_, receipts) => {
    const pdf = documentWith(...receipts)
    await expectRefusal(sign(pdf, { identity: soko }), 'sign.seller-mismatch')
    expect(await sign(pdf, { identity: soko, anySeller: true })).toMatchObject({ level: 'B-B' })
  })

  it('is told apart by country in the refusal', async () => {
    const pdf = documentWith(receiptOf([{ country: 'UG', value: 'P051234567X' }]))
    const { message } = await expectRefusal(sign(pdf, { identity: soko }), 'sign.seller-mismatch')
    expect(message).toContain('is P051234567X (UG), but the certificate names P051234567X (KE).')
  })

  it.each(['{ "schema": "something else" }', '{"seller":{"taxIds":[]}}', '[]'])(
    'is not looked for in a file of that name that is no receipt: %s',
    async (text) => {
      expect(await sign(documentWith(toUtf8(text)), { identity: soko })).toMatchObject({ level: 'B-B' })
    },
  )
})
