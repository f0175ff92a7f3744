import { beforeAll, describe, expect, it } from '@jest/globals'
import { generatePrivateKey } from '../../../src/crypto/private-key.js'
import { derNull } from '../../../src/formats/der/writer.js'
import { checkConstraints } from '../../../src/trust/path/constraint-rules.js'
import { buildPath } from '../../../src/trust/path/path.js'
import { TrustStore } from '../../../src/trust/store/trust-store.js'
import {
  BIT,
  caFlag,
  extension,
  keyUsage,
  makeIntermediate,
  makeRoot,
  makeSigner,
  NOON,
  purposes,
  type Made,
} from '../made-certificate.js'
import { anchored, codesOf } from './judged-path.js'

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
      constraints: () => checkConstraints,
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

  it('is refused as certificate.malformed when a serial number is zero or negative, which only an anchor may have', async () => {
    for (const serialNumber of [Uint8Array.of(0), Uint8Array.of(0x80)]) {
      expect(await codesOf(await makeSigner(ca, { serialNumber }), [root], [ca])).toEqual([
        'certificate.malformed',
      ])
      const old = await makeRoot('Old', { serialNumber })
      expect(await codesOf(await makeSigner(old), [old], [])).toEqual(['ok'])
    }
  })

  it('is refused as key.weak when a key on it is too short', async () => {
    const weak = await makeSigner(ca, { key: await generatePrivateKey({ kind: 'rsa', bits: 1024 }) })
    expect(await codesOf(weak, [root], [ca])).toEqual(['key.weak'])
  })

  it('never takes the issuing CA for a signer', async () => {
    expect(await codesOf(ca, [root], [])).toEqual(['path.key-usage'])
  })
})
