import { beforeAll, describe, expect, it } from '@jest/globals'
import { generatePrivateKey } from '../../../src/crypto/private-key.js'
import { newOperationCounter } from '../../../src/crypto/signature.js'
import { derContext, derContextPrimitive, derNull, derSequence } from '../../../src/formats/der/writer.js'
import { parseCertificate } from '../../../src/formats/x509/certificate.js'
import { toPem } from '../../../src/formats/x509/pem.js'
import { PathCache } from '../../../src/trust/path/path-cache.js'
import type { PathOptions } from '../../../src/trust/path/path-options.js'
import { buildPath } from '../../../src/trust/path/path.js'
import type { AnchorOptions } from '../../../src/trust/store/trust-list.js'
import { TrustStore } from '../../../src/trust/store/trust-store.js'
import {
  BIT,
  caFlag,
  DAY,
  extension,
  keyUsage,
  make,
  makeIntermediate,
  makeRoot,
  makeSigner,
  NOON,
  purposes,
  type Made,
} from '../made-certificate.js'

type Variation = Partial<Omit<PathOptions, 'store' | 'intermediates'>>

/** Returns the codes of what speaks against the path, or the names on it when it holds. */
async function codesOf(
  leaf: Made,
  roots: readonly Made[] | TrustStore,
  intermediates: readonly Made[],
  variation: Variation = {},
): Promise<readonly string[]> {
  const store =
    roots instanceof TrustStore ? roots : TrustStore.from(roots.map(({ certificate }) => certificate.der))
  const result = await buildPath(leaf.certificate, {
    store,
    intermediates: intermediates.map(({ certificate }) => certificate),
    validationTime: NOON,
    timeIsProven: true,
    usage: 'document-signature',
    ...variation,
  })
  return result.ok ? ['ok'] : result.findings.map(({ code }) => code)
}

const anchored = (root: Made, options: Omit<AnchorOptions, 'certificate'>): TrustStore =>
  TrustStore.from({ certificate: root.certificate.der, ...options })

