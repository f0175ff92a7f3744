import { beforeAll, describe, expect, it } from '@jest/globals'
import { generatePrivateKey } from '../../../../src/crypto/private-key.js'
import { newOperationCounter } from '../../../../src/crypto/signature.js'
import { derInteger, derNull } from '../../../../src/formats/der/writer.js'
import { parseCertificate } from '../../../../src/formats/x509/certificate.js'
import { ownedCrl, type CertificateList } from '../../../../src/formats/x509/crl.js'
import { PathCache } from '../../../../src/trust/path/path-cache.js'
import type { RevocationOptions } from '../../../../src/trust/path/revocation/revocation-options.js'
import { checkRevocation, type RevocationResult } from '../../../../src/trust/path/revocation/revocation.js'
import { TrustStore } from '../../../../src/trust/store/trust-store.js'
import type { RevocationMode, TrustAnchor } from '../../../../src/trust/store/anchor.js'
import {
  BIT,
  caFlag,
  crlPoint,
  DAY,
  extension,
  issuingPoint,
  keyUsage,
  makeCrl,
  makeIntermediate,
  makeRoot,
  makeSigner,
  NOON,
  type Made,
  type MadeCrlOptions,
} from '../../made-certificate.js'

const CRL_URL = 'http://crl.example.test/ca.crl'
const KEY_COMPROMISE = 1
const HOLD = 6

