import { inspect } from 'node:util'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { toHex } from '../../../src/base/bytes.js'
import { FiscalSealError } from '../../../src/base/errors.js'
import { parseCertificate } from '../../../src/formats/x509/certificate.js'
import { crlNumberOf, parseCrl } from '../../../src/formats/x509/crl.js'
import {
  basicConstraintsOf,
  extendedKeyUsageOf,
  keyUsageOf,
  subjectKeyIdentifierOf,
  authorityKeyIdentifierOf,
} from '../../../src/formats/x509/extensions.js'
import { formatName } from '../../../src/formats/x509/name.js'
import { createAuthority, type Authority } from '../../../src/trust/issuing/authority.js'
import { exportAuthority, loadAuthority } from '../../../src/trust/issuing/authority-file.js'
import type { AuthorityOptions, IssueOptions } from '../../../src/trust/issuing/authority-options.js'
import type { RenewOptions } from '../../../src/trust/issuing/certification.js'
import { KEY_KINDS } from '../../../src/trust/issuing/key-kind.js'
import { checkConstraints } from '../../../src/trust/path/constraint-rules.js'
import { buildPath } from '../../../src/trust/path/path.js'
import { TrustStore } from '../../../src/trust/store/trust-store.js'
import { judge } from './judged-signer.js'

const SOKO = { legalName: 'Soko Ltd', taxId: 'P051234567X' }
const DAY = 86_400_000

