import { beforeAll, describe, expect, it } from '@jest/globals'
import { derContextPrimitive, derOctetString, derSequence } from '../../../src/formats/der/writer.js'
import { EXTENSION } from '../../../src/formats/x509/oids.js'
import type { ValidatePathOptions } from '../../../src/trust/path/validate-path.js'
import {
  caFlag,
  extension,
  keyUsage,
  make,
  makeCrl,
  makeRoot,
  makeSigner,
  type Made,
} from '../made-certificate.js'
import { alternativeNames, NAMED, nameConstraints } from '../made-extensions.js'
import { codesOfPath } from './validated-path.js'

describe('validatePath, where it is strict', () => {
  const subjectKey = extension(EXTENSION.subjectKeyIdentifier, false, derOctetString(Uint8Array.of(1)))
  const issuerKey = extension(
    EXTENSION.authorityKeyIdentifier,
    false,
    derSequence(derContextPrimitive(0, Uint8Array.of(1))),
  )
  let strictRoot: Made
  const ofAuthority = [caFlag(), keyUsage(5, 6), subjectKey]
  const ofSigner = [keyUsage(0), issuerKey]

  beforeAll(async () => {
    strictRoot = await make({ name: 'Root', extensions: ofAuthority })
  })

  async function judged(
    own: readonly Uint8Array[],
    authority: readonly Uint8Array[] = [...ofAuthority, issuerKey],
    options: Partial<ValidatePathOptions> = {},
  ): Promise<readonly string[]> {
    const between = await make({ name: 'CA', issuer: strictRoot, extensions: authority })
    const leaf = await makeSigner(between, { extensions: own })
    const trust = strictRoot.certificate.der
    return codesOfPath(leaf, [between], { trust, strict: true, ...options })
  }

  it('asks for the key identifier of the issuer also where an authority certifies a new key of its own', async () => {
    const trust = strictRoot.certificate.der
    const rolled = async (extensions: readonly Uint8Array[]): Promise<readonly string[]> => {
      const next = await make({ name: 'Root', issuer: strictRoot, extensions })
      return codesOfPath(await makeSigner(next, { extensions: ofSigner }), [next], { trust, strict: true })
    }
    expect(await rolled([...ofAuthority, issuerKey])).toEqual(['valid'])
    expect(await rolled(ofAuthority)).toEqual(['invalid', 'certificate.profile'])
    const own = await codesOfPath(strictRoot, [], { trust, strict: true, purpose: 'any' })
    expect(own).toEqual(['valid'])
  })

  it('holds every certificate to the profile', async () => {
    expect(await judged(ofSigner)).toEqual(['valid'])
    const refused = ['invalid', 'certificate.profile']
    expect(await judged([keyUsage(0)])).toEqual(refused)
    expect(await judged(ofSigner, [caFlag(), keyUsage(5), issuerKey])).toEqual(refused)
    expect(await judged(ofSigner, [caFlag(), subjectKey, issuerKey])).toEqual(refused)
    for (const name of [
      NAMED.dns('a_b.test'),
      NAMED.dns('127.0.0.1'),
      NAMED.email('a'),
      NAMED.uri('a'),
      NAMED.ip(1),
    ])
      expect(await judged([...ofSigner, alternativeNames(name)])).toEqual(refused)
    expect(await judged([...ofSigner, alternativeNames(NAMED.dns('*.a.test'))])).toEqual(['valid'])
    const constraints = (critical: boolean, host: string): Promise<readonly string[]> =>
      judged(ofSigner, [
        ...ofAuthority,
        issuerKey,
        nameConstraints({ permitted: [NAMED.dns(host)] }, critical),
      ])
    expect(await constraints(true, 'a.test')).toEqual(['valid'])
    expect(await constraints(false, 'a.test')).toEqual(refused)
    expect(await constraints(true, '.a.test')).toEqual(refused)
  })

  it('holds the anchor to it too, and to the letter in what concerns its own issuer', async () => {
    const other = await make({ name: 'Other', extensions: ofAuthority })
    const crossed = await make({ name: 'Crossed', issuer: other, extensions: ofAuthority })
    const leaf = await makeSigner(crossed, { extensions: ofSigner })
    const trust = crossed.certificate.der
    expect(await codesOfPath(leaf, [], { trust, strict: true })).toEqual(['valid'])
    expect(await codesOfPath(leaf, [], { trust, strict: 'to-the-letter' })).toEqual([
      'invalid',
      'certificate.profile',
    ])
    const bare = await makeRoot('Bare')
    const under = await makeSigner(bare, { extensions: ofSigner })
    expect(await codesOfPath(under, [], { trust: bare.certificate.der })).toEqual(['valid'])
    expect(await codesOfPath(under, [], { trust: bare.certificate.der, strict: true })).toEqual([
      'invalid',
      'certificate.profile',
    ])
  })

  it('leaves lists aside that have no number', async () => {
    const list = await makeCrl({ issuer: strictRoot })
    const options = { crls: [list.der], revocation: 'require' } as const
    const leaf = await makeSigner(strictRoot, { extensions: ofSigner })
    const trust = strictRoot.certificate.der
    expect(await codesOfPath(leaf, [], { trust, ...options })).toEqual(['valid'])
    expect(await codesOfPath(leaf, [], { trust, ...options, strict: true })).toEqual([
      'indeterminate',
      'revocation.unknown',
      'revocation.malformed',
    ])
  })
})
