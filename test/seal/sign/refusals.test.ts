import { describe, expect, it } from '@jest/globals'
import { fromLatin1 } from '../../../src/base/bytes.js'
import type { ErrorCode } from '../../../src/base/error-codes.js'
import { memorySource } from '../../../src/base/source.js'
import { PdfFile } from '../../../src/formats/pdf/file.js'
import { sign } from '../../../src/seal/sign/sign.js'
import { verify } from '../../../src/seal/verify/verify.js'
import type { SignOptions } from '../../../src/seal/sign/types.js'
import { appendRevision } from '../../../src/testing/later-revision.js'
import { createPdf } from '../../../src/testing/pdf/test-pdf.js'
import { appendTo, indexOfText, insertAt, replaceText } from '../../../src/testing/tampering.js'
import { issuingIdentity } from '../../../src/trust/issuing/issuing-identity.js'
import { createAuthority } from '../../../src/trust/issuing/authority.js'
import type { Identity } from '../../../src/trust/keys/identity.js'
import { expectRefusal, issue, soko, trust } from './soko.js'

const encrypted = replaceText(createPdf(), '/ID [', '/Encrypt 3 0 R /ID [')

describe('a document that cannot be sealed', () => {
  it.each<[string, ErrorCode, Uint8Array]>([
    ['an empty file', 'sign.not-a-pdf', new Uint8Array(0)],
    ['a PDF of 5 bytes', 'sign.not-a-pdf', fromLatin1('%PDF-')],
    ['a text file', 'sign.not-a-pdf', fromLatin1('Dear customer,\nthank you.\n')],
    ['a truncated PDF', 'sign.not-a-pdf', createPdf().slice(0, 400)],
    ['an encrypted PDF', 'sign.encrypted', encrypted],
    ['a PDF with bytes behind its end', 'sign.malformed', appendTo(createPdf(), 'more')],
    [
      'a PDF whose table points elsewhere',
      'sign.malformed',
      replaceText(createPdf(), '10 0 obj', '17 0 obj'),
    ],
    ['an XFA form', 'sign.malformed', createPdf({ catalog: '/AcroForm << /Fields [] /XFA (form) >>' })],
    ['a form that is no dictionary', 'sign.malformed', createPdf({ catalog: '/AcroForm 12' })],
    ['no page', 'sign.malformed', createPdf({ pages: [] })],
  ])('is refused: %s', async (_, code, pdf) => {
    const error = await expectRefusal(sign(pdf, { identity: soko }), code)
    expect(error.message).toMatch(/\.$/)
  })

  it('may end in white space', async () => {
    const sealed = await sign(appendTo(createPdf(), '\r\n\n'), { identity: soko })
    expect(sealed.field).toBe('Seal1')
  })
})

describe('a reference to an object that is not there', () => {
  const pageWith = (contents: string) =>
    appendRevision(createPdf(), {
      objects: [
        { number: 10, value: `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents ${contents} >>` },
      ],
    })

  it('is refused where the catalog leads to it, since it could be defined later', async () => {
    const error = await expectRefusal(
      sign(pageWith('[11 0 R 900 0 R]'), { identity: soko }),
      'sign.malformed',
    )
    expect(error.message).toContain('object 900')
  })

  it('is refused with another generation than the object has', async () => {
    await expectRefusal(sign(pageWith('11 1 R'), { identity: soko }), 'sign.malformed')
  })

  it('is refused behind a comment, in an object stream, and in a stream dictionary', async () => {
    await expectRefusal(sign(pageWith('[11 0 R 900 %x\n0 R]'), { identity: soko }), 'sign.malformed')
    await expectRefusal(sign(pageWith('[11 0 R 900 %4\n0 R]'), { identity: soko }), 'sign.malformed')
    await expectRefusal(sign(pageWith('[11 0 R 900%3 \n0 R]'), { identity: soko }), 'sign.malformed')
    const packed = createPdf({ form: 'object-streams', catalog: '/Outlines 900 0 R' })
    await expectRefusal(sign(packed, { identity: soko }), 'sign.malformed')
    const stream = { number: 100, value: '<< /Metadata 901 0 R >>', stream: fromLatin1('x') }
    const inStream = createPdf({ catalog: '/PieceInfo 100 0 R', objects: [stream] })
    await expectRefusal(sign(inStream, { identity: soko }), 'sign.malformed')
  })

  it('does not matter where nothing leads to it, and in a string it is none', async () => {
    const unreachable = createPdf({ objects: [{ number: 100, value: '[900 0 R]' }] })
    expect(await sign(unreachable, { identity: soko })).toMatchObject({ field: 'Seal1' })
    const text = createPdf({ catalog: '/Lang (900 0 R \\) 901 0 R)' })
    expect(await sign(text, { identity: soko })).toMatchObject({ field: 'Seal1' })
  })
})

describe('an honest oddity', () => {
  it('is a trailer that refers to what is not there: the number stays free, so that nothing is defined by sealing', async () => {
    for (const form of ['table', 'object-streams'] as const) {
      const pdf = createPdf({ form })
      const next = PdfFile.open(memorySource(pdf)).nextNumber
      const odd = replaceText(pdf, '/ID [', `/Odd [${next} 0 R ${next + 2} 0 R] /ID [`)
      const { bytes } = await sign(odd, { identity: soko })
      const file = PdfFile.open(memorySource(bytes))
      expect(file.entry(next)).toBeUndefined()
      expect(file.entry(next + 1)).toBeDefined()
      expect(file.entry(next + 2)).toBeUndefined()
    }
  })

  it('is a startxref that points to the white space before its section', async () => {
    const pdf = createPdf()
    const section = indexOfText(pdf, 'xref\n0 ')
    const spaced = insertAt(pdf, section, '\n')
    const { bytes } = await sign(spaced, { identity: soko })
    expect((await verify(bytes, { trust, seller: 'not-required' })).status).toBe('trusted')
  })
})