describe('a path', () => {
  let root: Made
  let ca: Made
  let leaf: Made

  beforeAll(async () => {
    root = await makeRoot('Root')
    ca = await makeIntermediate('CA', root)
    leaf = await makeSigner(ca)
  })

  it('leads from the signer over an intermediate to an anchor', async () => {
    const result = await buildPath(leaf.certificate, {
      store: TrustStore.from(root.certificate.der),
      intermediates: [ca.certificate],
      validationTime: NOON,
      usage: 'document-signature',
    })
    expect(result).toMatchObject({ ok: true, path: [leaf.certificate, ca.certificate], notes: [] })
    expect(result.ok && result.anchor.certificate?.der).toEqual(root.certificate.der)
  })

  it('is found whatever the order of the certificates and among strangers', async () => {
    const stranger = await makeRoot('Stranger')
    expect(await codesOf(leaf, [stranger, root], [stranger, leaf, ca])).toEqual(['ok'])
  })

  it('is refused as path.no-trust-anchor when the root is not trusted, be it among the certificates', async () => {
    const stranger = await makeRoot('Stranger')
    expect(await codesOf(leaf, [stranger], [ca, root])).toEqual(['path.no-trust-anchor'])
  })

  it('is refused as path.signature-invalid when an issuer has the right name and another key', async () => {
    const impostor = await makeRoot('Root')
    expect(await codesOf(leaf, [impostor], [ca])).toEqual(['path.signature-invalid'])
  })

  it('is refused as path.not-a-ca when the issuer has no CA flag', async () => {
    const merchant = await makeSigner(ca, {
      name: 'Merchant',
      extensions: [keyUsage(BIT.digitalSignature, BIT.keyCertSign)],
    })
    const victim = await makeSigner(merchant)
    expect(await codesOf(victim, [root], [ca, merchant])).toEqual(expect.arrayContaining(['path.not-a-ca']))
  })

  it('is refused as path.key-usage when the issuer may not sign certificates', async () => {
    const silent = await makeIntermediate('Silent', root, { extensions: [caFlag(), keyUsage(BIT.cRLSign)] })
    expect(await codesOf(await makeSigner(silent), [root], [silent])).toEqual(['path.key-usage'])
  })

  it('is refused as path.length-exceeded when it is longer than a CA allows, self-issued certificates not counted', async () => {
    const short = await makeIntermediate('Short', root, {
      extensions: [caFlag(0), keyUsage(BIT.keyCertSign)],
    })
    const below = await makeIntermediate('Below', short)
    const rollover = await makeIntermediate('Short', short)
    expect(await codesOf(await makeSigner(short), [root], [short])).toEqual(['ok'])
    expect(await codesOf(await makeSigner(rollover), [root], [short, rollover])).toEqual(['ok'])
    expect(await codesOf(await makeSigner(below), [root], [short, below])).toEqual(['path.length-exceeded'])
  })

  it('is refused as path.length-exceeded when the anchor allows fewer intermediates', async () => {
    expect(await codesOf(leaf, anchored(root, { path: { maxIntermediates: 1 } }), [ca])).toEqual(['ok'])
    expect(await codesOf(leaf, anchored(root, { path: { maxIntermediates: 0 } }), [ca])).toEqual([
      'path.length-exceeded',
    ])
  })

  it('is refused as path.unknown-critical-extension, while the same extension without the mark is fine', async () => {
    const odd = (critical: boolean): Uint8Array => extension('1.3.6.1.4.1.99999.1', critical, derNull())
    const usage = keyUsage(BIT.digitalSignature)
    expect(await codesOf(await makeSigner(ca, { extensions: [usage, odd(false)] }), [root], [ca])).toEqual([
      'ok',
    ])
    expect(await codesOf(await makeSigner(ca, { extensions: [usage, odd(true)] }), [root], [ca])).toEqual([
      'path.unknown-critical-extension',
    ])
  })

  it('is refused as path.constraints-unsupported under constraints on names or an explicit policy, but not under policies alone', async () => {
    const usage = keyUsage(BIT.keyCertSign)
    const under = async (constraint: Uint8Array): Promise<readonly string[]> => {
      const bound = await makeIntermediate('Bound', root, { extensions: [caFlag(), usage, constraint] })
      return codesOf(await makeSigner(bound), [root], [bound])
    }
    const subtree = derSequence(derContextPrimitive(2, new TextEncoder().encode('example.test')))
    expect(await under(extension('2.5.29.30', true, derSequence(derContext(0, subtree))))).toEqual([
      'path.constraints-unsupported',
    ])
    expect(
      await under(extension('2.5.29.36', true, derSequence(derContextPrimitive(0, Uint8Array.of(0))))),
    ).toEqual(['path.constraints-unsupported'])
    expect(
      await under(extension('2.5.29.36', true, derSequence(derContextPrimitive(1, Uint8Array.of(0))))),
    ).toEqual(['ok'])
  })

  it('is refused as path.key-usage when the certificate of the signer is not for signatures', async () => {
    const encipherer = await makeSigner(ca, { extensions: [keyUsage(2)] })
    expect(await codesOf(encipherer, [root], [ca])).toEqual(['path.key-usage'])
    const silent = await makeSigner(ca, { extensions: [] })
    expect(await codesOf(silent, [root], [ca])).toEqual(['ok'])
    const strict = anchored(root, {
      leaf: {
        keyUsage: { anyOf: ['nonRepudiation'], ifAbsent: 'deny' },
        extendedKeyUsage: { ifAbsent: 'allow' },
        algorithms: {},
      },
    })
    expect(await codesOf(silent, strict, [ca])).toEqual(['path.key-usage'])
  })

  it('is refused as path.extended-key-usage when the certificate is for web servers or time-stamps alone', async () => {
    const usage = keyUsage(BIT.digitalSignature)
    const withPurposes = async (...oids: readonly string[]): Promise<readonly string[]> =>
      codesOf(await makeSigner(ca, { extensions: [usage, purposes(...oids)] }), [root], [ca])
    expect(await withPurposes('1.3.6.1.5.5.7.3.36')).toEqual(['ok'])
    expect(await withPurposes('1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2')).toEqual(['ok'])
    expect(await withPurposes('1.3.6.1.5.5.7.3.1')).toEqual(['path.extended-key-usage'])
    expect(await withPurposes('1.3.6.1.5.5.7.3.8')).toEqual(['path.extended-key-usage'])
  })

  it('is refused as path.extended-key-usage when an authority on it is for other purposes', async () => {
    const web = await makeIntermediate('Web CA', root, {
      extensions: [caFlag(), keyUsage(BIT.keyCertSign), purposes('1.3.6.1.5.5.7.3.1')],
    })
    expect(await codesOf(await makeSigner(web), [root], [web])).toEqual(['path.extended-key-usage'])
  })

  it('is refused as key.weak when a key on it is too short', async () => {
    const weak = await makeSigner(ca, { key: await generatePrivateKey({ kind: 'rsa', bits: 1024 }) })
    expect(await codesOf(weak, [root], [ca])).toEqual(['key.weak'])
  })

  it('never takes the issuing CA for a signer', async () => {
    expect(await codesOf(ca, [root], [])).toEqual(['path.key-usage'])
  })
})

