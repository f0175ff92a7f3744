import { beforeAll, describe, expect, it } from '@jest/globals'
import { memorySource } from '../../../src/base/source.js'
import { writeReceiptJson } from '../../../src/document/model/receipt-json.js'
import { buildReceipt } from '../../../src/document/page/build-receipt.js'
import type { BuiltReceipt } from '../../../src/document/page/build-receipt.js'
import { PdfFile } from '../../../src/formats/pdf/file.js'
import { signatureFields } from '../../../src/formats/pdf/form-fields.js'
import { sign } from '../../../src/seal/sign/sign.js'
import type { Report } from '../../../src/seal/verify/types.js'
import { createVerifier } from '../../../src/seal/verify/verifier.js'
import { createTestAuthority } from '../../../src/testing/authority.js'
import { createPdf, XREF_FORMS } from '../../../src/testing/pdf/test-pdf.js'
import { deleteAt, duplicateSignatureKey, insertAt, lastSignature } from '../../../src/testing/tampering.js'
import { line, receiptModel } from '../../document/model/model-samples.js'
import { judgeTurned, MASKS } from './turned-bytes.js'

const SELLER = { taxId: 'PT500000000', country: 'PT' }
const PLACES = 200
const LARGEST_RECEIPT = 20_000

const authority = await createTestAuthority()
const verifier = createVerifier({ trust: authority.trust })
const verify = async (bytes: Uint8Array): Promise<Report> => verifier.verify(bytes)

let sealed: Uint8Array
beforeAll(async () => {
  const receipt = await buildReceipt(receiptModel(), { layout: { page: 'roll80' } })
  const identity = await authority.identity(SELLER)
  sealed = (await sign(receipt, { identity })).bytes
})

/** Verifies every mutant; returns how many there were and which were trusted. A crash fails the test by itself. */
async function judge(
  mutants: Iterable<Uint8Array>,
): Promise<{ readonly count: number; readonly trusted: readonly number[] }> {
  const trusted: number[] = []
  let count = 0
  for (const mutant of mutants) {
    const { status } = await verify(mutant)
    if (status === 'trusted') trusted.push(count)
    count++
  }
  return { count, trusted }
}

function report(kind: string, count: number, more = ''): void {
  process.stdout.write(
    `mutation: ${kind.padEnd(36)} ${String(count).padStart(6)} mutants, none trusted${more}\n`,
  )
}

const places = (length: number): readonly number[] =>
  Array.from({ length: PLACES }, (_, index) => Math.floor(((index + 0.5) * length) / PLACES))

describe('a sealed receipt', () => {
  it('is small and trusted', async () => {
    expect(sealed.length).toBeLessThanOrEqual(LARGEST_RECEIPT)
    expect((await verify(sealed)).status).toBe('trusted')
  })

  it('is never trusted after one of its bytes was turned over: some, of all that test:mutation tries', async () => {
    const some = [...sealed.keys()].filter((offset) => offset % 5 === 0)
    const { trusted, count } = await judgeTurned(sealed, verifier, (offset) =>
      offset % 5 === 0 ? [MASKS[offset % MASKS.length] ?? 0] : [],
    )
    expect(trusted).toEqual([])
    expect(count).toBe(some.length)
    report('bytes turned over, one in five', count)
  })

  it('is never trusted after a byte was inserted or left out', async () => {
    const at = places(sealed.length)
    const inserted = await judge(at.map((offset) => insertAt(sealed, offset, ' ')))
    const deleted = await judge(at.map((offset) => deleteAt(sealed, offset)))
    expect([...inserted.trusted, ...deleted.trusted]).toEqual([])
    report('a byte inserted', inserted.count)
    report('a byte left out', deleted.count)
  })

  it('is never trusted when it was cut off at a line end of its tail, or a byte was appended', async () => {
    const [, end] = lastSignature(sealed).contents
    const lineEnds = [...sealed.keys()].filter(
      (offset) => offset >= end && (sealed[offset] === 0x0a || sealed[offset] === 0x0d),
    )
    const cuts = lineEnds.flatMap((offset) => [offset, offset + 1]).filter((length) => length < sealed.length)
    const cut = await judge(cuts.map((length) => sealed.slice(0, length)))
    const appended = await judge(
      Array.from({ length: 256 }, (_, byte) => insertAt(sealed, sealed.length, Uint8Array.of(byte))),
    )
    expect([...cut.trusted, ...appended.trusted]).toEqual([])
    report('cut off at line ends of the tail', cut.count)
    report('a byte appended', appended.count)
  })

  it('is never trusted when a key of its signature dictionary stands there twice', async () => {
    const file = PdfFile.open(memorySource(sealed))
    const keys = signatureFields(file).flatMap(({ signature }) => [...(signature?.entries.keys() ?? [])])
    expect(keys).toEqual(
      expect.arrayContaining(['Type', 'Filter', 'SubFilter', 'ByteRange', 'Contents', 'M']),
    )
    const twice = await judge(keys.map((key) => duplicateSignatureKey(sealed, key)))
    expect(twice.trusted).toEqual([])
    report('a key of the signature dictionary twice', twice.count)
  })
})

describe('honest twins', () => {
  const twins = Array.from({ length: 20 }, (_, index) => index)

  const twinOf = async (index: number): Promise<BuiltReceipt | Uint8Array> => {
    const model = receiptModel({
      number: `R-${index}`,
      seller: {
        name: `Loja n.º ${index}`,
        taxIds: [{ scheme: 'VAT', country: 'PT', value: '500000000' }],
        address: { country: 'PT', city: 'Porto' },
      },
      lines: [line({ name: `Café ${index}`, quantity: `${index + 1}`, unitPrice: `${index}.49` })],
    })
    const page = (['A4', 'roll80', 'A5', 'roll58'] as const)[index % 4] ?? 'A4'
    const receipt = await buildReceipt(model, { layout: { page } })
    if (index % 2 === 0) return receipt
    const form = XREF_FORMS[index % XREF_FORMS.length] ?? 'table'
    return createPdf({
      form,
      attachments: [{ name: 'receipt.json', bytes: writeReceiptJson(receipt.computed) }],
    })
  }

  it('are trusted: other names, amounts, papers, forms of the file, RSA and P-256', async () => {
    const keys = [await authority.identity(SELLER), await authority.identity({ ...SELLER, key: 'RSA-2048' })]
    const statuses: string[] = []
    for (const index of twins) {
      const identity = keys[(index >> 1) % keys.length] ?? keys[0]
      if (identity === undefined) throw new Error('no identity')
      const { bytes } = await sign(await twinOf(index), { identity })
      statuses.push((await verify(bytes)).status)
    }
    expect(statuses).toEqual(twins.map(() => 'trusted'))
    process.stdout.write(`mutation: ${twins.length} honest twins, all trusted\n`)
  })
})
