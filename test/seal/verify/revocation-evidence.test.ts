import { beforeAll, describe, expect, it } from '@jest/globals'
import { toLatin1 } from '../../../src/base/bytes.js'
import { newOperationCounter } from '../../../src/crypto/signature.js'
import { ATTRIBUTE } from '../../../src/formats/cms/oids.js'
import { derContext, derSequence } from '../../../src/formats/der/writer.js'
import { nameEquals } from '../../../src/formats/x509/name.js'
import { createFetcher } from '../../../src/net/fetcher.js'
import type { Report, VerifyOptions } from '../../../src/seal/verify/types.js'
import { createVerifier } from '../../../src/seal/verify/verifier.js'
import { verify } from '../../../src/seal/verify/verify.js'
import { createTestAuthority, type TestAuthority } from '../../../src/testing/authority.js'
import { appendRevision } from '../../../src/testing/later-revision.js'
import { createTestNetwork } from '../../../src/testing/network/test-network.js'
import type { Identity } from '../../../src/trust/keys/identity.js'
import { TrustStore } from '../../../src/trust/store/trust-store.js'
import { attribute, craftCms, honestAttributes } from '../crafted-cms.js'
import { craftSeal } from '../crafted-seal.js'

const ADDRESSES = { crlUrl: 'http://authority.test/crl', ocspUrl: 'http://authority.test/ocsp' }

let authority: TestAuthority
let identity: Identity
let sealed: Uint8Array
/** The authorities alone: no list travels with them. */
let trust: TrustStore
let ofRoot: Uint8Array
let ofIssuer: Uint8Array
let response: Uint8Array

beforeAll(async () => {
  authority = await createTestAuthority(ADDRESSES)
  identity = await authority.identity()
  sealed = await craftSeal(identity)
  trust = TrustStore.from({ ...authority.trust.toJSON(), crls: [] })
  const [issuer] = identity.chain
  const list = (isOfIssuer: boolean): Uint8Array =>
    authority.trust.crls.find(
      (crl) => issuer !== undefined && nameEquals(crl.issuer, issuer.subject) === isOfIssuer,
    )?.der ?? new Uint8Array(0)
  ofIssuer = list(true)
  ofRoot = list(false)
  response = await fetchedResponse()
})

/** What the responder answers about the signer. */
async function fetchedResponse(): Promise<Uint8Array> {
  const fetcher = createFetcher({ fetch: createTestNetwork(authority.authority).fetch })
  let answered = new Uint8Array(0)
  await verify(sealed, {
    ...{ trust, seller: 'not-required', crls: [ofRoot] },
    fetcher: async (request) => {
      answered = new Uint8Array(await fetcher(request))
      return answered
    },
  })
  return answered
}

const judged = (bytes: Uint8Array, options: Partial<VerifyOptions> = {}): Promise<Report> =>
  verify(bytes, { trust, seller: 'not-required', ...options })

const told = ({ status, signatures }: Report): string =>
  [
    status,
    ...signatures.flatMap(({ revocation, findings }) => [revocation, ...findings.map(({ code }) => code)]),
  ].join(' ')

/** Returns the seal with adbe-revocationInfoArchival among its signed attributes. */
function sealedWith(...parts: readonly Uint8Array[]): Promise<Uint8Array> {
  return craftSeal(identity, {
    cms: async (digest) => {
      const attributes = await honestAttributes({ identity, digest })
      const archived = attribute(ATTRIBUTE.adobeRevocationInformation, derSequence(...parts))
      return craftCms({ identity, digest, attributes: [...attributes, archived] })
    },
  })
}

/** Returns the seal with a document security store in a later revision, of two pieces. */
function stored(entries: string, first: Uint8Array, second: Uint8Array): Uint8Array {
  const catalog =
    /<< (\/Type \/Catalog .*) >>\nendobj/u.exec(toLatin1(sealed).split('%%EOF')[1] ?? '')?.[1] ?? ''
  return appendRevision(sealed, {
    objects: [
      { number: 1, value: `<< ${catalog} /DSS 70 0 R >>` },
      { number: 70, value: `<< /Type /DSS ${entries} >>` },
      { number: 71, value: '<< >>', stream: first },
      { number: 72, value: '<< >>', stream: second },
    ],
  })
}

