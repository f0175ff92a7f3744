import { beforeAll, describe, expect, it } from '@jest/globals'
import { FiscalSealError } from '../../../src/base/errors.js'
import { computeReceipt } from '../../../src/document/model/compute-receipt.js'
import { writeReceiptJson } from '../../../src/document/model/receipt-json.js'
import type { SignOptions } from '../../../src/seal/sign/types.js'
import { sign } from '../../../src/seal/sign/sign.js'
import type { Report, VerifyOptions } from '../../../src/seal/verify/types.js'
import { assertTrusted, verify } from '../../../src/seal/verify/verify.js'
import {
  createTestAuthority,
  OTHER_SELLER,
  SIGNING_KINDS,
  TEST_SELLER,
} from '../../../src/testing/authority.js'
import { appendRevision } from '../../../src/testing/later-revision.js'
import { createPdf } from '../../../src/testing/pdf/test-pdf.js'
import type { TestPdfOptions } from '../../../src/testing/pdf/test-pdf.js'
import { TrustStore } from '../../../src/trust/store/trust-store.js'
import type { Identity } from '../../../src/trust/keys/identity.js'
import { receiptModel } from '../../document/model/model-samples.js'

const authority = await createTestAuthority()
const identity = await authority.identity()
const { trust } = authority
const DAY = 86_400_000

const receiptOf = (taxId: string, number = 'R-1'): Uint8Array =>
  writeReceiptJson(
    computeReceipt(
      receiptModel({
        number,
        seller: { name: 'Soko Ltd', taxIds: [{ country: 'KE', value: taxId }], address: { country: 'KE' } },
      }),
    ),
  )

const pdfOf = (taxId: string = TEST_SELLER.taxId, options: TestPdfOptions = {}): Uint8Array =>
  createPdf({ attachments: [{ name: 'receipt.json', bytes: receiptOf(taxId) }], ...options })

const seal = async (
  bytes: Uint8Array,
  by: Identity,
  options: Partial<SignOptions> = {},
): Promise<Uint8Array> =>
  (await sign(bytes, { identity: by, anySeller: true, again: true, ...options })).bytes

const codesOf = (report: Report): string[] =>
  [...report.findings, ...report.signatures.flatMap(({ findings }) => findings)].map(({ code }) => code)

let sealed: Uint8Array
beforeAll(async () => {
  sealed = await seal(pdfOf(), identity)
})

describe('a sealed receipt', () => {
  it('is trusted, and its signer, authority and data are those that were sealed', async () => {
    const report = await verify(sealed, { trust })
    assertTrusted(report)
    expect(report.answers).toEqual({
      intact: 'yes',
      whole: 'yes',
      authority: 'accepted',
      seller: 'match',
      changes: 'none',
      consistent: 'not-checked',
    })
    expect(report.signer).toMatchObject({ legalName: TEST_SELLER.legalName, taxIds: [TEST_SELLER.taxId] })
    expect(report.authority).toMatchObject({ name: 'Test Revenue Authority', jurisdiction: 'KE' })
    expect(report).toMatchObject({ field: 'Seal1', signedLength: sealed.length, document: { number: 'R-1' } })
    expect(report.signatures).toMatchObject([{ status: 'valid', level: 'B-B', revocation: 'good' }])
  })

  it.each(SIGNING_KINDS)('is trusted when it was sealed with %j', async (kind) => {
    const bytes = await seal(pdfOf(), await authority.identity(kind))
    expect((await verify(bytes, { trust })).status).toBe('trusted')
  })

  it('has the same key for duplicates when it was sealed twice, another for another number', async () => {
    const keyOf = async (bytes: Uint8Array): Promise<string | undefined> => {
      const report = await verify(bytes, { trust })
      assertTrusted(report)
      return report.duplicateKey
    }
    const again = await seal(pdfOf(TEST_SELLER.taxId, { form: 'stream' }), identity)
    expect(await keyOf(again)).toBe(await keyOf(sealed))
    const other = createPdf({
      attachments: [{ name: 'receipt.json', bytes: receiptOf(TEST_SELLER.taxId, 'R-2') }],
    })
    expect(await keyOf(await seal(other, identity))).not.toBe(await keyOf(sealed))
  })

  it('gives nothing of its content away when it is not trusted', async () => {
    const report = await verify(sealed.slice(0, -1), { trust })
    expect(report.status).not.toBe('trusted')
    expect(Object.keys(report).sort()).toEqual([
      'answers',
      'file',
      'findings',
      'signatures',
      'status',
      'validationTime',
    ])
    expect(() => {
      assertTrusted(report)
    }).toThrow(FiscalSealError)
  })

  it('is read from the signed revision, not from the file as it ends', async () => {
    const first = await seal(pdfOf(), identity)
    const report = await verify(await seal(first, await authority.otherTaxpayer()), {
      trust,
      allow: { furtherSignatures: true },
    })
    assertTrusted(report)
    expect(report).toMatchObject({
      field: 'Seal1',
      signedLength: first.length,
      answers: { changes: 'signatures' },
    })
  })
})

