import { createHash } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { computeReceipt } from '../../../src/document/model/compute-receipt.js'
import { canonicalReceiptData, duplicateKeyOf } from '../../../src/document/model/duplicate-key.js'
import { readReceiptJson, writeReceiptJson } from '../../../src/document/model/receipt-json.js'
import type { ReceiptModel } from '../../../src/document/model/types.js'
import { line, receiptModel } from './model-samples.js'

function keyOf(model: ReceiptModel): string {
  const receipt = readReceiptJson(writeReceiptJson(computeReceipt(model)))
  return duplicateKeyOf(receipt, createHash('sha256').update(canonicalReceiptData(receipt)).digest())
}

describe('the key for finding duplicates', () => {
  it('names seller, number, date and digest', () => {
    expect(keyOf(receiptModel())).toMatch(/^PT500000000\/R-2026-117\/2026-11-22\/[0-9a-f]{64}$/)
  })

  it('is the same for the same receipt, also when it spells its numbers otherwise', () => {
    const spelled = receiptModel({
      lines: [line({ id: '1', quantity: '2.00', unitPrice: 349n, unit: 'C62' })],
    })
    expect(keyOf(spelled)).toBe(keyOf(receiptModel()))
  })

  it('differs in the digest alone when the content differs', () => {
    const [one = '', other = ''] = [receiptModel(), receiptModel({ notes: ['Copy'] })].map(keyOf)
    expect(one).not.toBe(other)
    expect(one.slice(0, -64)).toBe(other.slice(0, -64))
  })

  it('has four parts whatever the number holds', () => {
    expect(keyOf(receiptModel({ number: 'FT 2026/117 é' })).split('/')).toHaveLength(4)
  })

  it('is told of a receipt whose moment is no date: no character is cut in two', () => {
    const receipt = { ...computeReceipt(receiptModel()), issuedAt: '2026-11-2\u{1f375}T' }
    expect(decodeURIComponent(duplicateKeyOf(receipt, new Uint8Array(32)).split('/')[2] ?? '')).toBe(
      '2026-11-2\u{1f375}',
    )
  })
})
