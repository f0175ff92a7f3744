import { beforeAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { Malformed } from '../../../../src/base/errors.js'
import { newOperationCounter } from '../../../../src/crypto/signature.js'
import { parseCrl } from '../../../../src/formats/x509/crl.js'
import {
  ownedOcspResponse,
  parseOcspResponse,
  type OcspResponse,
} from '../../../../src/formats/x509/ocsp-response.js'
import { PathCache } from '../../../../src/trust/path/path-cache.js'
import type { RevocationOptions } from '../../../../src/trust/path/revocation/revocation-options.js'
import { checkRevocation, type RevocationResult } from '../../../../src/trust/path/revocation/revocation.js'
import type { TrustAnchor } from '../../../../src/trust/store/anchor.js'
import {
  crlNumbers,
  DAY,
  issuingPoint,
  makeCrl,
  makeRoot,
  makeSigner,
  NOON,
  type Made,
} from '../../made-certificate.js'
import { makeOcsp, type MadeOcspOptions } from '../../made-ocsp.js'
import { anchorOf, told } from './asked.js'

let root: Made
let leaf: Made
let anchor: TrustAnchor

beforeAll(async () => {
  root = await makeRoot('Root')
  leaf = await makeSigner(root)
  anchor = anchorOf(root)
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

describe('what is at hand', () => {
  it('is believed together: a list or a response that says revoked outweighs what says good', async () => {
    const good = await response()
    const bad = await response({ status: { at: NOON - DAY } })
    const list = await makeCrl({ issuer: root, revoked: [{ certificate: leaf.certificate, at: NOON - DAY }] })
    expect(told(await check([good], { crls: [list] }))).toBe('revoked revocation.revoked')
    expect(told(await check([good, bad]))).toBe('revoked revocation.revoked')
    expect(told(await check([bad], { crls: [await makeCrl({ issuer: root })] }))).toBe(
      'revoked revocation.revoked',
    )
  })

  it('is named: what an answer rests on, a list with its delta list, and why there is none', async () => {
    const base = await makeCrl({ issuer: root, extensions: crlNumbers(5) })
    const delta = await makeCrl({ issuer: root, extensions: crlNumbers(6, 5) })
    const stranger = await makeCrl({ issuer: await makeRoot('Other') })
    expect((await check([], { crls: [stranger, delta, base] })).evidence).toEqual([delta, base])
    const one = await response()
    expect((await check([one])).evidence).toEqual([one])
    const some = await makeCrl({ issuer: root, extensions: [issuingPoint({ reasons: [1] })] })
    const { evidence, findings } = await check([], { crls: [some] })
    expect([evidence, findings.map(({ detail }) => detail)]).toEqual([
      [],
      ['CN=Soko Ltd; known for some reasons only'],
    ])
  })

  it('answers for one another: a response where there is no list, a list where the responder knows nothing', async () => {
    const silent = await response({ status: 'unknown' })
    expect(told(await check([silent], { crls: [await makeCrl({ issuer: root })] }))).toBe('good')
    const stale = await makeCrl({ issuer: root, nextUpdate: NOON - 1000 })
    expect(told(await check([await response()], { crls: [stale] }))).toBe('good')
    expect(told(await check([silent], { crls: [stale] }))).toBe('unknown revocation.stale')
  })

  it('costs one signature each, once for a verifier', async () => {
    const cache = new PathCache()
    const counter = newOperationCounter()
    const one = ownedOcspResponse((await response()).der)
    for (let time = 0; time < 3; time++) await check([one], { cache, counter })
    expect(counter.publicKey).toBe(1)
  })

  it('is bounded: a thousand responses that are not signed cost a hundred signatures', async () => {
    const forger = await makeRoot('Root')
    const forged = await response({ responder: forger, certificates: [], responderId: 'name' })
    const counter = newOperationCounter()
    expect(
      (
        await check(
          Array.from({ length: 1000 }, () => forged),
          { counter },
        )
      ).outcome,
    ).toBe('unknown')
    expect(counter.publicKey).toBeLessThanOrEqual(100)
  })
})

describe('evidence in which a byte was changed', () => {
  it('is never believed', async () => {
    const revoked = { certificate: leaf.certificate, at: NOON - DAY }
    const all = [
      (await response()).der,
      (await response({ status: { at: NOON - DAY } })).der,
      (await makeCrl({ issuer: root })).der,
      (await makeCrl({ issuer: root, revoked: [revoked] })).der,
    ]
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...all),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (der, place, change) => {
          const bytes = der.slice()
          const at = place % bytes.length
          bytes[at] = (bytes[at] ?? 0) ^ change
          expect((await outcomeBy(bytes)).startsWith('unknown')).toBe(true)
        },
      ),
      { numRuns: 400 },
    )
    expect(await Promise.all(all.map(outcomeBy))).toEqual([
      'good',
      'revoked revocation.revoked',
      'good',
      'revoked revocation.revoked',
    ])
  })

  const outcomeBy = async (bytes: Uint8Array): Promise<string> => {
    const results: string[] = []
    for (const options of [
      () => ({ ocsp: [parseOcspResponse(bytes)], crls: [] }),
      () => ({ ocsp: [], crls: [parseCrl(bytes)] }),
    ]) {
      try {
        results.push(told(await check([], options())))
      } catch (error) {
        if (!(error instanceof Malformed)) throw error
      }
    }
    return results[0] ?? 'unknown'
  }
})
