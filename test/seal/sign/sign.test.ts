import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from '@jest/globals'
import { equalBytes } from '../../../src/base/bytes.js'
import { memorySource } from '../../../src/base/source.js'
import { newOperationCounter } from '../../../src/crypto/signature.js'
import { parseSignedData } from '../../../src/formats/cms/signed-data.js'
import { PdfFile } from '../../../src/formats/pdf/file.js'
import { signatureFields } from '../../../src/formats/pdf/form-fields.js'
import { findSignatureTokens } from '../../../src/formats/pdf/signature-tokens.js'
import { PdfName, PdfNumber, PdfString, type PdfDictionary } from '../../../src/formats/pdf/values.js'
import { sign } from '../../../src/seal/sign/sign.js'
import type { Sealed } from '../../../src/seal/sign/types.js'
import { verify } from '../../../src/seal/verify/verify.js'
import { createPdf, XREF_FORMS } from '../../../src/testing/pdf/test-pdf.js'
import type { KeyKind } from '../../../src/trust/issuing/key-kind.js'
import { identityFromSigner } from '../../../src/trust/keys/load-identity.js'
import { issue, soko, trust } from './soko.js'

const statusOf = async (bytes: Uint8Array): Promise<string> =>
  (await verify(bytes, { trust, seller: 'not-required' })).status

function signatureOf(sealed: Sealed): { dictionary: PdfDictionary; file: PdfFile; contents: Uint8Array } {
  const file = PdfFile.open(memorySource(sealed.bytes))
  const field = signatureFields(file).find(({ name }) => name === sealed.field)
  if (field?.signature === undefined || field.signatureReference === undefined)
    throw new Error('no signature')
  const tokens = findSignatureTokens(file, field.signatureReference)
  if (tokens === undefined || 'code' in tokens.contents) throw new Error('no contents')
  return { dictionary: field.signature, file, contents: tokens.contents.bytes }
}

describe.each(XREF_FORMS)('a PDF of the form %s', (form) => {
  it.each([
    ['invisible', {}],
    ['visible', { appearance: {} }],
  ])('is sealed by an update that leaves its bytes alone (%s), and is trusted', async (_, options) => {
    const pdf = createPdf({ form })
    const sealed = await sign(pdf, { identity: soko, ...options })
    expect(equalBytes(sealed.bytes.subarray(0, pdf.length), pdf)).toBe(true)
    expect(equalBytes(sealed.bytes.subarray(pdf.length), sealed.appended)).toBe(true)
    expect(sealed).toMatchObject({ field: 'Seal1', level: 'B-B' })
    expect(await statusOf(sealed.bytes)).toBe('trusted')
  })

  it('gets a second seal that leaves the first one valid', async () => {
    const first = await sign(createPdf({ form }), { identity: soko })
    const second = await sign(first, {
      identity: await issue({ legalName: 'Duka Ltd', taxId: 'P051111111A' }),
    })
    expect(second.field).toBe('Seal2')
    const report = await verify(second.bytes, {
      trust,
      seller: 'not-required',
      allow: { furtherSignatures: true },
    })
    expect(report.signatures.map(({ integrity, status }) => [integrity, status])).toEqual([
      ['intact', 'valid'],
      ['intact', 'valid'],
    ])
  })
})

const KINDS: readonly KeyKind[] = ['RSA-2048', 'P-256', 'P-384', 'P-521', 'Ed25519']

describe.each(KINDS)('a key of kind %s', (key) => {
  it('seals both kinds of signature', async () => {
    const identity = await issue({ key })
    const pades = await sign(createPdf(), { identity })
    const pkcs7 = await sign(createPdf(), { identity, subFilter: 'adbe.pkcs7.detached' })
    expect(pades.level).toBe('B-B')
    expect(pkcs7.level).toBe('CMS')
    expect(await statusOf(pades.bytes)).toBe('trusted')
    expect(await statusOf(pkcs7.bytes)).toBe('trusted')
  })
})