describe('revocation', () => {
  let root: Made
  let leaf: Made
  let anchor: TrustAnchor

  beforeAll(async () => {
    root = await makeRoot('Root')
    leaf = await makeSigner(root, { extensions: [keyUsage(BIT.digitalSignature), crlPoint(CRL_URL)] })
    anchor = anchorOf(root)
  })

  const anchorOf = (made: Made): TrustAnchor => {
    const [first] = TrustStore.from(made.certificate.der).anchors
    if (first === undefined) throw new Error('no anchor')
    return first
  }

  const check = (
    crls: readonly CertificateList[],
    variation: Partial<RevocationOptions> = {},
  ): Promise<RevocationResult> =>
    checkRevocation([leaf.certificate], { anchor, crls, at: NOON, cache: new PathCache(), ...variation })

  const outcome = async (
    crls: readonly CertificateList[],
    variation?: Partial<RevocationOptions>,
  ): Promise<string> => {
    const result = await check(crls, variation)
    return [result.outcome, ...result.findings.map(({ code }) => code)].join(' ')
  }

  const listWith = (options: Partial<MadeCrlOptions> = {}): Promise<CertificateList> =>
    makeCrl({ issuer: root, ...options })
  const revokedAt = (at: number, reason?: number): Pick<MadeCrlOptions, 'revoked'> => ({
    revoked: [{ certificate: leaf.certificate, at, ...(reason === undefined ? {} : { reason }) }],
  })

  it('is good by a current list of the issuer without the certificate, and revoked by one with it', async () => {
    expect(await outcome([await listWith()])).toBe('good')
    expect(await outcome([await listWith(revokedAt(NOON - DAY))])).toBe('revoked revocation.revoked')
  })

  it('says when and why', async () => {
    const result = await check([await listWith(revokedAt(NOON - DAY, KEY_COMPROMISE))])
    expect(result.revoked).toMatchObject({
      at: NOON - DAY,
      reason: 'keyCompromise',
      certificate: leaf.certificate,
    })
  })

  it('is revocation.unknown without a list, because the certificate names one', async () => {
    expect(await outcome([])).toBe('unknown revocation.unknown')
  })

  it('is asked for by default only where the certificate names a list', async () => {
    const silent = await makeSigner(root)
    const result = await checkRevocation([silent.certificate], {
      anchor,
      crls: [],
      at: NOON,
      cache: new PathCache(),
    })
    expect(result).toMatchObject({ outcome: 'not-checked', findings: [{ code: 'revocation.not-checked' }] })
  })

  it.each([
    ['require', 'unknown revocation.unknown', 'revoked revocation.revoked'],
    ['prefer', 'not-checked revocation.not-checked', 'revoked revocation.revoked'],
    ['none', 'not-checked revocation.not-checked', 'not-checked revocation.not-checked'],
  ] as readonly [RevocationMode, string, string][])('by mode %s', async (mode, without, revoked) => {
    expect(await outcome([], { mode })).toBe(without)
    expect(await outcome([await listWith(revokedAt(NOON - DAY))], { mode })).toBe(revoked)
  })

  it('is revocation.stale by a list that is past its nextUpdate or has none', async () => {
    expect(await outcome([await listWith({ nextUpdate: NOON })])).toBe('good')
    expect(await outcome([await listWith({ nextUpdate: NOON - 1000 })])).toBe('unknown revocation.stale')
    expect(await outcome([await listWith({ nextUpdate: null })])).toBe('unknown revocation.stale')
  })

  it('is believed of a stale list when it says revoked', async () => {
    const stale = await listWith({ nextUpdate: NOON - 1000, ...revokedAt(NOON - 2 * DAY) })
    expect(await outcome([stale])).toBe('revoked revocation.revoked')
  })

  it('is answered by a later list as long as the certificate had not expired by then', async () => {
    const later = await listWith({ thisUpdate: NOON + DAY, nextUpdate: NOON + 2 * DAY })
    expect(await outcome([later], { currentTime: NOON + DAY })).toBe('good')
    expect(await outcome([later])).toBe('unknown revocation.stale')
    const afterExpiry = await listWith({
      thisUpdate: leaf.certificate.notAfter + DAY,
      nextUpdate: leaf.certificate.notAfter + 2 * DAY,
    })
    expect(await outcome([afterExpiry], { currentTime: afterExpiry.thisUpdate })).toBe(
      'unknown revocation.stale',
    )
  })

  it('after the moment of the question does not touch it, and is reported', async () => {
    const thisUpdate = NOON + 2 * DAY
    const later = await listWith({ thisUpdate, ...revokedAt(NOON + DAY, KEY_COMPROMISE) })
    expect(await outcome([later], { currentTime: thisUpdate })).toBe('good revocation.revoked-later')
    expect(await outcome([later], { at: NOON + DAY })).toBe('revoked revocation.revoked')
    // A list from the future vouches for nothing.
    expect(await outcome([later])).toBe('unknown revocation.unknown')
  })

  it('by a list that was there counts at once, though the date in it is still to come', async () => {
    const ahead = await listWith(revokedAt(NOON + DAY))
    expect(await outcome([ahead])).toBe('revoked revocation.revoked')
  })

  it('is lifted by a later list only when it was a hold', async () => {
    const newer = await listWith({ thisUpdate: NOON - 1000 })
    const held = await listWith({ thisUpdate: NOON - DAY, ...revokedAt(NOON - DAY, HOLD) })
    const revoked = await listWith({ thisUpdate: NOON - DAY, ...revokedAt(NOON - DAY) })
    expect(await outcome([held, newer])).toBe('good')
    expect(await outcome([held])).toBe('revoked revocation.revoked')
    expect(await outcome([revoked, newer])).toBe('revoked revocation.revoked')
  })

  it('is not believed of a list that the issuer did not sign', async () => {
    const forged = await listWith({ signer: await generatePrivateKey({ kind: 'ec', curve: 'P-256' }) })
    expect(await outcome([forged])).toBe('unknown revocation.malformed revocation.unknown')
    expect(await outcome([forged, await listWith()])).toBe('good revocation.malformed')
  })

  it('is not answered by the list of another issuer', async () => {
    const other = await makeCrl({ issuer: await makeRoot('Other'), ...revokedAt(NOON - DAY) })
    expect(await outcome([other])).toBe('unknown revocation.unknown')
  })

  it('is not believed of an issuer that may not sign lists', async () => {
    const silent = await makeRoot('Root', {
      key: root.key,
      extensions: [caFlag(), keyUsage(BIT.keyCertSign)],
    })
    expect(await outcome([await listWith()], { anchor: anchorOf(silent) })).toBe(
      'unknown revocation.malformed revocation.unknown',
    )
  })

  it('is not answered by a list for authorities or for attributes', async () => {
    const limited = async (flag: number): Promise<string> =>
      outcome([await listWith({ extensions: [issuingPoint({ flag })] })])
    for (const flag of [1, 4]) expect(await limited(flag)).toBe('good')
    for (const flag of [2, 5]) expect(await limited(flag)).toBe('unknown revocation.unknown')
  })

  it('of a certificate of an old version is answered by no list for one kind', async () => {
    const old = { ...leaf.certificate, version: 1 }
    const asked = async (flag: number): Promise<string> =>
      (
        await checkRevocation([old], {
          ...{ anchor, at: NOON, mode: 'require', cache: new PathCache() },
          crls: [await listWith({ extensions: [issuingPoint({ flag })] })],
        })
      ).outcome
    for (const flag of [1, 2]) expect(await asked(flag)).toBe('unknown')
    expect(await asked(4)).toBe('good')
  })

  it('is answered by a list with a name only when the certificate names it', async () => {
    expect(await outcome([await listWith({ extensions: [issuingPoint({ url: CRL_URL })] })])).toBe('good')
    const other = issuingPoint({ url: 'http://crl.example.test/other.crl' })
    expect(await outcome([await listWith({ extensions: [other] })])).toBe('unknown revocation.unknown')
  })

  it('is not believed of a list with a critical extension that is not understood', async () => {
    const odd = (critical: boolean): Uint8Array => extension('1.3.6.1.4.1.99999.1', critical, derNull())
    expect(await outcome([await listWith({ extensions: [odd(false)] })])).toBe('good')
    expect(await outcome([await listWith({ extensions: [odd(true)] })])).toBe(
      'unknown revocation.malformed revocation.unknown',
    )
  })

  it('is revoked by a delta list with the certificate, but never good by one without it', async () => {
    const delta = [extension('2.5.29.27', true, derInteger(1))]
    expect(await outcome([await listWith({ extensions: delta })])).toBe('unknown revocation.unknown')
    const listed = await listWith({ extensions: delta, ...revokedAt(NOON - DAY) })
    expect(await outcome([await listWith(), listed])).toBe('revoked revocation.revoked')
    const lifted = await listWith({ extensions: delta, ...revokedAt(NOON - DAY, 8) })
    expect(await outcome([lifted])).toBe('unknown revocation.unknown')
  })

  it('is stale by a list older than the anchor allows', async () => {
    const [impatient] = TrustStore.from({
      certificate: root.certificate.der,
      revocation: { mode: 'require', maxAgeHours: 12 },
    }).anchors
    if (impatient === undefined) throw new Error('no anchor')
    expect(await outcome([await listWith({ thisUpdate: NOON - DAY / 4 })], { anchor: impatient })).toBe(
      'good',
    )
    expect(await outcome([await listWith()], { anchor: impatient })).toBe('unknown revocation.stale')
  })

  it('of an authority on the path is revocation.issuer-revoked', async () => {
    const ca = await makeIntermediate('CA', root)
    const signer = await makeSigner(ca)
    const path = [signer.certificate, ca.certificate]
    const ofCa = await makeCrl({ issuer: ca })
    const options = { anchor, at: NOON, mode: 'require', cache: new PathCache() } as const
    expect(await checkRevocation(path, { ...options, crls: [ofCa, await listWith()] })).toMatchObject({
      outcome: 'good',
    })
    const revoked = await listWith({ revoked: [{ certificate: ca.certificate, at: NOON - DAY }] })
    expect(await checkRevocation(path, { ...options, crls: [ofCa, revoked] })).toMatchObject({
      outcome: 'revoked',
      findings: [{ code: 'revocation.issuer-revoked' }],
    })
  })

  it('is not answered by the certificate itself, whether or not it came before, or another with the same end', async () => {
    const own = await makeSigner(root, {
      name: 'Root',
      extensions: [keyUsage(BIT.digitalSignature, BIT.cRLSign)],
    })
    const list = await makeCrl({ issuer: own, revoked: [{ certificate: own.certificate, at: NOON - DAY }] })
    const twin = own.certificate.der.slice()
    twin[20] = (twin[20] ?? 0) ^ 1
    const cache = new PathCache()
    const intermediates = [own.certificate, parseCertificate(own.certificate.der.slice())]
    for (const between of [intermediates, intermediates, [...intermediates, parseCertificate(twin)]]) {
      const leafFirst = [cache.knownSigner(own.certificate)]
      const crls = [list]
      const asked = { anchor: anchorOf(root), crls, at: NOON, cache, intermediates: between }
      expect((await checkRevocation(leafFirst, asked)).outcome).toBe('not-checked')
    }
  })

  it('checks the signature of a list once while the verifier keeps its cache, and both have bytes of their own', async () => {
    const crl = await listWith()
    const cache = new PathCache()
    const counter = newOperationCounter()
    const owned = ownedCrl(crl.der)
    for (let time = 0; time < 2; time++) await check([owned], { cache, counter })
    expect(counter.publicKey).toBe(1)
    for (let time = 0; time < 2; time++) await check([crl], { cache, counter })
    expect(counter.publicKey).toBe(3)
  })
})