describe('the seller', () => {
  it.each<[string, string | undefined, VerifyOptions['seller'], string, string[]]>([
    ['is the signer', TEST_SELLER.taxId, undefined, 'trusted', []],
    ['is another taxpayer', OTHER_SELLER.taxId, undefined, 'untrusted', ['seller.mismatch']],
    ['is not named', undefined, undefined, 'indeterminate', ['seller.unknown']],
    ['is not named but expected', undefined, { taxId: TEST_SELLER.taxId }, 'trusted', []],
    [
      'is not whom the caller expects',
      TEST_SELLER.taxId,
      { taxId: OTHER_SELLER.taxId },
      'untrusted',
      ['seller.mismatch'],
    ],
    ['does not matter to the caller', OTHER_SELLER.taxId, 'not-required', 'trusted', []],
  ])('%s', async (_, taxId, seller, status, codes) => {
    const pdf = taxId === undefined ? createPdf() : pdfOf(taxId)
    const report = await verify(await seal(pdf, identity), {
      trust,
      ...(seller === undefined ? {} : { seller }),
    })
    expect(report.status).toBe(status)
    expect(codesOf(report)).toEqual(codes)
  })

  it('is unknown when the document holds two receipts', async () => {
    const file = { name: 'receipt.json', bytes: receiptOf(TEST_SELLER.taxId) }
    const report = await verify(await seal(createPdf({ attachments: [file, file] }), identity), { trust })
    expect(report.status).toBe('indeterminate')
    expect(codesOf(report)).toEqual(['document.ambiguous', 'seller.unknown'])
  })

  it.each([
    ['another major version', '"version":"1.0"', '"version":"2.0"', 'document.version-unsupported'],
    ['totals that do not add up', '"paid":"0.00"', '"paid":"1.00"', 'document.totals-differ'],
    ['a key that nobody knows', '{"schema"', '{"extra":1,"schema"', 'document.malformed'],
  ])('is unknown when the data has %s', async (_, from, to, code) => {
    const text = new TextDecoder().decode(receiptOf(TEST_SELLER.taxId))
    expect(text).toContain(from)
    const bytes = new TextEncoder().encode(text.replace(from, to))
    const pdf = createPdf({ attachments: [{ name: 'receipt.json', bytes }] })
    const report = await verify(await seal(pdf, identity), { trust })
    expect(report.status).toBe('indeterminate')
    expect(codesOf(report)).toEqual([code, 'seller.unknown'])
  })
})

describe('who stands behind the seal', () => {
  it.each<[string, () => Promise<Identity>, string, string]>([
    [
      'somebody under another authority of the same name',
      () => authority.impostor(),
      'untrusted',
      'path.signature-invalid',
    ],
    ['somebody whose certificate is revoked', () => authority.revoked(), 'untrusted', 'revocation.revoked'],
  ])('is refused when it is %s', async (_, signer, status, code) => {
    const bytes = await seal(pdfOf(), await signer())
    const report = await verify(bytes, { trust: authority.trust })
    expect(report.status).toBe(status)
    expect(codesOf(report)).toContain(code)
    expect(report.signatures).toMatchObject([{ integrity: 'intact' }])
  })

  it('is not known to be good at a time when the certificate had expired', async () => {
    const at = new Date(Date.now() + 4000 * DAY)
    const report = await verify(sealed, { trust, at, revocation: 'none' })
    expect(report.status).toBe('indeterminate')
    expect(codesOf(report).some((code) => code.endsWith('expired-no-proof'))).toBe(true)
    expect(report.validationTime).toBe(at.toISOString())
  })

  it('is not known to be good without a current revocation list, unless the caller does not ask', async () => {
    const at = new Date(Date.now() + 300 * DAY)
    const report = await verify(sealed, { trust, at })
    expect(report).toMatchObject({ status: 'indeterminate', answers: { authority: 'unknown' } })
    expect(codesOf(report)).toContain('revocation.stale')
    expect((await verify(sealed, { trust, at, revocation: 'none' })).status).toBe('trusted')
  })

  it('is judged by the anchor alone: another authority in the store changes nothing', async () => {
    const both = TrustStore.from([(await createTestAuthority({ name: 'Other' })).trust, trust])
    expect((await verify(sealed, { trust: both })).status).toBe('trusted')
  })
})

describe('several signatures', () => {
  it('leave the document indeterminate after a further one until the caller allows it', async () => {
    const twice = await seal(sealed, await authority.otherTaxpayer())
    const report = await verify(twice, { trust })
    expect(report).toMatchObject({
      status: 'indeterminate',
      signatures: [{ status: 'valid', changes: 'signatures' }, { status: 'indeterminate' }],
    })
    expect((await verify(twice, { trust, allow: { furtherSignatures: true } })).status).toBe('trusted')
  })

  it('make it trusted by the last seal of the seller', async () => {
    const report = await verify(await seal(sealed, identity), { trust })
    expect(report).toMatchObject({ status: 'trusted', field: 'Seal2' })
  })

  it('make it altered when what the first covers was changed before the second', async () => {
    const changed = appendRevision(sealed, {
      objects: [{ number: 11, value: '<< >>', stream: new TextEncoder().encode('BT ET') }],
    })
    const report = await verify(await seal(changed, identity), { trust })
    expect(report.status).toBe('altered')
    expect(report.signatures).toMatchObject([
      { status: 'valid', integrity: 'intact', coverage: 'whole-revision', changes: 'other' },
      { status: 'valid', coverage: 'whole-file' },
    ])
  })

  it('lower nothing when one is merely untrusted', async () => {
    const report = await verify(await seal(await seal(pdfOf(), await authority.impostor()), identity), {
      trust,
    })
    expect(report).toMatchObject({
      status: 'trusted',
      field: 'Seal2',
      signatures: [{ status: 'indeterminate' }, { status: 'valid' }],
    })
  })
})
