import { beforeAll, describe, expect, it } from '@jest/globals'
import { toHex } from '../../../src/base/bytes.js'
import { digest } from '../../../src/crypto/digest.js'
import type { DigestAlgorithm } from '../../../src/crypto/digest-algorithm.js'
import { readPublicKey } from '../../../src/crypto/public-key.js'
import { signatureSchemeOf } from '../../../src/crypto/algorithms.js'
import { checkSignature } from '../../../src/crypto/signature.js'
import {
  derContext,
  derInteger,
  derNull,
  derOctetString,
  derOid,
  derSequence,
} from '../../../src/formats/der/writer.js'
import { parseCertificate, type Certificate } from '../../../src/formats/x509/certificate.js'
import { extendedKeyUsageOf, keyUsageOf } from '../../../src/formats/x509/extensions.js'
import { EXTENSION, KEY_PURPOSE } from '../../../src/formats/x509/oids.js'
import { ocspNonceOf, parseOcspRequest } from '../../../src/formats/x509/ocsp-request-reader.js'
import { buildOcspRequest } from '../../../src/formats/x509/ocsp-request-writer.js'
import { parseOcspResponse, type BasicOcspResponse } from '../../../src/formats/x509/ocsp-response.js'
import { createAuthority, type Authority } from '../../../src/trust/issuing/authority.js'
import { createOcspResponder, type Responder } from '../../../src/trust/issuing/ocsp/ocsp-responder.js'
import { craftExtension } from './crafted-extension.js'
import type { Identity } from '../../../src/trust/keys/identity.js'

const SOKO = { legalName: 'Soko Ltd', taxId: 'P051234567X' }
const NONCE = Uint8Array.of(1, 2, 3, 4)
const NOON = Date.UTC(2027, 0, 1, 12)

let authority: Authority
let good: Identity
let bad: Identity
let respond: Responder

beforeAll(async () => {
  authority = await createAuthority({ name: 'Revenue Authority', country: 'KE' })
  good = await authority.issue(SOKO)
  bad = await authority.issue(SOKO)
  await authority.revoke(bad, { reason: 'keyCompromise', at: new Date(NOON) })
  respond = createOcspResponder(authority, { clock: () => NOON, minutes: 30 })
})

async function question(
  serialNumber: Uint8Array,
  of: { readonly digest?: DigestAlgorithm; readonly nonce?: Uint8Array; readonly issuer?: Certificate } = {},
): Promise<Uint8Array> {
  const { digest: algorithm = 'SHA-1', nonce, issuer = authority.issuingCertificate } = of
  return buildOcspRequest({
    digest: algorithm,
    issuerNameHash: await digest(algorithm, [issuer.subject.der]),
    issuerKeyHash: await digest(algorithm, [readPublicKey(issuer.spki).material]),
    serialNumber,
    nonce,
  })
}

async function ask(request: Uint8Array): Promise<BasicOcspResponse> {
  const { basic } = parseOcspResponse(await respond(request))
  if (basic === undefined) throw new Error('no answer')
  return basic
}

async function refusal(request: Uint8Array): Promise<string> {
  return parseOcspResponse(await respond(request)).status
}