describe('sealing twice', () => {
  it('is refused for the same identity, and done with `again`', async () => {
    const first = await sign(createPdf(), { identity: soko })
    await expectRefusal(sign(first, { identity: soko }), 'sign.already-sealed')
    expect(await sign(first, { identity: soko, again: true })).toMatchObject({ field: 'Seal2' })
  })

  it('is refused for a renewed certificate of the same key only', async () => {
    const first = await sign(createPdf(), { identity: soko })
    expect(await sign(first, { identity: await issue() })).toMatchObject({ field: 'Seal2' })
  })
})

describe('an identity that cannot seal', () => {
  it('is refused when its certificate is expired or not yet valid at that time', async () => {
    const { notBefore, notAfter } = soko.certificate
    const later = sign(createPdf(), { identity: soko, at: new Date(notAfter + 1000) })
    await expectRefusal(later, 'identity.expired')
    const earlier = sign(createPdf(), { identity: soko, at: new Date(notBefore - 1000) })
    await expectRefusal(earlier, 'identity.not-yet-valid')
  })

  it('is refused when it is an authority', async () => {
    const identity = issuingIdentity(await createAuthority({ name: 'Revenue Authority', country: 'KE' }))
    await expectRefusal(sign(createPdf(), { identity }), 'identity.is-authority')
  })
})

describe('a signer that answers with something else', () => {
  const answering = (answer: (message: Uint8Array) => unknown): Identity => {
    const { certificate, chain, publicKey, scheme } = soko
    const sign = answer as Identity['sign']
    return { certificate, chain, publicKey, scheme, sign, toJSON: () => soko.toJSON() }
  }

  it.each<[string, (message: Uint8Array) => unknown]>([
    ['nothing', () => undefined],
    ['no bytes', () => new Uint8Array(0)],
    ['text', () => 'signature'],
    ['too many bytes', () => new Uint8Array(5000)],
    ['zeros', () => new Uint8Array(70)],
    ['a signature over something else', (message) => soko.sign(message.slice(1))],
  ])('is found out: %s', async (_, answer) => {
    await expectRefusal(sign(createPdf(), { identity: answering(answer) }), 'sign.self-check')
  })

  it('may be slow, and may fail with an error of its own', async () => {
    const slow = answering(async (message) => {
      await new Promise((resolve) => setTimeout(resolve, 5))
      return soko.sign(message)
    })
    expect(await sign(createPdf(), { identity: slow })).toMatchObject({ level: 'B-B' })
    const broken = answering(() => {
      throw new Error('the token was pulled out')
    })
    await expect(sign(createPdf(), { identity: broken })).rejects.toThrow('the token was pulled out')
  })

  it('is found out when it has the key of another certificate', async () => {
    const other = await issue()
    const { publicKey, scheme } = other
    const swapped = { ...answering((message) => other.sign(message)), publicKey, scheme }
    await expectRefusal(sign(createPdf(), { identity: swapped }), 'sign.self-check')
    const { certificate } = soko
    const disguised = { ...certificate, spki: other.certificate.spki }
    await expectRefusal(
      sign(createPdf(), { identity: { ...swapped, certificate: disguised } }),
      'sign.self-check',
    )
  })

  it('is found out when its certificate is that of another key', async () => {
    const other = await issue()
    const swapped = { ...answering((message) => soko.sign(message)), certificate: other.certificate }
    await expectRefusal(
      sign(createPdf(), { identity: { ...swapped, publicKey: other.publicKey } }),
      'sign.self-check',
    )
  })
})

describe('options that say nothing useful', () => {
  it.each<[string, ErrorCode, unknown]>([
    ['no options', 'argument.invalid', undefined],
    ['no identity', 'argument.invalid', {}],
    ['an unknown option', 'argument.invalid', { identity: soko, reasons: 'x' }],
    ['an unknown sub-filter', 'argument.invalid', { identity: soko, subFilter: 'adbe.pkcs7.sha1' }],
    ['a level that is not offered', 'sign.level', { identity: soko, level: 'B-T' }],
    [
      'a PAdES level without PAdES',
      'sign.level',
      { identity: soko, subFilter: 'adbe.pkcs7.detached', level: 'B-B' },
    ],
    ['a reason that is no text', 'argument.invalid', { identity: soko, reason: 12 }],
    ['a reason that is too long', 'argument.invalid', { identity: soko, reason: 'x'.repeat(1001) }],
    ['a control character', 'argument.invalid', { identity: soko, location: 'a\u0000b' }],
    ['half a character', 'argument.invalid', { identity: soko, contact: '\ud800' }],
    ['an empty field name', 'argument.invalid', { identity: soko, field: '' }],
    ['a field name with a period', 'argument.invalid', { identity: soko, field: 'a.b' }],
    ['a time that is none', 'argument.invalid', { identity: soko, at: new Date(Number.NaN) }],
    ['a time as text', 'argument.invalid', { identity: soko, at: '2026-11-22' }],
    ['a flag that is none', 'argument.invalid', { identity: soko, again: 'yes' }],
  ])('are refused: %s', async (_, code, options) => {
    await expectRefusal(sign(createPdf(), options as SignOptions), code)
  })

  it('are refused for an input that is no PDF at all', async () => {
    for (const input of [undefined, null, 'receipt.pdf', 12, {}, { bytes: 'x' }]) {
      await expectRefusal(sign(input as unknown as Uint8Array, { identity: soko }), 'argument.invalid')
    }
  })
})
