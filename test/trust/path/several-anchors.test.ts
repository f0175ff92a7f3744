import { equalBytes } from '../../../src/base/bytes.js'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { newOperationCounter } from '../../../src/crypto/signature.js'
import { checkConstraints } from '../../../src/trust/path/constraint-rules.js'
import { PathCache } from '../../../src/trust/path/path-cache.js'
import type { PathOptions, PathResult } from '../../../src/trust/path/path-options.js'
import { buildPath } from '../../../src/trust/path/path.js'
import { validatePath } from '../../../src/trust/path/validate-path.js'
import type { AnchorOptions } from '../../../src/trust/store/trust-list.js'
import { TrustStore } from '../../../src/trust/store/trust-store.js'
import { finding } from '../../../src/base/findings/finding.js'
import { makeCrl, makeIntermediate, makeRoot, makeSigner, NOON, type Made } from '../made-certificate.js'

const WITHDRAWN: AnchorOptions['status'] = [{ value: 'withdrawn', from: '2020-01-01T00:00:00Z' }]

let root: Made
let ca: Made
let leaf: Made
beforeAll(async () => {
  root = await makeRoot('Root')
  ca = await makeIntermediate('CA', root)
  leaf = await makeSigner(ca)
})

const anchor = (of: Made, id: string, options: Omit<AnchorOptions, 'certificate'> = {}): AnchorOptions => ({
  certificate: of.certificate.der,
  id,
  ...options,
})

const country = (of: Made, options: Omit<AnchorOptions, 'certificate'> = {}): AnchorOptions =>
  anchor(of, 'country', { jurisdiction: 'PT', ...options })

const region = (of: Made, options: Omit<AnchorOptions, 'certificate'> = {}): AnchorOptions =>
  anchor(of, 'region', { jurisdiction: 'PT-20', ...options })

const anybody = (of: Made, options: Omit<AnchorOptions, 'certificate'> = {}): AnchorOptions =>
  anchor(of, 'anybody', { jurisdiction: 'ZZ', ...options })

const search = async (
  anchors: readonly AnchorOptions[],
  options: Partial<PathOptions> = {},
): Promise<PathResult> =>
  buildPath(leaf.certificate, {
    store: TrustStore.from(anchors),
    intermediates: [ca.certificate],
    validationTime: NOON,
    timeIsProven: true,
    usage: 'document-signature',
    constraints: () => checkConstraints,
    ...options,
  })

/** Returns who decides and how, and what is said of each. */
const told = async (
  anchors: readonly AnchorOptions[],
  options: Partial<PathOptions> = {},
): Promise<readonly string[]> => {
  const result = await search(anchors, options)
  const verdict = result.ok ? result.anchor.id : result.findings.map(({ code }) => code).join(' ')
  return [verdict, ...result.reached.map(({ anchor: { id }, fault }) => `${id}: ${fault?.code ?? 'holds'}`)]
}

describe('of several authorities', () => {
  it('the most specific decides, and all are told, in whatever order they were given', async () => {
    const expected = ['region', 'region: holds', 'country: holds', 'anybody: holds']
    const three = [country(root), anybody(root), region(root)]
    expect(await told(three)).toEqual(expected)
    expect(await told(three.toReversed())).toEqual(expected)
  })

  it('the most specific decides also when it stands further from the signer', async () => {
    expect(await told([country(ca), region(root)])).toEqual(['region', 'region: holds', 'country: holds'])
    expect(await told([region(ca), country(root)])).toEqual(['region', 'region: holds', 'country: holds'])
  })

  it('one that refuses is not overruled by one that is less specific', async () => {
    expect(await told([country(root), region(root, { status: WITHDRAWN })])).toEqual([
      'anchor.window',
      'region: anchor.window',
      'country: holds',
    ])
    expect(await told([anybody(ca), country(root, { status: WITHDRAWN })])).toEqual([
      'anchor.window',
      'country: anchor.window',
      'anybody: holds',
    ])
  })

  it('one that is less specific and refuses changes nothing', async () => {
    expect(await told([country(root, { status: WITHDRAWN }), region(root)])).toEqual([
      'region',
      'region: holds',
      'country: anchor.window',
    ])
  })

  it('that are equally specific one is enough, the nearest to the signer first', async () => {
    const spain = anchor(root, 'spain', { jurisdiction: 'ES' })
    expect(await told([spain, country(ca)])).toEqual(['country', 'country: holds', 'spain: holds'])
    expect(await told([country(ca, { status: WITHDRAWN }), spain])).toEqual([
      'spain',
      'spain: holds',
      'country: anchor.window',
    ])
    // Parts of countries are equally specific, however long their codes are.
    const england = anchor(root, 'england', { jurisdiction: 'GB-ENG', status: WITHDRAWN })
    expect((await told([england, region(ca)]))[0]).toBe('region')
  })

  it('one for tests counts only where tests are allowed, and is named where there is no other', async () => {
    const test = { environment: 'test' } as const
    expect(await told([country(root), region(root, test)])).toEqual([
      'country',
      'country: holds',
      'region: anchor.test-environment',
    ])
    expect(await told([country(root, { status: WITHDRAWN }), region(root, test)])).toEqual([
      'anchor.window',
      'country: anchor.window',
      'region: anchor.test-environment',
    ])
    expect(await told([country(root, test), region(ca, test)])).toContain('anchor.test-environment')
    expect((await told([country(root), region(root, test)], { allowTest: true }))[0]).toBe('region')
  })

  it('one for time-stamps is none for documents', async () => {
    const stamps = region(root, { role: 'timestamp-authority', status: WITHDRAWN })
    expect(await told([country(root), stamps])).toEqual(['country', 'country: holds'])
    expect(await told([stamps])).toEqual(['path.no-trust-anchor'])
  })

  it('one of the same name and another key is none of them', async () => {
    const twin = await makeRoot('Root')
    expect(await told([country(root), region(twin, { status: WITHDRAWN })])).toEqual([
      'country',
      'country: holds',
    ])
  })

  it('a signer who is trusted by himself is one', async () => {
    const self = anchor(leaf, 'self', { jurisdiction: 'PT', role: 'direct-signer' })
    expect(await told([country(root), self])).toEqual(['self', 'self: holds', 'country: holds'])
    expect(await told([region(root, { status: WITHDRAWN }), self])).toEqual([
      'anchor.window',
      'region: anchor.window',
      'self: holds',
    ])
  })

  it('the rules of each are its own', async () => {
    const rules = {
      keyUsage: { anyOf: ['keyEncipherment'] as const },
      extendedKeyUsage: { ifAbsent: 'allow' as const },
      algorithms: {},
    }
    expect(await told([country(root), region(root, { leaf: rules })])).toEqual([
      'path.key-usage',
      'region: path.key-usage',
      'country: holds',
    ])
  })
})

