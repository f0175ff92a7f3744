// Receipts of about 100 kB as the library builds them: embedded fonts, a logo that does not compress, and data inside. Every
// round has a number, amounts and times of its own.
import { randomBytes } from 'node:crypto'
import { crc32, deflateSync } from 'node:zlib'
import { createReceiptBuilder } from '../../dist/esm/receipt.js'
import { seller } from './seller.mjs'

const WIDTH = 160
const HEIGHT = 134

const pngChunk = (type, content) => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content])
  const chunk = Buffer.alloc(body.length + 8)
  chunk.writeUInt32BE(content.length)
  body.copy(chunk, 4)
  chunk.writeUInt32BE(crc32(body), body.length + 4)
  return chunk
}

const noisePng = () => {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(WIDTH)
  header.writeUInt32BE(HEIGHT, 4)
  header.set([8, 2], 8)
  const rows = Array.from({ length: HEIGHT }, () => Buffer.concat([Buffer.of(0), randomBytes(WIDTH * 3)]))
  const chunks = [
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateSync(Buffer.concat(rows))),
    pngChunk('IEND', Buffer.alloc(0)),
  ]
  return new Uint8Array(Buffer.concat([Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a), ...chunks]))
}

const modelOf = (round) => ({
  kind: 'receipt',
  number: `R-${String(round)}`,
  issuedAt: new Date(Date.UTC(2026, 0, 1) + round * 60_000).toISOString(),
  currency: 'KES',
  language: 'en',
  seller: {
    name: seller.legalName,
    taxIds: [{ scheme: 'PIN', country: seller.country, value: seller.taxId }],
    address: { country: seller.country },
  },
  pricesInclude: 'tax',
  lines: Array.from({ length: 6 }, (_, line) => ({
    name: `Article ${String(line + 1)}`,
    quantity: String(1 + ((round + line) % 5)),
    unitPrice: `${String(100 + round)}.${String(10 + line)}`,
    tax: [{ category: 'S', rate: '16' }],
  })),
})

/** A function that builds the receipt of a round. */
export const makeReceipts = () => {
  const builder = createReceiptBuilder()
  const layout = { logo: { bytes: noisePng(), alternativeText: 'Logo' } }
  return async (round) => (await builder.build(modelOf(round), { layout })).bytes
}