describe('an authority', () => {
  let authority: Authority

  beforeAll(async () => {
    authority = await createAuthority({ name: 'Revenue Authority', country: 'KE' })
  })

  it('hands out a trust by which its signers are accepted with their tax id', async () => {
    const identity = await authority.issue(SOKO)
    expect(await judge(identity, authority.trust)).toBe('VAT KE P051234567X')
    expect(await judge(identity, TrustStore.from(JSON.stringify(authority.trust)))).toBe('VAT KE P051234567X')
  })

  it('hands out the same trust until one of its lists changes, so that what is found out under it is kept', async () => {
    const { trust } = authority
    expect(authority.trust).toBe(trust)
    await authority.revoke((await authority.issue(SOKO)).certificate)
    expect(authority.trust).not.toBe(trust)
  })

  it('hands out a root that serves alone, without rules, where revocation is not asked for', async () => {
    const identity = await authority.issue(SOKO)
    const store = TrustStore.from(authority.certificate.der)
    const result = await buildPath(identity.certificate, {
      store,
      intermediates: identity.chain,
      validationTime: Date.now(),
      usage: 'document-signature',
      constraints: () => checkConstraints,
    })
    expect(result).toMatchObject({ ok: true, anchor: { jurisdiction: 'KE' } })
  })

  it('revokes a signer, whom the trust handed out afterwards refuses, and no other', async () => {
    const [good, bad] = [
      await authority.issue(SOKO),
      await authority.issue({ legalName: 'Duka Ltd', taxId: 'P059999999Z' }),
    ]
    const before = authority.trust
    await authority.revoke(bad, { reason: 'keyCompromise' })
    expect(await judge(bad, before)).toBe('VAT KE P059999999Z')
    expect(await judge(bad, authority.trust)).toBe('revocation.revoked')
    expect(await judge(good, authority.trust)).toBe('VAT KE P051234567X')
    await expect(authority.revoke('00ff')).rejects.toMatchObject({ code: 'argument.invalid' })
  })

  it('is heard in PEM too: the lists beside the root refuse whom they name, and no other', async () => {
    const authority = await createAuthority({ name: 'Revenue Authority', country: 'KE' })
    const [revoked, other] = [await authority.issue(SOKO), await authority.issue(SOKO)]
    await authority.revoke(revoked)
    const store = TrustStore.from(authority.trust.toPem())
    expect(await judge(revoked, store)).toBe('revocation.revoked')
    expect(await judge(other, store)).toBe('VAT KE P051234567X')
  })

  it('refuses a time of revocation that is none', async () => {
    const authority = await createAuthority({ name: 'Revenue Authority', country: 'KE' })
    const identity = await authority.issue(SOKO)
    const at = new Date(Number.NaN)
    await expect(authority.revoke(identity, { at })).rejects.toMatchObject({ code: 'argument.invalid' })
  })

  it('numbers its CRLs upwards, also when several certificates are revoked at once', async () => {
    const identities = await Promise.all(
      ['1', '2', '3'].map((digit) => authority.issue({ legalName: 'Soko', taxId: `P05000000${digit}X` })),
    )
    const before = Number(`0x${toHex(crlNumberOf(parseCrl(authority.crl)) ?? Uint8Array.of(0))}`)
    await Promise.all(identities.map((identity) => authority.revoke(identity)))
    expect(Number(`0x${toHex(crlNumberOf(parseCrl(authority.crl)) ?? Uint8Array.of(0))}`)).toBe(before + 3)
    for (const identity of identities)
      expect(await judge(identity, authority.trust)).toBe('revocation.revoked')
  })

  it('leaves a signer indeterminate when its CRL has run out, until it writes a new one', async () => {
    const identity = await authority.issue(SOKO)
    const later = Date.now() + 31 * DAY
    expect(await judge(identity, authority.trust, later)).toBe('revocation.stale')
    await authority.renewCrl({ at: new Date(later) })
    expect(await judge(identity, authority.trust, later)).toBe('VAT KE P051234567X')
    await authority.renewCrl()
  })

  it('is not another one, of the same name or a different one', async () => {
    const twin = await createAuthority({ name: 'Revenue Authority', country: 'KE' })
    expect(await judge(await twin.issue(SOKO), authority.trust)).toBe('path.signature-invalid')
    const other = await createAuthority({ name: 'Revenue Authority', country: 'UG' })
    expect(await judge(await other.issue(SOKO), authority.trust)).toBe('path.no-trust-anchor')
  })

  it('of a test environment is refused where nobody allows it', async () => {
    const test = await createAuthority({ name: 'Sandbox', country: 'KE', environment: 'test' })
    expect(await judge(await test.issue(SOKO), test.trust)).toBe('anchor.test-environment')
  })

  it('writes certificates by the profile for seals', async () => {
    const identity = await authority.issue({ ...SOKO, days: 10 })
    const { certificate } = identity
    expect(formatName(certificate.subject)).toBe(
      'CN=Soko Ltd,organizationIdentifier=VATKE-P051234567X,O=Soko Ltd,C=KE',
    )
    expect([...(keyUsageOf(certificate) ?? [])]).toEqual(['digitalSignature', 'nonRepudiation'])
    expect(extendedKeyUsageOf(certificate)).toEqual(['1.3.6.1.5.5.7.3.36'])
    expect(basicConstraintsOf(certificate)?.ca ?? false).toBe(false)
    expect(certificate.notAfter - certificate.notBefore).toBe(10 * DAY)
    expect(certificate.serialNumber).toHaveLength(16)
    expect(certificate.serialNumber[0]).toBeLessThan(0x80)
    const issuer = authority.issuingCertificate
    expect(authorityKeyIdentifierOf(certificate)?.keyIdentifier).toEqual(subjectKeyIdentifierOf(issuer))
    expect(basicConstraintsOf(issuer)).toEqual({ ca: true, pathLength: 0 })
    expect([...(keyUsageOf(issuer) ?? [])]).toEqual(['keyCertSign', 'cRLSign'])
  })

  it.each(['keyCompromise', 'certificateHold'] as const)(
    'certifies nobody once its CA is revoked: %s',
    async (reason) => {
      const own = await createAuthority({ name: 'Revenue Authority', country: 'KE', key: 'P-256' })
      const identity = await own.issue(SOKO)
      await own.revoke(own.issuingCertificate, { reason })
      const refused = { code: 'authority.invalid', message: expect.stringContaining('is revoked') as unknown }
      await expect(own.issue(SOKO)).rejects.toMatchObject(refused)
      await expect(own.renew(identity.certificate)).rejects.toMatchObject(refused)
      await expect(own.rekey(identity)).rejects.toMatchObject(refused)
    },
  )

  it('gives every certificate a number of its own', async () => {
    const serials = new Set<string>()
    for (let count = 0; count < 20; count++)
      serials.add(toHex((await authority.issue(SOKO)).certificate.serialNumber))
    expect(serials.size).toBe(20)
  })

  it.each(KEY_KINDS.filter((kind) => kind !== 'RSA-4096' && kind !== 'RSA-3072'))(
    'with keys of %s certifies and revokes',
    async (key) => {
      const own = await createAuthority({ name: 'Revenue Authority', country: 'KE', key })
      const identity = await own.issue(SOKO)
      expect(await judge(identity, own.trust)).toBe('VAT KE P051234567X')
      await own.revoke(identity)
      expect(await judge(identity, own.trust)).toBe('revocation.revoked')
    },
  )

  it('names the place of its CRL in certificates when it has one', async () => {
    const own = await createAuthority({
      name: 'Revenue Authority',
      country: 'KE',
      crlUrl: 'https://crl.example.test/ca.crl',
    })
    const { certificate } = await own.issue(SOKO)
    expect(certificate.extensions.has('2.5.29.31')).toBe(true)
    expect(await judge(await own.issue(SOKO), own.trust)).toBe('VAT KE P051234567X')
  })

  it.each([
    [{ legalName: '' }],
    [{ legalName: 'Soko\u202e Ltd' }],
    [{ legalName: 'Soko\nLtd' }],
    [{ taxId: '' }],
    [{ taxId: 'P05１234567X' }],
    [{ taxId: 'VATPT-500000000' }],
    [{ country: 'Kenya' }],
    [{ days: 0 }],
    [{ at: new Date(Number.NaN) }],
    [{ at: new Date('1949-12-31') }],
    [{ at: new Date('9900-01-01') }],
  ] as readonly [Partial<IssueOptions>][])('does not certify %j', async (change) => {
    await expect(authority.issue({ ...SOKO, ...change })).rejects.toMatchObject({ code: 'argument.invalid' })
  })

  it('is not made without a name or a country', async () => {
    await expect(createAuthority({ name: '', country: 'KE' })).rejects.toMatchObject({
      code: 'authority.invalid',
    })
    await expect(createAuthority({ name: 'Revenue Authority', country: 'kenya' })).rejects.toMatchObject({
      code: 'authority.invalid',
    })
  })

  it('is not made, and certifies nobody, with an option that is misspelt', async () => {
    const misspelt = { name: 'A', country: 'KE', enviroment: 'test' }
    await expect(createAuthority(misspelt)).rejects.toMatchObject({ code: 'authority.invalid' })
    const nothing = undefined as unknown as AuthorityOptions
    await expect(createAuthority(nothing)).rejects.toMatchObject({ code: 'authority.invalid' })
    const { certificate } = await authority.issue(SOKO)
    const refused = { code: 'argument.invalid' }
    await expect(authority.issue({ ...SOKO, validDays: 1 } as IssueOptions)).rejects.toMatchObject(refused)
    await expect(authority.renew(certificate, { day: 1 } as RenewOptions)).rejects.toMatchObject(refused)
    await expect(authority.rekey(certificate, { day: 1 } as RenewOptions)).rejects.toMatchObject(refused)
  })

  it('does not certify before it exists', async () => {
    await expect(authority.issue({ ...SOKO, at: new Date(0) })).rejects.toMatchObject({
      code: 'authority.invalid',
    })
  })
})

