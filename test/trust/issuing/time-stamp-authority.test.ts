import { beforeAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { equalBytes, toHex } from '../../../src/base/bytes.js'
import { Malformed } from '../../../src/base/errors.js'
import { signatureSchemeOf } from '../../../src/crypto/algorithms.js'
import { digest } from '../../../src/crypto/digest.js'
import { DIGEST_LENGTHS, type DigestAlgorithm } from '../../../src/crypto/digest-algorithm.js'
import { readPublicKey } from '../../../src/crypto/public-key.js'
import { checkSignature } from '../../../src/crypto/signature.js'
import { messageDigestOf } from '../../../src/formats/cms/attribute.js'
import { essCertIdsOf } from '../../../src/formats/cms/ess.js'
import { buildTimeStampRequest, parseTimeStampRequest } from '../../../src/formats/cms/time-stamp-request.js'
import {
  parseTimeStampResponse,
  parseTimeStampToken,
  type TimeStampToken,
} from '../../../src/formats/cms/time-stamp-response.js'
import { isDer } from '../../../src/formats/der/canonical.js'
import { CMS_LIMITS } from '../../../src/formats/der/limits.js'
import {
  derBoolean,
  derContext,
  derInteger,
  derNull,
  derOctetString,
  derOid,
  derSequence,
} from '../../../src/formats/der/writer.js'
import { parseCertificate } from '../../../src/formats/x509/certificate.js'
import { extendedKeyUsageOf } from '../../../src/formats/x509/extensions.js'
import { EXTENSION, KEY_PURPOSE } from '../../../src/formats/x509/oids.js'
import { createAuthority, type Authority } from '../../../src/trust/issuing/authority.js'
import type { Responder } from '../../../src/trust/issuing/ocsp/ocsp-responder.js'
import {
  createTimeStampAuthority,
  type TimeStampAuthorityOptions,
} from '../../../src/trust/issuing/time-stamps/time-stamp-authority.js'
import { validatePath } from '../../../src/trust/path/validate-path.js'
import { craftExtension } from './crafted-extension.js'

const NOON = Date.UTC(2027, 0, 1, 12)
const HASH = new Uint8Array(32).fill(9)
const POLICIES = ['1.2.3.4', '1.2.3.5']

let authority: Authority
let stamp: Responder

function stamper(options: TimeStampAuthorityOptions = {}): Responder {
  const settings = { clock: () => NOON + 250, policies: POLICIES, accuracy: 1500, ...options }
  return createTimeStampAuthority((at) => authority.service('time-stamp', at), settings)
}

beforeAll(async () => {
  authority = await createAuthority({ name: 'Revenue Authority', country: 'KE' })
  stamp = stamper()
})

async function granted(request: Uint8Array, by = stamp): Promise<TimeStampToken> {
  const { status, token } = parseTimeStampResponse(await by(request))
  expect(status).toBe('granted')
  return parseTimeStampToken(token ?? new Uint8Array(0))
}

async function refusal(request: Uint8Array, by = stamp): Promise<string> {
  const { status, failures, texts, token } = parseTimeStampResponse(await by(request))
  expect([status, token, texts.length]).toEqual(['rejection', undefined, 1])
  return failures.join()
}

const plain = (more: Partial<Parameters<typeof buildTimeStampRequest>[0]> = {}): Uint8Array =>
  buildTimeStampRequest({ digest: 'SHA-256', hash: HASH, ...more })

/** A request written by hand: fields after the imprint as given. */
const written = (...fields: readonly Uint8Array[]): Uint8Array => {
  const algorithm = derSequence(derOid('2.16.840.1.101.3.4.2.1'), derNull())
  return derSequence(derInteger(1), derSequence(algorithm, derOctetString(HASH)), ...fields)
}

/** Whether signature, digest and ESS attribute of a token name the certificate in it, as RFC 3161 §2.4.2 asks. */
async function holds({ signedData, content }: TimeStampToken): Promise<boolean> {
  const [signer, ...more] = signedData.signerInfos
  const [id] = signer === undefined ? [] : essCertIdsOf(signer)
  const certificates = signedData.certificates.map((der) => parseCertificate(der))
  for (const certificate of certificates) {
    const hash = await digest('SHA-256', [certificate.der])
    if (signer?.signedAttributes === undefined || id?.certIds[0] === undefined) return false
    if (!equalBytes(hash, id.certIds[0].hash)) continue
    const messageDigest = messageDigestOf(signer.signedAttributes.attributes)
    const isOver = equalBytes(messageDigest ?? HASH, await digest('SHA-256', [content]))
    const isSigned = await checkSignature({
      scheme: signatureSchemeOf(signer.signatureAlgorithm, 'SHA-256'),
      key: readPublicKey(certificate.spki),
      message: [signer.signedAttributes.raw],
      signature: signer.signature,
    })
    return isOver && isSigned && more.length === 0 && signedData.version === 3
  }
  return false
}

describe('a time-stamp authority', () => {
  it('stamps a digest with its time, accuracy, policy and the nonce, in DER, and signs it', async () => {
    const nonce = Uint8Array.of(0x80, 1, 2)
    const answer = await stamp(plain({ nonce, certificateRequested: true }))
    expect(isDer(answer, CMS_LIMITS)).toBe(true)
    const token = await granted(plain({ nonce, certificateRequested: true }))
    expect(token.info).toMatchObject({
      policy: '1.2.3.4',
      time: NOON,
      accuracy: 1500,
      ordering: false,
      nonce: Uint8Array.of(0, 0x80, 1, 2),
    })
    expect(token.info.imprint.hash).toEqual(HASH)
    expect(await holds(token)).toBe(true)
  })

  it('has a certificate for time-stamps alone, critical, and shows it with its issuers when asked', async () => {
    const { signedData } = await granted(plain({ certificateRequested: true }))
    const certificates = signedData.certificates.map((der) => parseCertificate(der))
    expect(certificates).toHaveLength(2)
    const own = certificates.find(
      (each) => each.extensions.get(EXTENSION.extendedKeyUsage)?.critical === true,
    )
    expect(own && extendedKeyUsageOf(own)).toEqual([KEY_PURPOSE.timeStamping])
    expect((await granted(plain())).signedData.certificates).toEqual([])
  })

  it('has one that leads to the root for time-stamps, and for nothing else', async () => {
    const { certificate, chain } = await authority.service('time-stamp')
    const options = { trust: authority.certificate.der, intermediates: chain, crls: authority.crls }
    const stamping = await validatePath(certificate, { ...options, purpose: [KEY_PURPOSE.timeStamping] })
    expect(stamping.status).toBe('valid')
    expect((await validatePath(certificate, options)).status).toBe('invalid')
  })

  it('gives every stamp a serial number of its own', async () => {
    const serials = new Set<string>()
    for (let count = 0; count < 50; count++) serials.add(toHex((await granted(plain())).info.serialNumber))
    expect(serials.size).toBe(50)
  })

  it('stamps under the policy that is asked for, if it is one of its own', async () => {
    expect((await granted(plain({ policy: '1.2.3.5' }))).info.policy).toBe('1.2.3.5')
    expect(await refusal(plain({ policy: '1.2.3.6' }))).toBe('unacceptedPolicy')
  })

  it.each(['SHA-256', 'SHA-384', 'SHA-512'] as const)('stamps %s', async (algorithm) => {
    const hash = new Uint8Array(DIGEST_LENGTHS[algorithm])
    expect((await granted(plain({ digest: algorithm, hash }))).info.imprint.hash).toEqual(hash)
  })

  it.each(['MD5', 'SHA-1', 'SHA-224', 'SHA3-256'] as readonly DigestAlgorithm[])(
    'does not stamp %s (badAlg)',
    async (algorithm) => {
      const hash = new Uint8Array(DIGEST_LENGTHS[algorithm])
      expect(await refusal(plain({ digest: algorithm, hash }))).toBe('badAlg')
    },
  )

  it('rejects by name an unknown digest, one of the wrong length, an extension, and what is no request', async () => {
    const unknown = derSequence(derSequence(derOid('1.2.3')), derOctetString(HASH))
    expect(await refusal(derSequence(derInteger(1), unknown))).toBe('badAlg')
    expect(await refusal(plain({ hash: HASH.subarray(1) }))).toBe('badDataFormat')
    const extension = derContext(0, craftExtension('1.2.3', derNull()))
    expect(await refusal(written(extension))).toBe('unacceptedExtension')
    const others = [new Uint8Array(0), derSequence(), new Uint8Array(100_000), derSequence(derInteger(2))]
    for (const each of others) expect(await refusal(each)).toBe('badDataFormat')
    expect(await refusal(written(derBoolean(false)))).toBe('badDataFormat')
    expect(await refusal(written(derBoolean(true), derInteger(1)))).toBe('badDataFormat')
    expect((await granted(written(derBoolean(true)))).signedData.certificates).toHaveLength(2)
  })

  it('can stamp with any identity whose certificate is for it, and with no other', async () => {
    const identity = await authority.service('time-stamp')
    await granted(
      plain(),
      createTimeStampAuthority(() => identity),
    )
    const seller = await authority.issue({ legalName: 'Soko Ltd', taxId: 'P051234567X' })
    const wrong = createTimeStampAuthority(() => seller)
    await expect(wrong(plain())).rejects.toMatchObject({ code: 'argument.invalid' })
  })

  it.each([[{ policies: [] }], [{ policies: ['mine'] }], [{ accuracy: 0 }], [{ accuracy: 0.5 }]])(
    'is not made with %j',
    (options) => {
      expect(() => stamper(options)).toThrow(expect.objectContaining({ code: 'argument.invalid' }))
    },
  )

  it.each([
    [1, 1],
    [999, 999],
    [1000, 1000],
    [61_001, 61_001],
  ])('writes an accuracy of %i ms so that it is read as %i', async (accuracy, read) => {
    expect((await granted(plain(), stamper({ accuracy }))).info.accuracy).toBe(read)
  })
})

describe('a changed request', () => {
  it('is stamped or rejected by name, and never a crash', async () => {
    const request = plain({ nonce: Uint8Array.of(1, 2, 3), policy: '1.2.3.4', certificateRequested: true })
    for (let index = 0; index < request.length; index++) {
      for (const bit of [0, 5, 7]) {
        const changed = request.slice()
        changed[index] = (changed[index] ?? 0) ^ (1 << bit)
        const { status, token } = parseTimeStampResponse(await stamp(changed))
        expect(status).toBe(token === undefined ? 'rejection' : 'granted')
      }
      expect(() => parseTimeStampRequest(request.subarray(0, index))).toThrow(Malformed)
    }
  })

  it('is what was asked when it was not changed', () => {
    const question = fc.record({
      hash: fc.uint8Array({ minLength: 32, maxLength: 32 }),
      nonce: fc
        .bigInt({ min: 0n, max: 2n ** 64n })
        .map((value) => Buffer.from(value.toString(16).padStart(18, '0'), 'hex')),
      certificateRequested: fc.boolean(),
    })
    fc.assert(
      fc.property(question, ({ hash, nonce, certificateRequested }) => {
        const read = parseTimeStampRequest(plain({ hash, nonce, certificateRequested }))
        expect(read.imprint.hash).toEqual(hash)
        expect(BigInt(`0x${toHex(read.nonce ?? hash)}`)).toBe(BigInt(`0x${toHex(nonce)}`))
        expect(read.certificateRequested).toBe(certificateRequested)
      }),
      { numRuns: 50 },
    )
  })
})

describe('a changed time-stamp', () => {
  it('does not hold, or cannot be read, whichever of its bytes it was', async () => {
    const { token } = parseTimeStampResponse(await stamp(plain({ certificateRequested: true })))
    const whole = token ?? new Uint8Array(0)
    expect(await holds(parseTimeStampToken(whole))).toBe(true)
    const { signedData } = parseTimeStampToken(whole)
    const [issuer] = signedData.certificates.filter(
      (der) => parseCertificate(der).extensions.get(EXTENSION.extendedKeyUsage) === undefined,
    )
    const unsigned = Buffer.from(whole).indexOf(issuer ?? whole)
    for (let index = 0; index < whole.length; index++) {
      // The CA certificate beside it is neither signed by the token nor named by it: the path judges that.
      if (index >= unsigned && index < unsigned + (issuer?.length ?? 0)) continue
      const changed = whole.slice()
      changed[index] = (changed[index] ?? 0) ^ (1 << (index % 8))
      expect([index, await outcome(changed, whole)]).not.toEqual([index, 'accepted'])
    }
  })
})

/** What becomes of a token with one changed byte: it may still hold when the byte says nothing, such as NULL for absent. */
async function outcome(changed: Uint8Array, whole: Uint8Array): Promise<string> {
  try {
    const token = parseTimeStampToken(changed)
    if (!(await holds(token))) return 'does not hold'
    const [before, after] = [parseTimeStampToken(whole), token]
    const said = (each: TimeStampToken): string => toHex(each.content)
    return said(before) === said(after) && after.signedData.signerInfos.length === 1
      ? 'says the same'
      : 'accepted'
  } catch (error) {
    if (error instanceof Malformed) return error.code
    throw error
  }
}
