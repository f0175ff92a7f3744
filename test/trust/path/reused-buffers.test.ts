import { beforeAll, describe, expect, it } from '@jest/globals'
import { derNull } from '../../../src/formats/der/writer.js'
import { parseCertificate, type Certificate } from '../../../src/formats/x509/certificate.js'
import type { CertificateList } from '../../../src/formats/x509/crl.js'
import { EXTENSION, KEY_PURPOSE } from '../../../src/formats/x509/oids.js'
import { PathCache } from '../../../src/trust/path/path-cache.js'
import { validatePath } from '../../../src/trust/path/validate-path.js'
import { TrustStore } from '../../../src/trust/store/trust-store.js'
import {
  BIT,
  crlPoint,
  DAY,
  extension,
  keyUsage,
  make,
  makeCrl,
  makeIntermediate,
  makeRoot,
  makeSigner,
  NOON,
  purposes,
  type Made,
} from '../made-certificate.js'
import { makeOcsp } from '../made-ocsp.js'

const at = new Date(NOON)

/** The certificate with the key of another in place of its own, its signature as it was: as long, and with the same end. */
function withKeyOf(honest: Uint8Array, key: Uint8Array, other: Uint8Array): Uint8Array {
  const forged = honest.slice()
  const hex = Buffer.from(forged).toString('hex')
  forged.set(other, hex.indexOf(Buffer.from(key).toString('hex')) / 2)
  return forged
}

/** ECDSA values differ in length: one that both can have. */
async function lengthOf(...makers: readonly (() => Promise<CertificateList>)[]): Promise<number> {
  const lengths = await Promise.all(makers.map(async (maker) => (await maker()).der.length))
  return Math.max(...lengths)
}

async function ofLength(length: number, maker: () => Promise<CertificateList>): Promise<Uint8Array> {
  for (;;) {
    const { der } = await maker()
    if (der.length === length) return der
  }
}

describe('a caller who reads one file after another into the same array', () => {
  let root: Made
  let ca: Made
  let honest: Made
  let stranger: Made
  let forgedCa: Uint8Array
  let forged: Made

  beforeAll(async () => {
    root = await makeRoot('Root')
    ca = await makeIntermediate('CA', root)
    honest = await makeSigner(ca)
    stranger = await makeRoot('CA')
    forgedCa = withKeyOf(ca.certificate.der, ca.certificate.spki, stranger.certificate.spki)
    forged = await makeSigner({ certificate: parseCertificate(forgedCa), key: stranger.key })
  })

  const statusOf = async (
    leaf: Made,
    intermediates: Uint8Array | readonly Uint8Array[],
    options: { trust: TrustStore; cache?: PathCache },
  ): Promise<string> => (await validatePath(leaf.certificate, { ...options, intermediates, at })).status

  it('is not made to believe a forged authority that stands where an honest one stood', async () => {
    const trust = TrustStore.from(root.certificate.der)
    const buffer = ca.certificate.der.slice()
    expect(await statusOf(honest, buffer, { trust })).toBe('valid')
    buffer.set(forgedCa)
    expect(await statusOf(forged, buffer, { trust })).toBe('invalid')
    buffer.set(ca.certificate.der)
    expect(await statusOf(honest, buffer, { trust })).toBe('valid')
  })

  it('nor when so many keys came between that the honest one was forgotten', async () => {
    const options = { trust: TrustStore.from(root.certificate.der), cache: new PathCache({ capacity: 4 }) }
    const buffer = ca.certificate.der.slice()
    expect(await statusOf(honest, buffer, options)).toBe('valid')
    for (let index = 0; index < 8; index++) options.cache.publicKey(stranger.certificate.spki.slice())
    buffer.set(forgedCa)
    expect(await statusOf(forged, buffer, options)).toBe('invalid')
  })

  it('nor a forged signer, given parsed or not, also when the array changes while a question is open', async () => {
    const forgedSigner = withKeyOf(honest.certificate.der, honest.certificate.spki, stranger.certificate.spki)
    const responder = await make({
      name: 'OCSP',
      issuer: ca,
      extensions: [purposes(KEY_PURPOSE.ocspSigning), extension(EXTENSION.ocspNoCheck, false, derNull())],
    })
    const ocsp = [(await makeOcsp({ about: honest.certificate, issuer: ca, responder })).der]
    const trust = TrustStore.from(root.certificate.der)
    const options = { trust, at, intermediates: ca.certificate.der, ocsp }
    const ask = async (leaf: Uint8Array | Certificate): Promise<string> =>
      (await validatePath(leaf, options)).status
    const buffer = honest.certificate.der.slice()
    const parsed = parseCertificate(buffer)
    expect(await ask(parsed)).toBe('valid')
    buffer.set(forgedSigner)
    expect(await ask(parsed)).toBe('invalid')
    expect(await ask(forgedSigner)).toBe('invalid')
    buffer.set(honest.certificate.der)
    const pending = ask(buffer)
    buffer.set(forgedSigner)
    await pending
    expect(await ask(forgedSigner.slice())).toBe('invalid')
    expect(await ask(honest.certificate.der)).toBe('valid')
  })

  it('nor an answer of yesterday, or of another kind, that stood in the array that his fetcher returns', async () => {
    const points = crlPoint('http://ca.test/')
    const seller = await makeSigner(root, { extensions: [keyUsage(BIT.digitalSignature), points] })
    const list = (revoked: Made): Promise<CertificateList> =>
      makeCrl({ issuer: root, revoked: [{ certificate: revoked.certificate, at: NOON - 2 * DAY }] })
    const array = new Uint8Array(
      await lengthOf(
        () => list(honest),
        () => list(seller),
      ),
    )
    let next: Uint8Array = new Uint8Array(0)
    const fetcher = async (): Promise<Uint8Array> => {
      array.set(next)
      return Promise.resolve(array)
    }
    const options = { trust: TrustStore.from(root.certificate.der), at, fetcher }
    next = await ofLength(array.length, () => list(honest))
    expect(await validatePath(seller.certificate, options)).toMatchObject({ status: 'valid' })
    next = await ofLength(array.length, () => list(seller))
    expect(await validatePath(seller.certificate, options)).toMatchObject({
      status: 'invalid',
      findings: [{ code: 'revocation.revoked' }],
    })
  })

  it('keeps the root that the trust store was made of', async () => {
    const forgedRoot = withKeyOf(root.certificate.der, root.certificate.spki, stranger.certificate.spki)
    const buffer = root.certificate.der.slice()
    const stores = [TrustStore.from(buffer), TrustStore.from({ certificate: buffer })]
    buffer.set(forgedRoot)
    const underForged = await makeIntermediate('CA', { ...root, key: stranger.key })
    const leaf = await makeSigner(underForged)
    for (const trust of stores) {
      expect(await statusOf(leaf, underForged.certificate.der, { trust })).toBe('invalid')
      expect(await statusOf(honest, ca.certificate.der, { trust })).toBe('valid')
    }
  })

  it('is not told that one name is another, which stood in its place', () => {
    const cache = new PathCache()
    const buffer = honest.certificate.der.slice()
    const { subject } = parseCertificate(buffer)
    const name = parseCertificate(buffer.slice()).subject
    expect(cache.isSameName(subject, ca.certificate.subject)).toBe(false)
    subject.der[subject.der.length - 13] = (subject.der.at(-13) ?? 0) ^ 1
    const other = parseCertificate(buffer).subject
    expect(cache.isSameName(other, name)).toBe(false)
  })
})