describe('the validity of a path', () => {
  let root: Made
  let ca: Made
  let leaf: Made

  beforeAll(async () => {
    root = await makeRoot('Root')
    ca = await makeIntermediate('CA', root)
    leaf = await makeSigner(ca, { notBefore: NOON - DAY, notAfter: NOON + DAY })
  })

  const at = (validationTime: number, timeIsProven: boolean): Promise<readonly string[]> =>
    codesOf(leaf, [root], [ca], { validationTime, timeIsProven })

  it('includes its first and its last second', async () => {
    expect(await at(NOON - DAY, true)).toEqual(['ok'])
    expect(await at(NOON + DAY, true)).toEqual(['ok'])
  })

  it('is path.not-yet-valid before and path.expired after, at a proven time', async () => {
    expect(await at(NOON - DAY - 1000, true)).toEqual(['path.not-yet-valid'])
    expect(await at(NOON + DAY + 1000, true)).toEqual(['path.expired'])
  })

  it('is path.expired-no-proof outside of it when nothing proves the time', async () => {
    expect(await at(NOON - DAY - 1000, false)).toEqual(['path.expired-no-proof'])
    expect(await at(NOON + DAY + 1000, false)).toEqual(['path.expired-no-proof'])
  })

  it('is path.issuer-expired when an authority was expired at a proven time', async () => {
    const old = await makeIntermediate('Old', root, { notAfter: NOON - DAY })
    const signer = await makeSigner(old)
    expect(await codesOf(signer, [root], [old])).toEqual(['path.issuer-expired'])
    expect(await codesOf(signer, [root], [old], { timeIsProven: false })).toEqual([
      'path.issuer-expired-no-proof',
    ])
  })

  it('does not ask for the dates of the anchor', async () => {
    const old = await makeRoot('Old root', { notAfter: NOON - DAY })
    expect(await codesOf(await makeSigner(old), [old], [])).toEqual(['ok'])
  })

  it('may outlast the certificate where the anchor says so, and never where it says never', async () => {
    const rules = {
      keyUsage: { anyOf: ['digitalSignature'] as const },
      extendedKeyUsage: { ifAbsent: 'allow' },
      algorithms: {},
    } as const
    const later = { validationTime: NOON + 2 * DAY }
    const lasting = anchored(root, { leaf: { ...rules, validAfterExpiry: 'algorithm-still-safe' } })
    expect(await codesOf(leaf, lasting, [ca], later)).toEqual(['ok'])
    const strict = anchored(root, { leaf: { ...rules, validAfterExpiry: 'never' } })
    expect(await codesOf(leaf, strict, [ca], { currentTime: NOON })).toEqual(['ok'])
    expect(await codesOf(leaf, strict, [ca], { currentTime: NOON + 2 * DAY })).toEqual(['path.expired'])
  })
})

