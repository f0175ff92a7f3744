import { describe, expect, it } from '@jest/globals'
import { newOperationCounter } from '../../../src/crypto/signature.js'
import { parseCertificate } from '../../../src/formats/x509/certificate.js'
import { toPem } from '../../../src/formats/x509/pem.js'
import { checkConstraints } from '../../../src/trust/path/constraint-rules.js'
import { PathCache } from '../../../src/trust/path/path-cache.js'
import { buildPath } from '../../../src/trust/path/path.js'
import { TrustStore } from '../../../src/trust/store/trust-store.js'
import {
  BIT,
  caFlag,
  DAY,
  keyUsage,
  make,
  makeIntermediate,
  makeRoot,
  makeSigner,
  NOON,
  type Made,
} from '../made-certificate.js'
import { codesOf } from './judged-path.js'

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
      constraints: () => checkConstraints,
      cache,
      counter,
    } as const
    expect(await buildPath(again, options)).toMatchObject({ ok: true })
    // A signer is kept from the second time on.
    expect(counter.publicKey).toBe(3)
    const third = parseCertificate(leaf.certificate.der.slice())
    expect(await buildPath(third, options)).toMatchObject({ ok: true })
    expect(counter.publicKey).toBe(3)
    const late = await buildPath(again, { ...options, validationTime: NOON + 1000 * DAY, timeIsProven: true })
    expect(late).toMatchObject({
      ok: false,
      findings: [{ code: 'path.expired' }, { code: 'path.issuer-expired' }],
    })
  })
})

describe('what the cache keeps', () => {
  it('are the authorities that come again, however many signers come between', async () => {
    const root = await makeRoot('Root')
    const ca = await makeIntermediate('CA', root)
    const cache = new PathCache({ capacity: 4 })
    const counter = newOperationCounter()
    const store = TrustStore.from(root.certificate.der)
    const path = async (leaf: Made): Promise<readonly string[]> =>
      codesOf(leaf, store, [ca], { cache, counter })
    for (let index = 0; index < 20; index++) {
      const leaf = await makeSigner(ca)
      // Twice, so that it is kept; what is kept then has bytes of its own, of which nothing was found out yet.
      for (const each of [leaf, leaf]) expect(await path(each)).toEqual(['ok'])
    }
    expect(counter.publicKey).toBe(41)
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
      constraints: () => checkConstraints,
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
