import { beforeAll, describe, expect, it } from '@jest/globals'
import { toHex } from '../../src/base/bytes.js'
import { FiscalSealError } from '../../src/base/errors.js'
import { digest } from '../../src/crypto/digest.js'
import { readPublicKey } from '../../src/crypto/public-key.js'
import { checkSignature } from '../../src/crypto/signature.js'
import { signatureSchemeOf } from '../../src/crypto/algorithms.js'
import { buildTimeStampRequest } from '../../src/formats/cms/time-stamp-request.js'
import { parseTimeStampResponse, parseTimeStampToken } from '../../src/formats/cms/time-stamp-response.js'
import { parseCertificate } from '../../src/formats/x509/certificate.js'
import { parseCrl } from '../../src/formats/x509/crl.js'
import { buildOcspRequest } from '../../src/formats/x509/ocsp-request-writer.js'
import { ocspNonceOf } from '../../src/formats/x509/ocsp-request-reader.js'
import { parseOcspResponse } from '../../src/formats/x509/ocsp-response.js'
import { createFetcher } from '../../src/net/fetcher.js'
import { createTestAuthority, type TestAuthority } from '../../src/testing/authority.js'
import {
  ANSWER_FAULTS,
  TRANSPORT_FAULTS,
  type NetworkFault,
} from '../../src/testing/network/network-fault.js'
import {
  createTestNetwork,
  TEST_ADDRESSES,
  TEST_AUTHORITY_URL,
  TEST_TIME_STAMP_URL,
  type TestNetwork,
} from '../../src/testing/network/test-network.js'
import type { Identity } from '../../src/trust/keys/identity.js'

const HASH = new Uint8Array(32).fill(7)
const NONCE = Uint8Array.of(0x11, 0x22, 0x33)

let test: TestAuthority
let identity: Identity

beforeAll(async () => {
  test = await createTestAuthority({ url: TEST_AUTHORITY_URL })
  identity = await test.identity()
})

async function ocspQuestion(): Promise<Uint8Array> {
  const { subject, spki } = test.authority.issuingCertificate
  return buildOcspRequest({
    digest: 'SHA-256',
    issuerNameHash: await digest('SHA-256', [subject.der]),
    issuerKeyHash: await digest('SHA-256', [readPublicKey(spki).material]),
    serialNumber: identity.certificate.serialNumber,
    nonce: NONCE,
  })
}

async function post(network: TestNetwork, url: string, type: string, body: Uint8Array): Promise<Response> {
  const headers = { 'content-type': type }
  return network.fetch(url, { method: 'POST', headers, body: Uint8Array.from(body), redirect: 'manual' })
}

/** Returns everything that a caller must look at in an OCSP answer, in words. */
async function askOcsp(fault?: NetworkFault): Promise<string> {
  const network = createTestNetwork(test.authority, fault === undefined ? {} : { fault })
  const response = await post(
    network,
    TEST_ADDRESSES.ocspUrl,
    'application/ocsp-request',
    await ocspQuestion(),
  )
  const { status, basic } = parseOcspResponse(new Uint8Array(await response.arrayBuffer()))
  if (basic === undefined) return status
  const [single] = basic.responses
  const [responder] = basic.certificates
  if (single === undefined || responder === undefined) return 'nothing'
  const certificate = parseCertificate(responder)
  const isOurs = await checkSignature({
    scheme: signatureSchemeOf(certificate.signatureAlgorithm),
    key: readPublicKey(test.authority.issuingCertificate.spki),
    message: [certificate.tbs],
    signature: certificate.signature,
  })
  const nonce = ocspNonceOf(basic)
  const isThisOne = toHex(single.certificateId.serialNumber) === toHex(identity.certificate.serialNumber)
  return [
    single.status,
    nonce === undefined ? 'no nonce' : toHex(nonce) === toHex(NONCE) ? '' : 'other nonce',
    isThisOne ? '' : 'other certificate',
    isOurs ? '' : 'other signer',
    age(single.thisUpdate),
  ]
    .filter((word) => word !== '')
    .join(', ')
}

function age(time: number): string {
  const minutes = (Date.now() - time) / 60_000
  return minutes > 5 ? 'old' : minutes < -5 ? 'early' : ''
}

