import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FiscalSealError } from '../../../src/base/errors.js'
import { newOperationCounter } from '../../../src/crypto/signature.js'
import { reportToJson } from '../../../src/seal/report/json.js'
import { reportToText } from '../../../src/seal/report/text.js'
import { sign } from '../../../src/seal/sign/sign.js'
import type { Report } from '../../../src/seal/verify/types.js'
import { createVerifier } from '../../../src/seal/verify/verifier.js'
import { assertTrusted, verify } from '../../../src/seal/verify/verify.js'
import { createTestAuthority } from '../../../src/testing/authority.js'
import { createPdf } from '../../../src/testing/pdf/test-pdf.js'
import { TrustStore } from '../../../src/trust/store/trust-store.js'

const authority = await createTestAuthority()
const { trust } = authority
const options = { trust, seller: 'not-required' } as const

const codesOf = (report: Report): string[] => report.findings.map(({ code }) => code)

let sealed: Uint8Array
let sealedByOther: Uint8Array
beforeAll(async () => {
  sealed = (await sign(createPdf(), { identity: await authority.identity() })).bytes
  sealedByOther = (await sign(createPdf(), { identity: await authority.otherTaxpayer() })).bytes
})

describe('what is no sealed PDF', () => {
  it.each([
    ['an unsealed PDF', createPdf(), 'unsigned', []],
    ['a text file', new TextEncoder().encode('Total 100.00'), 'unreadable', ['pdf.not-a-pdf']],
    ['an empty file', new Uint8Array(0), 'unreadable', ['pdf.not-a-pdf']],
    ['a PDF of five bytes', new TextEncoder().encode('%PDF-'), 'unreadable', ['pdf.header-offset']],
  ])('is %s: a report, no exception', async (_, bytes, status, codes) => {
    const report = await verify(bytes, options)
    expect(report.status).toBe(status)
    expect(codesOf(report)).toEqual(codes)
  })

  it('is a truncated one', async () => {
    for (const length of [1, 100, 1000, sealed.length - 1]) {
      expect(['altered', 'unreadable']).toContain((await verify(sealed.slice(0, length), options)).status)
    }
  })

  it('is an encrypted one, which says so', async () => {
    const text = new TextDecoder('latin1').decode(createPdf())
    const locked = text.replace('trailer\n<< ', 'trailer\n<< /Encrypt << /Filter /Standard >> ')
    const bytes = Uint8Array.from(locked, (letter) => letter.charCodeAt(0))
    const report = await verify(bytes, options)
    expect(report.status).toBe('unreadable')
    expect(codesOf(report)).toEqual(['pdf.encrypted'])
  })
})

describe('the caller', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fiscalseal-verify-'))
  afterAll(() => {
    rmSync(folder, { recursive: true })
  })

  it('pays once for what belongs to the trust store: a second verification checks the signature alone', async () => {
    const own = TrustStore.from(trust)
    const checksOf = async (): Promise<number> => {
      const counter = newOperationCounter()
      expect((await verify(sealed, { ...options, trust: own, counter })).status).toBe('trusted')
      return counter.publicKey
    }
    const first = await checksOf()
    await checksOf()
    expect(await checksOf()).toBe(1)
    expect(first).toBeGreaterThan(2)
  })

  it('may read the next file into the array of the last one, and still reads of the last one what was signed', async () => {
    const buffer = sealed.slice()
    const report = await verify(buffer, options)
    const shown = JSON.stringify(report)
    buffer.fill(0x20)
    expect(JSON.stringify(report)).toBe(shown)
    buffer.set(sealed)
    expect((await verify(buffer, options)).status).toBe('trusted')
  })

  it('may give a path, a Blob or a source of bytes', async () => {
    const path = join(folder, 'receipt.pdf')
    writeFileSync(path, sealed)
    const source = { size: sealed.length, read: (from: number, to: number) => sealed.slice(from, to) }
    for (const input of [path, new Blob([sealed.slice()]), source]) {
      expect((await verify(input, options)).status).toBe('trusted')
    }
    expect((await verify(path, options)).file).toBe(path)
    expect((await createVerifier(options).verify(sealed, { file: 'a.pdf' })).file).toBe('a.pdf')
  })

  const untyped = verify as (input: unknown, options?: unknown) => Promise<Report>

  it.each<[string, unknown, unknown, string]>([
    ['says nobody whom he accepts', new Uint8Array(0), {}, 'trust.missing'],
    ['says nothing at all', new Uint8Array(0), undefined, 'trust.missing'],
    ['gives trust that is none', new Uint8Array(0), { trust: 'roots.pem' }, 'trust.invalid'],
    ['gives the JSON of a store', new Uint8Array(0), { trust: trust.toJSON() }, 'trust.invalid'],
    ['misspells an option', new Uint8Array(0), { trust, crl: [] }, 'argument.invalid'],
    ['gives a time that is none', new Uint8Array(0), { trust, at: new Date(NaN) }, 'argument.invalid'],
    ['gives null for a time', new Uint8Array(0), { trust, at: null }, 'argument.invalid'],
    ['gives null for a seller', new Uint8Array(0), { trust, seller: null }, 'argument.invalid'],
    [
      'expects a seller who can be none',
      new Uint8Array(0),
      { trust, seller: { taxId: '' } },
      'argument.invalid',
    ],
    [
      'asks for an unknown kind of revocation',
      new Uint8Array(0),
      { trust, revocation: 'maybe' },
      'argument.invalid',
    ],
    ['gives a CRL and no list', new Uint8Array(0), { trust, crls: new Uint8Array(3) }, 'argument.invalid'],
    ['gives a promise of CRLs', new Uint8Array(0), { trust, crls: Promise.resolve([]) }, 'argument.invalid'],
    ['gives null for OCSP answers', new Uint8Array(0), { trust, ocsp: null }, 'argument.invalid'],
    ['gives a CRL that is none', new Uint8Array(0), { trust, crls: [new Uint8Array(3)] }, 'argument.invalid'],
    ['gives no PDF', 5, { trust }, 'argument.invalid'],
    ['names a file that is not there', '/no/such/file.pdf', { trust }, 'file.not-found'],
  ])('gets a typed error when he %s', async (_, input, options, code) => {
    const error: unknown = await untyped(input, options).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(FiscalSealError)
    expect(error).toMatchObject({ code })
  })

  it('gets a typed error when he forgets to await the report', () => {
    const uses: readonly ((report: Report) => unknown)[] = [assertTrusted, reportToText, reportToJson]
    for (const given of [verify(sealed, options), undefined, null, {}, 'trusted'])
      for (const use of uses)
        expect(() => {
          use(given as Report)
        }).toThrow(expect.objectContaining({ name: 'FiscalSealError', code: 'argument.invalid' }))
  })

  it('may lower what a reader spends on one file', async () => {
    const report = await verify(sealed, { ...options, limits: { fileSize: 100 } })
    expect(report.status).toBe('unreadable')
    expect(codesOf(report)).toEqual(['pdf.limit'])
  })

  it('gets the same report from a verifier that has seen other files', async () => {
    const verifier = createVerifier({ ...options, at: new Date() })
    const first = await verifier.verify(sealed)
    await verifier.verify(sealedByOther)
    expect(await verifier.verify(sealed)).toEqual(first)
    const broken = sealed.slice()
    broken[200] = (broken[200] ?? 0) ^ 1
    expect((await verifier.verify(broken)).status).toBe('altered')
    expect(await verifier.verify(sealed)).toEqual(first)
  })
})
