import { beforeAll, describe, expect, it } from '@jest/globals'
import { derContext, derInteger, derNull, derOctetString } from '../../../../src/formats/der/writer.js'
import type { OcspResponse } from '../../../../src/formats/x509/ocsp-response.js'
import { EXTENSION, KEY_PURPOSE } from '../../../../src/formats/x509/oids.js'
import { PathCache } from '../../../../src/trust/path/path-cache.js'
import type { RevocationOptions } from '../../../../src/trust/path/revocation/revocation-options.js'
import { checkRevocation, type RevocationResult } from '../../../../src/trust/path/revocation/revocation.js'
import type { TrustAnchor } from '../../../../src/trust/store/anchor.js'
import {
  BIT,
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
  type MadeOptions,
} from '../../made-certificate.js'
import { anchorOf, LEFT_ASIDE, told } from './asked.js'
import { makeOcsp, refusal, type MadeOcspOptions } from '../../made-ocsp.js'

const KEY_COMPROMISE = 1
const noCheck = extension(EXTENSION.ocspNoCheck, false, derNull())
const odd = (critical: boolean): Uint8Array => extension('1.3.6.1.4.1.99999.1', critical, derNull())

let root: Made
let leaf: Made
let anchor: TrustAnchor

beforeAll(async () => {
  root = await makeRoot('Root')
  leaf = await makeSigner(root)
  anchor = anchorOf(root)
})

const delegate = (issuer: Made, options: Partial<MadeOptions> = {}): Promise<Made> =>
  make({
    name: 'OCSP Responder',
    issuer,
    extensions: [keyUsage(BIT.digitalSignature), purposes(KEY_PURPOSE.ocspSigning), noCheck],
    ...options,
  })

const response = (options: Partial<MadeOcspOptions> = {}): Promise<OcspResponse> =>
  makeOcsp({ about: leaf.certificate, issuer: root, ...options })

const check = (
  ocsp: readonly OcspResponse[],
  variation: Partial<RevocationOptions> = {},
): Promise<RevocationResult> =>
  checkRevocation([leaf.certificate], {
    ...{ anchor, crls: [], ocsp, at: NOON, cache: new PathCache() },
    ...variation,
  })

const outcome = async (
  options: Partial<MadeOcspOptions> = {},
  variation: Partial<RevocationOptions> = {},
): Promise<string> => told(await check([await response(options)], variation))