describe('an authority in a file', () => {
  const passphrase = 'correct horse'
  const cheap = { passphrase, iterations: 1000 }

  it('is the same authority when it is loaded again, with what it issued and revoked', async () => {
    const authority = await createAuthority({ name: 'Revenue Authority', country: 'KE', crlDays: 7 })
    const [good, bad] = [await authority.issue(SOKO), await authority.issue(SOKO)]
    await authority.revoke(bad)
    for (const [file, options] of [
      [await exportAuthority(authority, cheap), { passphrase }],
      [JSON.stringify(await exportAuthority(authority)), {}],
    ] as const) {
      const again = await loadAuthority(file, options)
      expect(again.issued).toEqual(authority.issued)
      expect(await judge(good, again.trust)).toBe('VAT KE P051234567X')
      expect(await judge(bad, again.trust)).toBe('revocation.revoked')
      expect(await judge(await again.issue(SOKO), authority.trust)).toBe('VAT KE P051234567X')
      expect(JSON.stringify(again.trust)).toBe(JSON.stringify(authority.trust))
    }
  })

  it('does not open with a wrong passphrase, with none, or when its parts do not match', async () => {
    const authority = await createAuthority({ name: 'Revenue Authority', country: 'KE' })
    const file = await exportAuthority(authority, cheap)
    await expect(loadAuthority(file, { passphrase: 'wrong' })).rejects.toMatchObject({
      code: 'identity.wrong-passphrase',
    })
    await expect(loadAuthority(file)).rejects.toMatchObject({ code: 'identity.passphrase-required' })
    const [root, issuing] = file.authorities
    const swapped = { ...file, authorities: [root, { ...issuing, key: root?.key }] }
    await expect(loadAuthority(swapped, { passphrase })).rejects.toMatchObject({ code: 'authority.invalid' })
    for (const text of ['', '{}', 'null', '[]', '{"format":"fiscalseal-authority/1"}']) {
      await expect(loadAuthority(text)).rejects.toBeInstanceOf(FiscalSealError)
    }
  })

  it('prints no key', async () => {
    const authority = await createAuthority({ name: 'Revenue Authority', country: 'KE' })
    const [root] = (await exportAuthority(authority)).authorities
    for (const text of [inspect(authority, { depth: 9, showHidden: true }), JSON.stringify(authority)]) {
      expect(text).not.toContain(root?.key.slice(40, 80))
    }
    expect(parseCertificate(authority.certificate.der).version).toBe(3)
  })
})
