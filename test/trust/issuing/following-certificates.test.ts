import { beforeAll, describe, expect, it } from '@jest/globals'
import { toHex } from '../../../src/base/bytes.js'
import { findRevoked, invalidityDateOf, parseCrl, revocationReasonOf } from '../../../src/formats/x509/crl.js'
import type { Certificate } from '../../../src/formats/x509/certificate.js'
import { crlDistributionPointsOf } from '../../../src/formats/x509/distribution-point.js'
import { authorityInformationOf, basicConstraintsOf } from '../../../src/formats/x509/extensions.js'
import type { GeneralName } from '../../../src/formats/x509/general-name.js'
import { formatName } from '../../../src/formats/x509/name.js'
import { createAuthority, type Authority, type RevokeOptions } from '../../../src/trust/issuing/authority.js'
import { exportAuthority, loadAuthority } from '../../../src/trust/issuing/authority-file.js'
import { memoryRegister, type CertificateRegister } from '../../../src/trust/issuing/certificate-register.js'
import { judge } from './judged-signer.js'

const SOKO = { legalName: 'Soko Ltd', taxId: 'P051234567X' }
const DAY = 86_400_000

const textOf = (name: GeneralName): string => ('text' in name ? name.text : name.kind)

describe('an authority of several levels', () => {
  let authority: Authority

  beforeAll(async () => {
    authority = await createAuthority({ name: 'Revenue Authority', country: 'KE', intermediates: 2 })
  })

  it('has its CAs one under the other, each of which allows one fewer below it', async () => {
    const [root, ...below] = authority.authorityCertificates
    expect(below.map((each) => basicConstraintsOf(each)?.pathLength)).toEqual([2, 1, 0])
    expect(root && basicConstraintsOf(root)).toEqual({ ca: true, pathLength: undefined })
    expect(below.map(({ subject }) => formatName(subject).split(',')[0])).toEqual([
      'CN=Revenue Authority Intermediate CA 1',
      'CN=Revenue Authority Intermediate CA 2',
      'CN=Revenue Authority Issuing CA',
    ])
    const identity = await authority.issue(SOKO)
    expect(identity.chain).toEqual(below.toReversed())
    expect(await judge(identity, authority.trust)).toBe('VAT KE P051234567X')
  })

  it('revokes a CA between the root and a signer, who is refused with it', async () => {
    const own = await createAuthority({ name: 'Revenue Authority', country: 'KE', intermediates: 2 })
    const identity = await own.issue(SOKO)
    const [, first] = own.authorityCertificates
    if (first === undefined) throw new Error('no CA')
    await own.revoke(first, { reason: 'cACompromise' })
    expect(await judge(identity, own.trust)).toBe('revocation.issuer-revoked')
    const [list] = own.crls
    expect(
      list && revocationReasonOf(findRevoked(list, first.serialNumber) ?? { extensions: new Map() }),
    ).toBe('cACompromise')
    await expect(own.revoke(own.certificate)).rejects.toMatchObject({ code: 'argument.invalid' })
  })

  it('names in everything where it is served, each CA the list of the one above it', async () => {
    const url = 'http://ca.example.test'
    const own = await createAuthority({ name: 'A', country: 'KE', intermediates: 1, url: `${url}/` })
    const { certificate } = await (await loadAuthority(await exportAuthority(own))).issue(SOKO)
    const listOf = (each: Certificate): string[] =>
      crlDistributionPointsOf(each).flatMap(({ name }) => name?.fullName.map(textOf) ?? [])
    const [root, middle, issuing] = own.authorityCertificates
    expect([root, middle, issuing, certificate].map((each) => each && listOf(each))).toEqual([
      [],
      [`${url}/root.crl`],
      [`${url}/intermediate-1.crl`],
      [`${url}/crl`],
    ])
    expect(authorityInformationOf(certificate).map(({ location }) => textOf(location))).toEqual([
      `${url}/ocsp`,
      `${url}/issuing-ca.cer`,
    ])
    const secret = 'http://user:word@ca.test'
    for (const odd of ['ftp://x', 'nowhere', 'http://caf\u00e9.test', secret, `${url}/?a=b`, `${url}#c`])
      await expect(createAuthority({ name: 'A', country: 'KE', url: odd })).rejects.toMatchObject({
        code: 'authority.invalid',
      })
  })

  it('is the same when it is loaded again', async () => {
    const again = await loadAuthority(await exportAuthority(authority))
    expect(again.authorityCertificates.map(({ der }) => der)).toEqual(
      authority.authorityCertificates.map(({ der }) => der),
    )
    expect(await judge(await again.issue(SOKO), authority.trust)).toBe('VAT KE P051234567X')
  })

  it.each([-1, 5, 1.5, Number.NaN])('is not made with %p CAs in between', async (intermediates) => {
    const made = createAuthority({ name: 'Revenue Authority', country: 'KE', intermediates })
    await expect(made).rejects.toMatchObject({ code: 'authority.invalid' })
  })
})