describe('an OCSP response of the issuer', () => {
  it('says good, revoked with date and reason, or that it does not know', async () => {
    expect(await outcome()).toBe('good')
    const revoked = await check([await response({ status: { at: NOON - DAY, reason: KEY_COMPROMISE } })])
    expect(told(revoked)).toBe('revoked revocation.revoked')
    expect(revoked.revoked).toMatchObject({ at: NOON - DAY, reason: 'keyCompromise' })
    expect(await outcome({ status: 'unknown' })).toBe('unknown revocation.unknown')
  })

  it('says good of the time before a revocation, when it was made after that time', async () => {
    const status = { at: NOON + DAY }
    const later = { status, thisUpdate: NOON + 2 * DAY, nextUpdate: NOON + 3 * DAY }
    const currentTime = NOON + 2 * DAY
    expect(await outcome(later, { currentTime })).toBe('good revocation.revoked-later')
    expect(await outcome(later, { currentTime, at: NOON + DAY })).toBe('revoked revocation.revoked')
    expect(await outcome({ status })).toBe('revoked revocation.revoked')
  })

  it('names its signer by name or by key, and believes no other', async () => {
    expect(await outcome({ responderId: 'name' })).toBe('good')
    expect(await outcome({ responderId: 'key' })).toBe('good')
    expect(await outcome({ responderId: new Uint8Array(20) })).toBe(LEFT_ASIDE)
  })

  it('is about the certificate only when all four parts of the identifier are its own', async () => {
    for (const digest of ['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'] as const)
      expect(await outcome({ digest })).toBe('good')
    expect(await outcome({ digest: 'MD5' })).toBe('unknown revocation.unknown')
    expect(await outcome({ nameHash: new Uint8Array(20) })).toBe('unknown revocation.unknown')
    expect(await outcome({ keyHash: new Uint8Array(20) })).toBe('unknown revocation.unknown')
    expect(await outcome({ serialNumber: Uint8Array.of(5) })).toBe('unknown revocation.unknown')
  })

  it('may answer for several certificates, and for one several times: then the worst counts', async () => {
    const other = { serialNumber: Uint8Array.of(5), status: { at: NOON - DAY } }
    expect(await outcome({ singles: [other, {}] })).toBe('good')
    expect(await outcome({ singles: [{}, { status: { at: NOON - DAY } }] })).toBe(
      'revoked revocation.revoked',
    )
    expect(await outcome({ singles: [{}, { status: 'unknown' }] })).toBe('unknown revocation.unknown')
    expect(await outcome({ singles: [{}, {}] })).toBe('good')
    expect(await outcome({ singles: [] })).toBe('unknown revocation.unknown')
  })

  it('is not believed with a critical extension that is not understood', async () => {
    for (const place of ['extensions', 'responseExtensions'] as const) {
      expect(await outcome({ [place]: [odd(false)] })).toBe('good')
      expect(await outcome({ [place]: [odd(true)] })).toBe(LEFT_ASIDE)
    }
  })

  it('is believed with what certificate transparency adds, critical or not', async () => {
    const timestamps = extension(EXTENSION.certificateTimestamps, true, derOctetString(new Uint8Array(2)))
    expect(await outcome({ extensions: [timestamps] })).toBe('good')
  })

  it('is not believed with the signature of another', async () => {
    const other = await makeRoot('Root')
    expect(await outcome({ responder: other, certificates: [], responderId: 'name' })).toBe(LEFT_ASIDE)
  })

  it.each([
    [1, 'malformedRequest'],
    [2, 'internalError'],
    [3, 'tryLater'],
    [5, 'sigRequired'],
    [6, 'unauthorized'],
  ])('of status %i is no answer', async (status, word) => {
    const result = await check([refusal(status)])
    expect(told(result)).toBe('unknown revocation.unknown')
    expect(result.findings[0]?.detail).toContain(word)
  })

  it('may write version 1 out, and has no other', async () => {
    expect(await outcome({ version: [derContext(0, derInteger(0))] })).toBe('good')
    await expect(response({ version: [derContext(0, derInteger(1))] })).rejects.toMatchObject({
      code: 'revocation.malformed',
    })
  })
})

describe('the time of an OCSP response', () => {
  it('is over after nextUpdate, and never in the future', async () => {
    expect(await outcome({ nextUpdate: NOON })).toBe('good')
    expect(await outcome({ nextUpdate: NOON - 1000 })).toBe('unknown revocation.stale')
    expect(await outcome({ thisUpdate: NOON + DAY, nextUpdate: NOON + 2 * DAY })).toBe(
      'unknown revocation.stale',
    )
  })

  it('without nextUpdate is over in minutes, or as the anchor says', async () => {
    const withoutNext = { nextUpdate: null, thisUpdate: NOON - 3_600_000 }
    expect(await outcome({ ...withoutNext, thisUpdate: NOON - 60_000 })).toBe('good')
    expect(await outcome(withoutNext)).toBe('unknown revocation.stale')
    expect(await outcome(withoutNext, { anchor: anchorOf(root, { mode: 'require', maxAgeHours: 1 }) })).toBe(
      'good',
    )
    const old = { thisUpdate: NOON - 7_200_000 }
    expect(await outcome(old)).toBe('good')
    expect(await outcome(old, { anchor: anchorOf(root, { mode: 'require', maxAgeHours: 1 }) })).toBe(
      'unknown revocation.stale',
    )
  })

  it('is over for good alone: revoked is believed however old', async () => {
    const old = { nextUpdate: NOON - 2 * DAY, thisUpdate: NOON - 3 * DAY }
    expect(await outcome({ ...old, status: { at: NOON - 4 * DAY } })).toBe('revoked revocation.revoked')
  })

  it('may be later than the question, as long as the certificate had not expired', async () => {
    const later = { thisUpdate: NOON + DAY, nextUpdate: NOON + 2 * DAY }
    expect(await outcome(later, { currentTime: NOON + DAY })).toBe('good')
    const { notAfter } = leaf.certificate
    const late = { thisUpdate: notAfter + DAY, nextUpdate: notAfter + 2 * DAY }
    expect(await outcome(late, { currentTime: notAfter + DAY })).toBe('unknown revocation.stale')
  })

  it('of its making lies in the validity of who signed it', async () => {
    const { notBefore, notAfter } = root.certificate
    expect(await outcome({ producedAt: notBefore })).toBe('good')
    expect(await outcome({ producedAt: notBefore - 1000 })).toBe(LEFT_ASIDE)
    expect(await outcome({ producedAt: notAfter + 1000 })).toBe(LEFT_ASIDE)
  })
})

