import { describe, expect, it } from '@jest/globals'
import { equalBytes } from '../../../src/base/bytes.js'
import { SealedOutput } from '../../../src/seal/sign/sealed-output.js'
import { sign } from '../../../src/seal/sign/sign.js'
import { verify } from '../../../src/seal/verify/verify.js'
import { createPdf } from '../../../src/testing/pdf/test-pdf.js'
import type { Identity } from '../../../src/trust/keys/identity.js'
import { issue, soko, trust } from './soko.js'

const large = (): Uint8Array =>
  createPdf({ attachments: [{ name: 'picture', bytes: new Uint8Array(2_000_000) }] })

/** An identity during whose signature something else happens. */
const meanwhile = (happens: () => void): Identity => ({
  certificate: soko.certificate,
  chain: soko.chain,
  publicKey: soko.publicKey,
  scheme: soko.scheme,
  sign: async (message) => {
    happens()
    return soko.sign(message)
  },
  toJSON: () => soko.toJSON(),
})

describe('a small document', () => {
  it('is copied before it is hashed, so nothing that happens to the input later matters', async () => {
    const pdf = createPdf()
    const sealed = await sign(pdf, { identity: meanwhile(() => pdf.fill(0)) })
    expect((await verify(sealed.bytes, { trust, seller: 'not-required' })).status).toBe('trusted')
  })

  it('is copied at once also when the identity is used for the first time', async () => {
    const pdf = createPdf()
    const before = pdf.slice()
    const sealing = sign(pdf, { identity: await issue() })
    pdf.fill(0)
    expect(equalBytes((await sealing).bytes.subarray(0, before.length), before)).toBe(true)
  })

  it('is copied before a seal is drawn, so what is sealed is what was checked', async () => {
    const pdf = createPdf()
    const before = pdf.slice()
    const sealing = sign(pdf, { identity: soko, appearance: { lines: ['Soko Ltd'] } })
    pdf.fill(0)
    const { bytes } = await sealing
    expect(equalBytes(bytes.subarray(0, before.length), before)).toBe(true)
    expect((await verify(bytes, { trust, seller: 'not-required' })).status).toBe('trusted')
  })
})

describe('a large document', () => {
  it('is joined when it is asked for, once', async () => {
    const pdf = large()
    const sealed = await sign(pdf, { identity: soko })
    expect(sealed.bytes).toBe(sealed.bytes)
    expect(equalBytes(sealed.bytes, Buffer.concat([pdf, sealed.appended]))).toBe(true)
    expect((await verify(sealed.bytes, { trust, seller: 'not-required' })).status).toBe('trusted')
  })

  it('is copied before a signature that is waited for', async () => {
    const pdf = large()
    const before = pdf.slice()
    const sealed = await sign(pdf, { identity: meanwhile(() => pdf.fill(0)) })
    expect(equalBytes(sealed.bytes.subarray(0, before.length), before)).toBe(true)
    expect((await verify(sealed.bytes, { trust, seller: 'not-required' })).status).toBe('trusted')
  })

  it('is not given out when one byte of it was changed in the meantime, and is when that was undone', async () => {
    for (const place of [700, 1_000_001, 1_999_999]) {
      const pdf = large()
      const sealed = await sign(pdf, { identity: soko })
      pdf[place] = 0x41 ^ (pdf[place] ?? 0)
      expect(() => sealed.bytes).toThrow(expect.objectContaining({ code: 'argument.invalid' }))
      pdf[place] = 0x41 ^ (pdf[place] ?? 0)
      expect(equalBytes(sealed.bytes.subarray(0, pdf.length), pdf)).toBe(true)
    }
  })

  it('is not given out when its memory was used for something else in the meantime', async () => {
    const pdf = large()
    const sealed = await sign(pdf, { identity: soko })
    pdf.fill(0x20)
    expect(() => sealed.bytes).toThrow(expect.objectContaining({ code: 'argument.invalid' }))
  })
})

describe('a sealed output', () => {
  it.each([10, 1_100_000])('is one source of bytes whatever the size of the input (%d)', (size) => {
    const input = Uint8Array.from({ length: size }, (_, index) => index % 251)
    const output = new SealedOutput(input, Uint8Array.of(1, 2, 3, 4), { isAwaited: false })
    const whole = Buffer.concat([input, Uint8Array.of(1, 2, 3, 4)])
    for (const [from, to] of [
      [0, 5],
      [size - 3, size + 2],
      [size, size + 4],
      [size + 1, size + 1],
      [0, size + 4],
    ] as const) {
      expect(equalBytes(output.read(from, to), whole.subarray(from, to))).toBe(true)
      expect(equalBytes(Buffer.concat(output.views(from, to)), whole.subarray(from, to))).toBe(true)
    }
    expect(equalBytes(output.bytes, whole)).toBe(true)
  })
})