describe('an anchor', () => {
  let root: Made
  let leaf: Made

  beforeAll(async () => {
    root = await makeRoot('Root')
    leaf = await makeSigner(root)
  })

  const instant = (milliseconds: number): string => `${new Date(milliseconds).toISOString().slice(0, 19)}Z`

  it('counts only in the window of its trust list', async () => {
    const since = (from: number): AnchorOptions['status'] => [{ value: 'granted', from: instant(from) }]
    expect(await codesOf(leaf, anchored(root, { status: since(NOON - DAY) ?? [] }), [])).toEqual(['ok'])
    expect(await codesOf(leaf, anchored(root, { status: since(NOON + DAY) ?? [] }), [])).toEqual([
      'anchor.window',
    ])
  })

  it('keeps what it issued before its sunset, and nothing once withdrawn', async () => {
    const history = (value: 'sunset' | 'withdrawn', from: number): TrustStore =>
      anchored(root, {
        status: [
          { value: 'granted', from: '2020-01-01T00:00:00Z' },
          { value, from: instant(from) },
        ],
      })
    const issued = leaf.certificate.notBefore
    expect(await codesOf(leaf, history('sunset', issued + DAY), [])).toEqual(['ok'])
    expect(await codesOf(leaf, history('sunset', issued - DAY), [])).toEqual(['anchor.window'])
    expect(await codesOf(leaf, history('withdrawn', NOON + DAY), [])).toEqual(['ok'])
    expect(await codesOf(leaf, history('withdrawn', NOON - DAY), [])).toEqual(['anchor.window'])
  })

  it('bounds when certificates were issued and when signatures were made', async () => {
    const issued = leaf.certificate.notBefore
    expect(await codesOf(leaf, anchored(root, { issuedNotAfter: instant(issued) }), [])).toEqual(['ok'])
    expect(await codesOf(leaf, anchored(root, { issuedNotAfter: instant(issued - 1000) }), [])).toEqual([
      'anchor.window',
    ])
    expect(await codesOf(leaf, anchored(root, { signedNotAfter: instant(NOON) }), [])).toEqual(['ok'])
    expect(await codesOf(leaf, anchored(root, { signedNotAfter: instant(NOON - 1000) }), [])).toEqual([
      'anchor.window',
    ])
  })

  it('of a test environment counts only where the caller allows it', async () => {
    const store = anchored(root, { environment: 'test' })
    expect(await codesOf(leaf, store, [])).toEqual(['anchor.test-environment'])
    expect(await codesOf(leaf, store, [], { allowTest: true })).toEqual(['ok'])
  })

  it('that asks for a time-stamp is anchor.timestamp-required without one', async () => {
    const store = anchored(root, { timestamp: { required: true } })
    expect(await codesOf(leaf, store, [])).toEqual(['ok'])
    expect(await codesOf(leaf, store, [], { timeIsProven: false })).toEqual(['anchor.timestamp-required'])
  })

  it('may be the signer itself when it may sign, and then issues nothing', async () => {
    const signer = await makeSigner(undefined)
    expect(await codesOf(signer, [signer], [])).toEqual(['ok'])
    const forged = await makeSigner(signer)
    expect(await codesOf(forged, [signer], [])).toEqual(['path.no-trust-anchor'])
  })

  it('with the subject of the signer and another key is not the signer', async () => {
    const signer = await makeSigner(undefined)
    const twin = await makeSigner(undefined)
    expect(await codesOf(twin, [signer], [])).toEqual(['path.no-trust-anchor'])
  })

  it('of several with the same key, the most specific jurisdiction is reported', async () => {
    const certificate = root.certificate.der
    const store = TrustStore.from([
      { certificate, id: 'country', jurisdiction: 'PT' },
      { certificate, id: 'region', jurisdiction: 'PT-20' },
    ])
    const result = await buildPath(leaf.certificate, {
      store,
      intermediates: [],
      validationTime: NOON,
      usage: 'document-signature',
    })
    expect(result).toMatchObject({ ok: true, anchor: { id: 'region' }, otherAnchors: [{ id: 'country' }] })
  })
})