describe('the signature dictionary', () => {
  it('says what EN 319 142-1 asks for and nothing that it forbids', async () => {
    const at = new Date(Date.now() - 1000)
    const { dictionary } = signatureOf(await sign(createPdf(), { identity: soko, at, reason: 'Receipt 12' }))
    expect(dictionary.get('Filter')).toEqual(new PdfName('Adobe.PPKLite'))
    expect(dictionary.get('SubFilter')).toEqual(new PdfName('ETSI.CAdES.detached'))
    expect(dictionary.get('Cert')).toBeUndefined()
    const time = dictionary.get('M')
    const text = time instanceof PdfString ? new TextDecoder().decode(time.bytes) : ''
    expect(text).toBe(`D:${at.toISOString().slice(0, 19).replaceAll(/[-T:]/g, '')}Z`)
  })

  it('has room for exactly the signature when its size is fixed', async () => {
    const { contents } = signatureOf(await sign(createPdf(), { identity: await issue({ key: 'RSA-2048' }) }))
    expect(parseSignedData(contents).length).toBe(contents.length)
  })

  it('pads an ECDSA signature with a few zeros at the most', async () => {
    const { contents } = signatureOf(await sign(createPdf(), { identity: soko }))
    const signedData = parseSignedData(contents)
    expect(contents.length - signedData.length).toBeLessThanOrEqual(8)
    expect(contents.subarray(signedData.length).every((byte) => byte === 0)).toBe(true)
  })

  it('embeds the certificates of the path and leaves out the root', async () => {
    const { contents } = signatureOf(await sign(createPdf(), { identity: soko }))
    const { certificates, crls, signerInfos } = parseSignedData(contents)
    const expected = [soko.certificate, ...soko.chain]
      .map(({ der }) => Buffer.from(der).toString('hex'))
      .sort()
    expect(certificates.map((der) => Buffer.from(der).toString('hex')).sort()).toEqual(expected)
    expect(crls).toEqual([])
    const oids = signerInfos[0]?.signedAttributes?.attributes.map(({ oid }) => oid).sort()
    // content-type, message-digest, signing-certificate-v2; no signing-time (1.2.840.113549.1.9.5).
    expect(oids).toEqual(['1.2.840.113549.1.9.16.2.47', '1.2.840.113549.1.9.3', '1.2.840.113549.1.9.4'])
  })

  it.each(['a) /Foo (b', '\\', '(((', '<>', '%', 'é€😀', '‮RTL', 'x'.repeat(1000)])(
    'holds any text as it was given: %s',
    async (text) => {
      const options = { identity: soko, reason: text, location: text, contact: text }
      const { dictionary, file } = signatureOf(await sign(createPdf(), options))
      for (const key of ['Reason', 'Location', 'ContactInfo']) {
        const value = dictionary.get(key)
        const utf16 = value instanceof PdfString ? value.bytes : new Uint8Array(0)
        expect(new TextDecoder('utf-16be').decode(utf16)).toBe(text)
      }
      expect(dictionary.get('Foo')).toBeUndefined()
      expect(file.revisions).toHaveLength(2)
    },
  )
})

describe('the cost of a seal', () => {
  it('is one signature made, one checked, and one digest of the bytes', async () => {
    const pdf = createPdf({ attachments: [{ name: 'picture', bytes: new Uint8Array(100_000) }] })
    const counter = newOperationCounter()
    const sealed = await sign(pdf, { identity: soko, counter })
    const [, start, , tail] = sealed.byteRange
    expect(counter).toMatchObject({ privateKey: 1, publicKey: 1, digestBytes: start + tail })
  })
})

describe('Ed25519', () => {
  it('is declared by the extension of ISO/TS 32002 beside those that are there', async () => {
    const catalog = '/Extensions << /ADBE << /BaseVersion /1.7 /ExtensionLevel 8 >> >>'
    const { file } = signatureOf(
      await sign(createPdf({ catalog }), { identity: await issue({ key: 'Ed25519' }) }),
    )
    const extensions = file.get(file.catalog, 'Extensions') as PdfDictionary
    const [entry] = (file.get(extensions, 'ISO_') as { items: readonly PdfDictionary[] }).items
    expect(file.get(extensions, 'ADBE')).toBeDefined()
    expect(entry?.get('ExtensionLevel')).toEqual(new PdfNumber(32002, true))
    expect(file.catalog.get('Version')).toEqual(new PdfName('2.0'))
  })

  it('is declared once when it is used twice, and other keys declare nothing', async () => {
    const first = await sign(createPdf(), { identity: await issue({ key: 'Ed25519' }) })
    const { file } = signatureOf(await sign(first, { identity: await issue({ key: 'Ed25519' }) }))
    const extensions = file.get(file.catalog, 'Extensions') as PdfDictionary
    expect((file.get(extensions, 'ISO_') as { items: readonly unknown[] }).items).toHaveLength(1)
    expect(
      signatureOf(await sign(createPdf(), { identity: soko })).file.catalog.get('Extensions'),
    ).toBeUndefined()
  })
})

describe('many seals at once', () => {
  it('share nothing but the identity', async () => {
    const pdf = createPdf()
    const sealed = await Promise.all(
      Array.from({ length: 200 }, (_, number) => sign(pdf, { identity: soko, reason: `Receipt ${number}` })),
    )
    const reports = await Promise.all(sealed.slice(0, 40).map(({ bytes }) => statusOf(bytes)))
    expect(new Set(reports)).toEqual(new Set(['trusted']))
    const values = new Set(sealed.map((each) => Buffer.from(signatureOf(each).contents).toString('hex')))
    expect(values.size).toBe(200)
  })

  it('get each its own answer of a token that answers in another order', async () => {
    const waiting: (() => void)[] = []
    const token = await identityFromSigner({
      certificate: soko.certificate.der,
      chain: soko.chain.map(({ der }) => der),
      sign: (message) =>
        new Promise((answer) => {
          waiting.push(() => {
            answer(soko.sign(message))
          })
        }),
    })
    const sealing = Array.from({ length: 50 }, (_, number) =>
      sign(createPdf(), { identity: token, reason: `${number}` }),
    )
    while (waiting.length < sealing.length) await setImmediate()
    for (const answer of waiting.toReversed()) answer()
    const sealed = await Promise.all(sealing)
    expect(new Set(await Promise.all(sealed.map(({ bytes }) => statusOf(bytes))))).toEqual(
      new Set(['trusted']),
    )
    const values = new Set(sealed.map((each) => Buffer.from(signatureOf(each).contents).toString('hex')))
    expect(values.size).toBe(50)
  })
})