async function askTimeStamp(fault?: NetworkFault): Promise<string> {
  const network = createTestNetwork(test.authority, fault === undefined ? {} : { fault })
  const question = buildTimeStampRequest({
    digest: 'SHA-256',
    hash: HASH,
    nonce: NONCE,
    certificateRequested: true,
  })
  const response = await post(network, TEST_TIME_STAMP_URL, 'application/timestamp-query', question)
  const answer = parseTimeStampResponse(new Uint8Array(await response.arrayBuffer()))
  if (answer.token === undefined) return `${answer.status} ${answer.failures.join(' ')}`
  const { info, signedData } = parseTimeStampToken(answer.token)
  const issuers = signedData.certificates.map((der) => parseCertificate(der))
  const isOurs = issuers.some(({ der }) => toHex(der) === toHex(test.authority.issuingCertificate.der))
  return [
    answer.status,
    info.nonce === undefined ? 'no nonce' : toHex(info.nonce) === toHex(NONCE) ? '' : 'other nonce',
    toHex(info.imprint.hash) === toHex(HASH) ? '' : 'other digest',
    isOurs ? '' : 'other signer',
    age(info.time),
  ]
    .filter((word) => word !== '')
    .join(', ')
}

describe('a network in memory', () => {
  it('answers where certificates say: status, list and issuer', async () => {
    const network = createTestNetwork(test.authority)
    const crl = await network.fetch(TEST_ADDRESSES.crlUrl)
    expect(parseCrl(new Uint8Array(await crl.arrayBuffer())).der).toEqual(test.authority.crl)
    const issuer = await network.fetch(TEST_ADDRESSES.issuerUrl)
    expect(new Uint8Array(await issuer.arrayBuffer())).toEqual(test.authority.issuingCertificate.der)
    expect(identity.certificate.extensions.has('1.3.6.1.5.5.7.1.1')).toBe(true)
    expect(network.requests.map(({ url }) => url)).toEqual([TEST_ADDRESSES.crlUrl, TEST_ADDRESSES.issuerUrl])
    await expect(network.fetch('http://elsewhere.test/')).rejects.toThrow('fetch failed')
  })

  it('answers OCSP truly, and wrongly in one thing on demand', async () => {
    const words = new Map([
      ['wrong-nonce', 'good, other nonce'],
      ['no-nonce', 'good, no nonce'],
      ['stale', 'good, old'],
      ['early', 'good, early'],
      ['revoked', 'revoked'],
      ['unknown', 'unknown'],
      ['wrong-subject', 'good, other certificate'],
      ['try-later', 'tryLater'],
      ['wrong-signer', 'good, other signer'],
    ])
    expect(await askOcsp()).toBe('good')
    for (const fault of ANSWER_FAULTS)
      expect([fault, await askOcsp(fault)]).toEqual([fault, words.get(fault)])
  })

  it('stamps truly, and wrongly in one thing on demand', async () => {
    const words = new Map([
      ['wrong-nonce', 'granted, other nonce'],
      ['no-nonce', 'granted, no nonce'],
      ['stale', 'granted, old'],
      ['early', 'granted, early'],
      ['wrong-subject', 'granted, other digest'],
      ['try-later', 'rejection systemFailure'],
      ['wrong-signer', 'granted, other signer'],
    ])
    expect(await askTimeStamp()).toBe('granted')
    for (const fault of ANSWER_FAULTS)
      expect([fault, await askTimeStamp(fault)]).toEqual([fault, words.get(fault) ?? 'granted'])
  })

  it('publishes a list that has run out on demand', async () => {
    const network = createTestNetwork(test.authority, { fault: 'stale' })
    const crl = parseCrl(new Uint8Array(await (await network.fetch(TEST_ADDRESSES.crlUrl)).arrayBuffer()))
    expect(crl.nextUpdate).toBeLessThan(Date.now())
  })

  it.each(TRANSPORT_FAULTS)('is no help to a fetcher when it is %s, which says so by name', async (fault) => {
    const network = createTestNetwork(test.authority, { fault })
    const fetcher = createFetcher({ fetch: network.fetch, timeout: 200 })
    const outcome = fetcher({ url: TEST_ADDRESSES.crlUrl, maxBytes: 100_000 }).then(
      (bytes) => {
        parseCrl(bytes)
        return 'a list'
      },
      (error: unknown) => (error instanceof FiscalSealError ? error.code : 'untyped'),
    )
    const words = await outcome.catch((error: unknown) => (error as Error).name)
    expect(['fetch.failed', 'fetch.limit', 'fetch.refused', 'Malformed']).toContain(words)
  })

  it('can get well again', async () => {
    const network = createTestNetwork(test.authority, { fault: 'unreachable' })
    await expect(network.fetch(TEST_ADDRESSES.crlUrl)).rejects.toThrow(TypeError)
    network.fault = undefined
    expect((await network.fetch(TEST_ADDRESSES.crlUrl)).status).toBe(200)
    const nonsense = 'tired' as unknown as NetworkFault
    expect(() => createTestNetwork(test.authority, { fault: nonsense })).toThrow(FiscalSealError)
  })
})