describe('a seal whose certificate names where its revocation is published', () => {
  it('is indeterminate without evidence', async () => {
    expect(told(await judged(sealed))).toContain('indeterminate unknown revocation.unknown')
  })

  it('is trusted with lists of the caller, or an OCSP response in place of one', async () => {
    expect(told(await judged(sealed, { crls: [ofRoot, ofIssuer] }))).toBe('trusted good')
    expect(told(await judged(sealed, { crls: [ofRoot], ocsp: [response] }))).toBe('trusted good')
    expect(told(await judged(sealed, { ocsp: [response] }))).toContain('indeterminate unknown')
  })

  it('is trusted with what its signer put beside the signature', async () => {
    const lists = derContext(0, derSequence(ofRoot, ofIssuer))
    expect(told(await judged(await sealedWith(lists)))).toBe('trusted good')
    const both = [derContext(0, derSequence(ofRoot)), derContext(1, derSequence(response))]
    expect(told(await judged(await sealedWith(...both)))).toBe('trusted good')
    // What cannot be read is no evidence, and no fault.
    const odd = derContext(1, derSequence(derSequence()))
    expect(told(await judged(await sealedWith(odd)))).toContain('indeterminate unknown revocation.unknown')
  })

  it('is trusted with what a security store of its document holds', async () => {
    expect(told(await judged(stored('/CRLs [71 0 R 72 0 R]', ofRoot, ofIssuer)))).toBe(
      'trusted good change.archival',
    )
    expect(told(await judged(stored('/CRLs [71 0 R] /OCSPs [72 0 R]', ofRoot, response)))).toBe(
      'trusted good change.archival',
    )
    // What belongs to nobody, and what cannot be read, is no evidence.
    const odd = stored('/CRLs [71 0 R 900 0 R (text)] /OCSPs 72 0 R', ofRoot, Uint8Array.of(0x30))
    expect(told(await judged(odd))).toContain('unknown revocation.unknown')
  })

  it('is trusted with what is fetched, and nothing is fetched that is at hand', async () => {
    const network = createTestNetwork(authority.authority)
    const fetcher = createFetcher({ fetch: network.fetch })
    expect(told(await judged(sealed, { fetcher, crls: [ofRoot] }))).toBe('trusted good')
    expect(network.requests).toHaveLength(1)
    await judged(sealed, { fetcher, crls: [ofRoot, ofIssuer] })
    await judged(sealed, { fetcher, crls: [ofRoot], ocsp: [response] })
    expect(network.requests).toHaveLength(1)
  })

  it('of a certificate that the responder calls revoked is untrusted, when and why included', async () => {
    const { fetch } = createTestNetwork(authority.authority, { fault: 'revoked' })
    const report = await judged(sealed, { fetcher: createFetcher({ fetch }), crls: [ofRoot] })
    expect(told(report)).toContain('untrusted revoked revocation.revoked')
    const { detail } = report.signatures[0]?.findings.find(({ code }) => code === 'revocation.revoked') ?? {}
    expect(detail).toContain('keyCompromise')
  })

  it('costs no signature of a list a second time', async () => {
    const counter = newOperationCounter()
    const options = {
      trust,
      seller: 'not-required',
      crls: [ofRoot, ofIssuer],
      ocsp: [response],
      counter,
    } as const
    const verifier = createVerifier(options)
    await verifier.verify(sealed)
    const first = counter.publicKey
    await verifier.verify(sealed)
    expect(counter.publicKey - first).toBe(1)
  })

  it.each<[string, Partial<VerifyOptions>]>([
    ['a response that is none', { ocsp: [Uint8Array.of(0x30, 0)] }],
    ['a fetcher that is none', { fetcher: {} as VerifyOptions['fetcher'] & object }],
  ])('is not judged with %s', async (_, options) => {
    await expect(judged(sealed, options)).rejects.toMatchObject({ code: 'argument.invalid' })
  })
})
