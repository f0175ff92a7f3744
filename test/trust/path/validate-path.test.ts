import { beforeAll, describe, expect, it } from '@jest/globals'
import { newOperationCounter } from '../../../src/crypto/signature.js'
import { toPem } from '../../../src/formats/x509/pem.js'
import { EXTENSION, KEY_PURPOSE } from '../../../src/formats/x509/oids.js'
import { derOid, derSequence, derNull } from '../../../src/formats/der/writer.js'
import { validatePath, type ValidatePathOptions } from '../../../src/trust/path/validate-path.js'
import { TrustStore } from '../../../src/trust/store/trust-store.js'
import {
  caFlag,
  DAY,
  extension,
  keyUsage,
  makeCrl,
  makeIntermediate,
  makeRoot,
  makeSigner,
  NOON,
  purposes,
  type Made,
} from '../made-certificate.js'
import { NAMED, nameConstraints } from '../made-extensions.js'
import { codesOfPath } from './validated-path.js'

describe('validatePath', () => {
  let root: Made
  let ca: Made
  let signer: Made

  beforeAll(async () => {
    root = await makeRoot('Root')
    ca = await makeIntermediate('CA', root)
    signer = await makeSigner(ca)
  })

  const codes = (
    leaf: Made,
    between: readonly Made[],
    options: Partial<ValidatePathOptions> = {},
  ): Promise<readonly string[]> => codesOfPath(leaf, between, { trust: root.certificate.der, ...options })

  it('takes certificates as PEM, DER or parsed, several in one text', async () => {
    const pem = [signer, ca]
      .map(({ certificate }) => toPem('CERTIFICATE', certificate.der))
      .join('Issued by:\n')
    const trust = TrustStore.from(root.certificate.der)
    for (const leaf of [pem, new TextEncoder().encode(pem)])
      expect(await validatePath(leaf, { trust, at: new Date(NOON) })).toMatchObject({ status: 'valid' })
    for (const intermediates of [ca.certificate.der, ca.certificate, [ca.certificate.der], pem]) {
      const result = await validatePath(signer.certificate.der, { trust, intermediates, at: new Date(NOON) })
      expect(result).toMatchObject({ status: 'valid', policies: [], revocation: { outcome: 'not-checked' } })
    }
  })

  it('checks no signature again that was found good under the same store, whose cache nobody has to know', async () => {
    const trust = TrustStore.from(root.certificate.der)
    const counter = newOperationCounter()
    const checksOf = async (leaf: Made, store: ValidatePathOptions['trust']): Promise<number> => {
      const before = counter.publicKey
      const options = { trust: store, intermediates: ca.certificate.der, at: new Date(NOON), counter }
      expect(await validatePath(leaf.certificate.der, options)).toMatchObject({ status: 'valid' })
      return counter.publicKey - before
    }
    expect(await checksOf(signer, trust)).toBe(2)
    expect(await checksOf(await makeSigner(ca), trust)).toBe(1)
    expect(await checksOf(signer, TrustStore.from(trust))).toBe(2)
    expect(await checksOf(signer, root.certificate.der)).toBe(2)
  })

  it('tells findings that nobody can change for those who ask later', async () => {
    const result = await validatePath(signer.certificate, {
      trust: root.certificate.der,
      intermediates: ca.certificate.der,
      at: new Date(NOON),
      revocation: 'none',
    })
    if (result.status !== 'valid') throw new Error('no path')
    expect(Object.isFrozen(result.revocation.findings)).toBe(true)
    expect(Object.isFrozen(result.revocation.evidence)).toBe(true)
    expect(result.findings.every((each) => Object.isFrozen(each))).toBe(true)
  })

  it('throws for what the caller did, and never for bytes of a stranger', async () => {
    const trust = root.certificate.der
    const at = new Date(NOON)
    await expect(validatePath(signer.certificate, {} as ValidatePathOptions)).rejects.toMatchObject({
      code: 'trust.missing',
    })
    await expect(
      validatePath(signer.certificate, { trust, crl: [] } as ValidatePathOptions),
    ).rejects.toMatchObject({
      code: 'argument.invalid',
      message: expect.stringContaining('crl is no option'),
    })
    await expect(validatePath('no PEM', { trust })).rejects.toMatchObject({ code: 'argument.invalid' })
    await expect(validatePath(7 as unknown as string, { trust })).rejects.toMatchObject({
      code: 'argument.invalid',
    })
    await expect(validatePath(signer.certificate, { trust, at: new Date(NaN) })).rejects.toMatchObject({
      code: 'argument.invalid',
    })
    await expect(validatePath(signer.certificate, { trust, purpose: [] })).rejects.toMatchObject({
      code: 'argument.invalid',
    })
    for (const limits of [{ steps: -1 }, { steps: NaN }, { paths: undefined as unknown as number }])
      await expect(validatePath(signer.certificate, { trust, limits })).rejects.toMatchObject({
        code: 'argument.invalid',
      })
    const garbage = Uint8Array.of(0x30, 1, 0)
    expect(await validatePath(garbage, { trust })).toMatchObject({ status: 'invalid', nearest: undefined })
    const result = await validatePath(signer.certificate, {
      ...{ trust, at, crls: [garbage], ocsp: [garbage] },
      intermediates: [garbage, ca.certificate],
    })
    expect(result.status).toBe('valid')
    expect(result.findings.filter(({ code }) => code === 'revocation.malformed')).toHaveLength(2)
  })

  it('judges any moment: before, at the first and the last, after', async () => {
    const { notBefore, notAfter } = signer.certificate
    const at = (time: number): ReturnType<typeof codes> => codes(signer, [ca], { at: new Date(time) })
    expect(await at(notBefore)).toEqual(['valid'])
    expect(await at(notAfter)).toEqual(['valid'])
    expect(await at(notBefore - 1)).toEqual(['invalid', 'path.not-yet-valid', 'path.issuer-expired'])
    // A date names a second, and the last one counts to its end.
    expect(await at(notAfter + 999)).toEqual(['valid'])
    expect(await at(notAfter + 1000)).toEqual(['invalid', 'path.expired', 'path.issuer-expired'])
  })

  it('asks for revocation, and another way where one is revoked', async () => {
    const twin = await makeIntermediate('CA', root, { key: ca.key })
    const lists = [
      await makeCrl({ issuer: root, revoked: [{ certificate: ca.certificate, at: NOON - DAY }] }),
      await makeCrl({ issuer: ca }),
    ]
    const options = { crls: lists.map(({ der }) => der), revocation: 'require' } as const
    expect(await codes(signer, [ca], options)).toEqual(['invalid', 'revocation.issuer-revoked'])
    expect(await codes(signer, [ca, twin], options)).toEqual(['valid'])
    expect(await codes(signer, [ca], { revocation: 'require' })).toEqual([
      'indeterminate',
      'revocation.unknown',
    ])
  })

  it('ends at each of its limits with a finding that names it', async () => {
    const twin = await makeIntermediate('CA', root, { key: ca.key })
    const least = { steps: 1, signatureChecks: 2, paths: 1, intermediates: 1 }
    expect(await codes(signer, [ca], { limits: least })).toEqual(['valid'])
    for (const limit of ['steps', 'signatureChecks', 'paths', 'intermediates'] as const) {
      const limits = { ...least, [limit]: least[limit] - 1 }
      const result = await validatePath(signer.certificate, {
        ...{ trust: root.certificate.der, at: new Date(NOON), limits },
        intermediates: [ca.certificate, twin.certificate],
      })
      expect(result).toMatchObject({
        status: 'indeterminate',
        findings: [{ code: 'path.limit', detail: `${limits[limit]} ${limit}` }],
      })
    }
  })

  it('asks for a purpose, and for a use of the key', async () => {
    const client = await makeSigner(ca, {
      extensions: [keyUsage(0), purposes(KEY_PURPOSE.clientAuthentication)],
    })
    expect(await codes(client, [ca], { purpose: [KEY_PURPOSE.clientAuthentication] })).toEqual(['valid'])
    expect(await codes(client, [ca], { purpose: [KEY_PURPOSE.serverAuthentication] })).toEqual([
      'invalid',
      'path.extended-key-usage',
    ])
    const encipher = {
      anyOf: [KEY_PURPOSE.clientAuthentication],
      forbid: [],
      ifAbsent: 'allow',
      keyUsage: ['keyEncipherment'],
    } as const
    expect(await codes(client, [ca], { purpose: encipher })).toEqual(['invalid', 'path.key-usage'])
    expect(await codes(client, [ca], { purpose: { ...encipher, keyUsage: ['digitalSignature'] } })).toEqual([
      'valid',
    ])
    const anything = await makeSigner(ca, { extensions: [purposes(KEY_PURPOSE.any)] })
    const strictly = {
      anyOf: [KEY_PURPOSE.clientAuthentication],
      forbid: [KEY_PURPOSE.any],
      ifAbsent: 'deny',
    } as const
    expect(await codes(anything, [ca], { purpose: [KEY_PURPOSE.clientAuthentication] })).toEqual(['valid'])
    expect(await codes(anything, [ca], { purpose: strictly })).toEqual(['invalid', 'path.extended-key-usage'])
    expect(await codes(signer, [ca], { purpose: strictly })).toEqual(['invalid', 'path.extended-key-usage'])
  })

  it('takes an anchor as a name and a key, as its certificate says, or within its dates', async () => {
    const bound = await makeRoot('Bound', {
      extensions: [
        caFlag(),
        keyUsage(5),
        nameConstraints({ permitted: [NAMED.directory(['2.5.4.3', 'Else'])] }),
      ],
      notAfter: NOON - DAY,
    })
    const leaf = await makeSigner(bound)
    const under = (
      anchorCertificate: NonNullable<ValidatePathOptions['anchorCertificate']>,
    ): ReturnType<typeof codes> => codes(leaf, [], { trust: bound.certificate.der, anchorCertificate })
    expect(await under('ignored')).toEqual(['valid'])
    expect(await under('constrains')).toEqual(['invalid', 'path.name-constraint'])
    expect(await under('constrains-and-expires')).toEqual([
      'invalid',
      'path.issuer-expired',
      'path.name-constraint',
    ])
  })

  it('understands a list of Microsoft only beside extendedKeyUsage, and qualifiers of critical policies only if known', async () => {
    const list = extension(EXTENSION.applicationPolicies, true, derSequence(derSequence(derOid('1.2.3'))))
    const usage = purposes(KEY_PURPOSE.emailProtection)
    expect(await codes(await makeSigner(ca, { extensions: [list, usage] }), [ca])).toEqual(['valid'])
    const refused = ['invalid', 'path.unknown-critical-extension']
    expect(await codes(await makeSigner(ca, { extensions: [list] }), [ca])).toEqual(refused)
    const policy = (qualifier: string, critical: boolean): Uint8Array => {
      const qualifiers = derSequence(derSequence(derOid(qualifier), derNull()))
      return extension(
        EXTENSION.certificatePolicies,
        critical,
        derSequence(derSequence(derOid('1.2.3'), qualifiers)),
      )
    }
    expect(
      await codes(await makeSigner(ca, { extensions: [policy('1.3.6.1.5.5.7.2.1', true)] }), [ca]),
    ).toEqual(['valid'])
    expect(await codes(await makeSigner(ca, { extensions: [policy('1.2.3.4', false)] }), [ca])).toEqual([
      'valid',
    ])
    expect(await codes(await makeSigner(ca, { extensions: [policy('1.2.3.4', true)] }), [ca])).toEqual(
      refused,
    )
  })
})