describe('a path on which something is revoked', () => {
  it('sends the search on to another one', async () => {
    const other = await makeRoot('Other root')
    const cross = await makeIntermediate('CA', other, { key: ca.key })
    const revoked = (serial: Uint8Array): PathOptions['accept'] => {
      return ({ certificates }) =>
        certificates.some(({ serialNumber }) => equalBytes(serialNumber, serial))
          ? [finding('revocation.issuer-revoked')]
          : []
    }
    const both = { intermediates: [ca.certificate, cross.certificate] }
    const anchors = [country(root), anchor(other, 'other', { jurisdiction: 'PT' })]
    const first = { ...both, accept: revoked(ca.certificate.serialNumber) }
    expect(await told(anchors, first)).toEqual([
      'other',
      'other: holds',
      'country: revocation.issuer-revoked',
    ])
    const second = { ...both, accept: revoked(cross.certificate.serialNumber) }
    expect(await told(anchors, second)).toEqual([
      'country',
      'country: holds',
      'other: revocation.issuer-revoked',
    ])
  })

  it('does not answer for the one that was taken', async () => {
    const other = await makeRoot('Other root')
    const cross = await makeIntermediate('CA', other, { key: ca.key })
    const crl = await makeCrl({
      issuer: root,
      revoked: [{ certificate: ca.certificate, at: NOON - 1000, reason: 1 }],
    })
    const result = await validatePath(leaf.certificate, {
      trust: TrustStore.from([country(root), anybody(other)]),
      intermediates: [ca.certificate, cross.certificate],
      crls: [crl],
      at: new Date(NOON),
    })
    expect(result).toMatchObject({
      status: 'invalid',
      nearest: { anchor: { id: 'country' } },
      reached: [{ fault: { code: 'revocation.issuer-revoked' } }, { fault: undefined }],
    })
    const equal = await validatePath(leaf.certificate, {
      trust: TrustStore.from([country(root), anchor(other, 'other', { jurisdiction: 'ES' })]),
      intermediates: [ca.certificate, cross.certificate],
      crls: [crl],
      at: new Date(NOON),
    })
    expect(equal).toMatchObject({ status: 'valid', anchor: { id: 'other' }, otherAnchors: [] })
    expect(equal).not.toHaveProperty('revocation.outcome', 'revoked')
  })
})

describe('what a search costs', () => {
  it('is not more with other authorities in the store that the signer is not under', async () => {
    const others = await Promise.all(Array.from({ length: 20 }, (_, index) => makeRoot(`Authority ${index}`)))
    const anchors = [country(root), ...others.map((each, index) => anchor(each, `other-${index}`))]
    const counter = newOperationCounter()
    expect(await search(anchors, { counter })).toMatchObject({ ok: true, reached: [{ fault: undefined }] })
    expect(counter.publicKey).toBe(2)
  })

  it('is no signature twice where an intermediate is an authority too', async () => {
    const counter = newOperationCounter()
    await search([country(root), region(ca)], { counter, cache: new PathCache() })
    expect(counter.publicKey).toBe(2)
  })

  it('cannot be driven so high that the authority which would refuse is not reached', async () => {
    const refusing = await makeRoot('Refusing root')
    const cross = await makeIntermediate('CA', refusing, { key: ca.key })
    const decoys = await Promise.all(Array.from({ length: 12 }, () => makeIntermediate('CA', root)))
    const anchors = [country(ca), region(refusing, { status: WITHDRAWN })]
    const intermediates = [...decoys, cross].map(({ certificate }) => certificate)
    expect(await told(anchors, { intermediates })).toContain('region: anchor.window')
    expect(await told(anchors, { intermediates, limits: { signatureChecks: 5 } })).toEqual([
      'path.limit',
      'country: holds',
    ])
    // What was reached is enough where nobody more specific could be.
    const equal = [country(ca), anchor(refusing, 'spain', { jurisdiction: 'ES' })]
    expect((await told(equal, { intermediates, limits: { signatureChecks: 5 } }))[0]).toBe('country')
  })
})