describe('an OCSP responder that was delegated', () => {
  it('is believed when the issuer delegated it, by name or by key', async () => {
    const responder = await delegate(root)
    expect(await outcome({ responder })).toBe('good')
    expect(await outcome({ responder, responderId: 'name' })).toBe('good')
  })

  it('may be known from elsewhere', async () => {
    const responder = await delegate(root)
    const options = { responder, certificates: [] }
    expect(await outcome(options)).toBe(LEFT_ASIDE)
    expect(await outcome(options, { intermediates: [responder.certificate] })).toBe('good')
  })

  it('is not believed without the purpose: none, another, or any', async () => {
    for (const allowed of [[], [purposes(KEY_PURPOSE.timeStamping)], [purposes(KEY_PURPOSE.any)]]) {
      const responder = await delegate(root, { extensions: [...allowed, noCheck] })
      expect(await outcome({ responder })).toBe(LEFT_ASIDE)
    }
  })

  it('is not believed when another authority delegated it, be it above or below the issuer', async () => {
    const ca = await makeIntermediate('CA', root)
    const signer = await makeSigner(ca)
    const path = [signer.certificate, ca.certificate]
    const ask = async (delegating: Made): Promise<string> => {
      const ofLeaf = await makeOcsp({
        ...{ about: signer.certificate, issuer: ca, responder: await delegate(delegating) },
      })
      const ofCa = await makeOcsp({ about: ca.certificate, issuer: root })
      return told(
        await checkRevocation(path, {
          ...{ anchor, crls: [], ocsp: [ofLeaf, ofCa], at: NOON, cache: new PathCache() },
        }),
      )
    }
    expect(await ask(ca)).toBe('good')
    expect(await ask(root)).toBe(LEFT_ASIDE)
    expect(await ask(await makeIntermediate('Other', root))).toBe(LEFT_ASIDE)
    // The same name with another key.
    expect(await ask(await makeIntermediate('CA', root))).toBe(LEFT_ASIDE)
  })

  it('is not believed when its certificate was not valid, then or now', async () => {
    const expired = await delegate(root, { notAfter: NOON - 1000 })
    expect(await outcome({ responder: expired })).toBe(LEFT_ASIDE)
    const responder = await delegate(root, { notBefore: NOON - 1000 })
    expect(await outcome({ responder, producedAt: NOON - 2000 })).toBe(LEFT_ASIDE)
    expect(await outcome({ responder, producedAt: NOON })).toBe('good')
  })

  it('is not believed with a critical extension in its certificate that is not understood', async () => {
    const extensions = [purposes(KEY_PURPOSE.ocspSigning), noCheck]
    expect(
      await outcome({ responder: await delegate(root, { extensions: [...extensions, odd(true)] }) }),
    ).toBe(LEFT_ASIDE)
  })

  it('without nocheck is believed only when something shows that it is not revoked', async () => {
    const responder = await delegate(root, { extensions: [purposes(KEY_PURPOSE.ocspSigning)] })
    expect(await outcome({ responder })).toBe(LEFT_ASIDE)
    // A list of the issuer that is silent about the leaf: its scope is authorities and others alike.
    const good = await makeCrl({ issuer: root })
    expect(await outcome({ responder, status: { at: NOON - DAY } }, { crls: [good] })).toBe(
      'revoked revocation.revoked',
    )
    const revoked = await makeCrl({
      issuer: root,
      revoked: [{ certificate: responder.certificate, at: NOON - 2 * DAY }],
    })
    expect(await outcome({ responder, status: { at: NOON - DAY } }, { crls: [revoked] })).toBe(
      'good revocation.malformed',
    )
  })

  it('does not vouch for itself', async () => {
    const responder = await delegate(root, { extensions: [purposes(KEY_PURPOSE.ocspSigning)] })
    const ofItself = await makeOcsp({ about: responder.certificate, issuer: root, responder })
    expect(told(await check([await response({ responder }), ofItself]))).toContain('unknown')
    const ofIssuer = await makeOcsp({ about: responder.certificate, issuer: root })
    expect(told(await check([await response({ responder }), ofIssuer]))).toBe('good')
  })
})