describe('a certificate that follows another', () => {
  let authority: Authority

  beforeAll(async () => {
    const at = new Date(Date.now() - 100 * DAY)
    authority = await createAuthority({ name: 'Revenue Authority', country: 'KE', at })
    await authority.renewCrl()
  })

  it('is for the same name and the same key, and as long', async () => {
    const first = await authority.issue({ ...SOKO, at: new Date(Date.now() - 50 * DAY), days: 60 })
    const next = await authority.renewIdentity(first)
    expect(next.certificate.spki).toEqual(first.certificate.spki)
    expect(next.certificate.subject.der).toEqual(first.certificate.subject.der)
    expect(next.certificate.serialNumber).not.toEqual(first.certificate.serialNumber)
    expect(next.certificate.notAfter - next.certificate.notBefore).toBe(60 * DAY)
    expect(await judge(next, authority.trust)).toBe('VAT KE P051234567X')
    const { certificate } = await authority.renew(first.certificate, { days: 5 })
    expect(certificate.notAfter - certificate.notBefore).toBe(5 * DAY)
  })

  it('is for a new key when that is asked for, also after the old one was revoked', async () => {
    const first = await authority.issue(SOKO)
    await authority.revoke(first, { reason: 'keyCompromise' })
    await expect(authority.renew(first.certificate)).rejects.toMatchObject({ code: 'argument.invalid' })
    const next = await authority.rekey(first, { key: 'Ed25519' })
    expect(next.publicKey.kind).toBe('ed25519')
    expect(next.certificate.subject.der).toEqual(first.certificate.subject.der)
    expect(await judge(next, authority.trust)).toBe('VAT KE P051234567X')
  })

  it('is not given for one of another authority, even of the same name, nor for a CA', async () => {
    const twin = await createAuthority({ name: 'Revenue Authority', country: 'KE' })
    const other = await twin.issue(SOKO)
    for (const certificate of [other.certificate, authority.issuingCertificate]) {
      await expect(authority.renew(certificate)).rejects.toMatchObject({ code: 'argument.invalid' })
      await expect(authority.rekey(certificate)).rejects.toMatchObject({ code: 'argument.invalid' })
    }
  })
})

describe('a revocation', () => {
  it('says when and why, and since when the key is suspected', async () => {
    const authority = await createAuthority({ name: 'Revenue Authority', country: 'KE' })
    const identity = await authority.issue(SOKO)
    const at = new Date(Date.UTC(2026, 5, 1, 12, 0, 0, 999))
    await authority.revoke(identity, {
      reason: 'keyCompromise',
      at,
      invalidSince: new Date(Date.UTC(2026, 4, 1)),
    })
    const entry = findRevoked(parseCrl(authority.crl), identity.certificate.serialNumber)
    expect(entry?.revocationDate).toBe(Date.UTC(2026, 5, 1, 12))
    expect(entry && revocationReasonOf(entry)).toBe('keyCompromise')
    expect(entry && invalidityDateOf(entry)).toBe(Date.UTC(2026, 4, 1))
    expect(authority.statusOf(identity)).toEqual({
      status: 'revoked',
      at: Date.UTC(2026, 5, 1, 12),
      reason: 'keyCompromise',
    })
    expect(authority.statusOf('00ff')).toEqual({ status: 'unknown' })
  })

  it('says no more than it knows: without a reason the entry has no extensions', async () => {
    const authority = await createAuthority({ name: 'Revenue Authority', country: 'KE' })
    const identity = await authority.issue(SOKO)
    await authority.revoke(identity)
    const entry = findRevoked(parseCrl(authority.crl), identity.certificate.serialNumber)
    expect(entry?.extensions.size).toBe(0)
  })

  it('stands: only what is on hold can still be decided, and from the same day', async () => {
    const authority = await createAuthority({ name: 'Revenue Authority', country: 'KE' })
    const identity = await authority.issue(SOKO)
    const at = new Date(Date.UTC(2026, 5, 1))
    await authority.revoke(identity, { reason: 'certificateHold', at })
    await authority.revoke(identity, { reason: 'keyCompromise' })
    expect(authority.statusOf(identity)).toMatchObject({ at: at.getTime(), reason: 'keyCompromise' })
    await expect(authority.revoke(identity)).rejects.toMatchObject({ code: 'argument.invalid' })
    const odd = { reason: 'removeFromCRL' } as unknown as RevokeOptions
    await expect(authority.revoke(await authority.issue(SOKO), odd)).rejects.toMatchObject({
      code: 'argument.invalid',
    })
  })
})

describe('a register of one\u2019s own', () => {
  it('hears of every certificate before anybody has it, and can refuse', async () => {
    const heard: string[] = []
    const kept = memoryRegister()
    const register: CertificateRegister = {
      ...kept,
      add: async (certificate) => {
        await kept.add(certificate)
        heard.push(toHex(certificate.serialNumber))
        if (heard.length === 2) throw new Error('the disk is full')
      },
    }
    const authority = await createAuthority({ name: 'Revenue Authority', country: 'KE' }, register)
    const identity = await authority.issue(SOKO)
    expect(heard).toEqual([toHex(identity.certificate.serialNumber)])
    await expect(authority.issue(SOKO)).rejects.toThrow('the disk is full')
    expect(() => kept.add(identity.certificate)).toThrow('was used already')
  })
})