describe('an OCSP responder', () => {
  it('says good, revoked with time and reason, and unknown of what was never issued', async () => {
    const [single] = (await ask(await question(good.certificate.serialNumber))).responses
    expect(single).toMatchObject({ status: 'good', thisUpdate: NOON, nextUpdate: NOON + 30 * 60_000 })
    const [revoked] = (await ask(await question(bad.certificate.serialNumber))).responses
    expect(revoked).toMatchObject({ status: 'revoked', revoked: { at: NOON, reason: 'keyCompromise' } })
    const [unknown] = (await ask(await question(Uint8Array.of(5)))).responses
    expect(unknown).toMatchObject({ status: 'unknown' })
  })

  it.each(['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'] as const)(
    'knows its issuer by %s',
    async (algorithm) => {
      const basic = await ask(await question(good.certificate.serialNumber, { digest: algorithm }))
      expect(basic.responses[0]?.status).toBe('good')
    },
  )

  it('repeats the nonce, and sends none where there was none', async () => {
    const basic = await ask(await question(good.certificate.serialNumber, { nonce: NONCE }))
    expect(ocspNonceOf(basic)).toEqual(NONCE)
    expect(ocspNonceOf(await ask(await question(good.certificate.serialNumber)))).toBeUndefined()
  })

  it('signs with a certificate of the issuing CA for this alone, about which nobody need ask', async () => {
    const basic = await ask(await question(good.certificate.serialNumber))
    const certificate = parseCertificate(basic.certificates[0] ?? new Uint8Array(0))
    expect(extendedKeyUsageOf(certificate)).toEqual([KEY_PURPOSE.ocspSigning])
    expect([...(keyUsageOf(certificate) ?? [])]).toEqual(['digitalSignature'])
    expect(certificate.extensions.has(EXTENSION.ocspNoCheck)).toBe(true)
    const holds = await checkSignature({
      scheme: signatureSchemeOf(basic.signatureAlgorithm),
      key: readPublicKey(certificate.spki),
      message: [basic.tbs],
      signature: basic.signature,
    })
    expect(holds).toBe(true)
    const keyHash = await digest('SHA-1', [readPublicKey(certificate.spki).material])
    expect(basic.responder).toEqual({ kind: 'key', keyHash })
  })

  it('keeps its certificate, and gets another before it runs out', async () => {
    const serialAt = async (at: number): Promise<string> =>
      toHex((await authority.service('ocsp', { at: new Date(at) })).certificate.serialNumber)
    const day = 86_400_000
    expect(await serialAt(NOON + day)).toBe(await serialAt(NOON))
    expect(await serialAt(NOON + 25 * day)).not.toBe(await serialAt(NOON + day))
  })

  it('makes one certificate, whoever asks for it at the same time', async () => {
    const fresh = await createAuthority({ name: 'Revenue Authority', country: 'KE' })
    const at = new Date(NOON)
    const identities = await Promise.all(Array.from({ length: 9 }, () => fresh.service('ocsp', { at })))
    expect(new Set(identities.map(({ certificate }) => toHex(certificate.serialNumber))).size).toBe(1)
    const later = [NOON, NOON + 40 * 86_400_000, NOON].map((time) => ({ at: new Date(time) }))
    const days = (await Promise.all(later.map((each) => fresh.service('ocsp', each)))).map(
      ({ certificate }, index) => certificate.notBefore <= (later[index]?.at.getTime() ?? 0),
    )
    expect(days).toEqual([true, true, true])
    expect(fresh.issued).toHaveLength(2)
  })

  it('is not authorized for another CA, and says of a certificate of another that it does not know', async () => {
    const other = await createAuthority({ name: 'Revenue Authority', country: 'KE' })
    const issuer = other.issuingCertificate
    expect(await refusal(await question(good.certificate.serialNumber, { issuer }))).toBe('unauthorized')
    const root = await question(authority.issuingCertificate.serialNumber, { issuer: authority.certificate })
    expect(await refusal(root)).toBe('unauthorized')
  })

  it('answers about several certificates at once, each with its own CertID', async () => {
    const ids = await Promise.all(
      [good, bad].map(async ({ certificate }) => {
        const { requests } = parseOcspRequest(await question(certificate.serialNumber))
        return requests[0]?.certId ?? new Uint8Array(0)
      }),
    )
    const request = derSequence(derSequence(derSequence(...ids.map((id) => derSequence(id)))))
    expect((await ask(request)).responses.map(({ status }) => status)).toEqual(['good', 'revoked'])
    const many = derSequence(
      derSequence(derSequence(...Array<Uint8Array>(65).fill(derSequence(ids[0] ?? NONCE)))),
    )
    expect(await refusal(many)).toBe('malformedRequest')
  })

  it('refuses what is critical and unknown, a nonce of no size, and what is no request', async () => {
    const { requests } = parseOcspRequest(await question(good.certificate.serialNumber))
    const list = derSequence(derSequence(requests[0]?.certId ?? new Uint8Array(0)))
    const extended = (...extensions: readonly Uint8Array[]): Uint8Array =>
      derSequence(derSequence(list, derContext(2, derSequence(...extensions))))
    expect((await ask(extended(craftExtension('1.2.3', derNull())))).responses).toHaveLength(1)
    expect(await refusal(extended(craftExtension('1.2.3', derNull(), true)))).toBe('malformedRequest')
    for (const nonce of [derNull(), derOctetString(), derOctetString(new Uint8Array(129))])
      expect(await refusal(extended(craftExtension(EXTENSION.ocspNonce, nonce)))).toBe('malformedRequest')
    const empty = [new Uint8Array(0), derSequence(), derSequence(derSequence()), new Uint8Array(100_000)]
    for (const each of empty) expect(await refusal(each)).toBe('malformedRequest')
    const version = derSequence(derSequence(derContext(0, derInteger(0)), list))
    expect(await refusal(version)).toBe('malformedRequest')
    const unknownDigest = derSequence(derOid('1.2.3'))
    const id = derSequence(unknownDigest, derOctetString(NONCE), derOctetString(NONCE), derInteger(1))
    expect(await refusal(derSequence(derSequence(derSequence(derSequence(id)))))).toBe('unauthorized')
  })

  it('answers every request that was changed, and throws nothing', async () => {
    const request = await question(good.certificate.serialNumber, { nonce: NONCE })
    for (let index = 0; index < request.length; index++) {
      for (const bit of [0, 5, 7]) {
        const changed = request.slice()
        changed[index] = (changed[index] ?? 0) ^ (1 << bit)
        expect(parseOcspResponse(await respond(changed)).status).toMatch(
          /^(successful|malformedRequest|unauthorized)$/,
        )
      }
      const status = parseOcspResponse(await respond(request.subarray(0, index))).status
      expect(status).toBe('malformedRequest')
    }
  })

  it('is not made for no minutes', () => {
    for (const minutes of [0, 1.5, Number.NaN])
      expect(() => createOcspResponder(authority, { minutes })).toThrow('minutes')
  })
})