describe('the search for a path', () => {
  it('says what is most telling: an expired path, not the unknown root beside it', async () => {
    const root = await makeRoot('Root')
    const old = await makeIntermediate('CA', root, { notAfter: NOON - DAY })
    const unknown = await makeIntermediate('CA', await makeRoot('Unknown'), { key: old.key })
    expect(await codesOf(await makeSigner(old), [root], [unknown, old])).toEqual(['path.issuer-expired'])
  })

  it('finds the good one of two chains of the same authority', async () => {
    const root = await makeRoot('Root')
    const old = await makeIntermediate('CA', root, { notAfter: NOON - DAY })
    const renewed = await makeIntermediate('CA', root, { key: old.key })
    expect(await codesOf(await makeSigner(old), [root], [old, renewed])).toEqual(['ok'])
  })

  it('ends at path.limit within its budget when thirty authorities of one name sign each other', async () => {
    const root = await makeRoot('Root')
    const chain: Made[] = [await makeRoot('CA')]
    for (let index = 0; index < 30; index++) {
      const last = chain.at(-1)
      if (last !== undefined) chain.push(await makeIntermediate('CA', last))
    }
    const last = chain.at(-1)
    if (last === undefined) throw new Error('no chain')
    const counter = newOperationCounter()
    const codes = await codesOf(await makeSigner(last), [root], chain, { counter })
    expect(codes).toEqual(['path.limit'])
    expect(counter.publicKey).toBeLessThanOrEqual(100)
  })

  it('does not run round in circles of cross-certificates', async () => {
    const one = await makeRoot('One')
    const two = await makeRoot('Two')
    const cross = [
      await make({
        name: 'One',
        key: one.key,
        issuer: two,
        extensions: [caFlag(), keyUsage(BIT.keyCertSign)],
      }),
      await make({
        name: 'Two',
        key: two.key,
        issuer: one,
        extensions: [caFlag(), keyUsage(BIT.keyCertSign)],
      }),
    ]
    const root = await makeRoot('Root')
    expect(await codesOf(await makeSigner(one), [root], cross)).toEqual(['path.no-trust-anchor'])
  })

  it('checks no signature again that the cache has seen to hold, and every one that it has not', async () => {
    const root = await makeRoot('Root')
    const ca = await makeIntermediate('CA', root)
    const leaf = await makeSigner(ca)
    const cache = new PathCache()
    const counter = newOperationCounter()
    await codesOf(leaf, [root], [ca], { cache, counter })
    expect(counter.publicKey).toBe(2)
    const again = parseCertificate(leaf.certificate.der.slice())
    const store = TrustStore.from(root.certificate.der)
    const options = {
      store,
      intermediates: [parseCertificate(ca.certificate.der.slice())],
      validationTime: NOON,
      usage: 'document-signature',
      cache,
      counter,
    } as const
    expect(await buildPath(again, options)).toMatchObject({ ok: true })
    // The anchor of another store is another key to the cache.
    expect(counter.publicKey).toBe(3)
    expect(await buildPath(again, options)).toMatchObject({ ok: true })
    expect(counter.publicKey).toBe(3)
    const late = await buildPath(again, { ...options, validationTime: NOON + 1000 * DAY, timeIsProven: true })
    expect(late).toMatchObject({
      ok: false,
      findings: [{ code: 'path.expired' }, { code: 'path.issuer-expired' }],
    })
  })
})

describe('a certificate that was tampered with', () => {
  it('does not profit from what the cache knows of the honest one', async () => {
    const root = await makeRoot('Root')
    const ca = await makeIntermediate('CA', root)
    const leaf = await makeSigner(ca)
    const store = TrustStore.from(toPem('CERTIFICATE', root.certificate.der))
    const options = {
      store,
      intermediates: [ca.certificate],
      validationTime: NOON,
      usage: 'document-signature',
      cache: new PathCache(),
    } as const
    expect(await buildPath(leaf.certificate, options)).toMatchObject({ ok: true })
    const der = leaf.certificate.der.slice()
    const at = der.findIndex(
      (byte, index) => byte === 0x53 && der[index + 1] === 0x6f && der[index + 2] === 0x6b,
    )
    der[at] = 0x54
    expect(await buildPath(parseCertificate(der), options)).toMatchObject({
      ok: false,
      findings: [{ code: 'path.signature-invalid' }],
    })
  })
})
