import { beforeAll, describe, expect, it } from '@jest/globals'
import { createAuthority, createKey, exportPem, type Authority } from '../../src/issuing.js'
import type { Identity } from '../../src/trust/keys/identity.js'
import {
  checkRevocation,
  checkTrustBundle,
  createTrustRoot,
  findEndings,
  importTrustedLists,
  listAnchors,
  loadIdentity,
  makeTrustList,
  PathCache,
  validatePath,
} from '../../src/trust.js'

/** What is no moment, as callers without types give it. */
const NO_MOMENTS = [
  ['an invalid Date', new Date(Number.NaN)],
  ['null', null],
  ['a number', Date.UTC(2026, 0, 1)],
  ['text', '2026-01-01'],
] as const

const invalid = { name: 'FiscalSealError', code: 'argument.invalid' }

let authority: Authority
/** Good for thirty days of 2001. */
let expired: Identity

beforeAll(async () => {
  authority = await createAuthority({ name: 'Revenue Authority', country: 'KE', at: new Date('2000-01-01') })
  const at = new Date('2001-01-01')
  expired = await authority.issue({ legalName: 'Soko Ltd', taxId: 'P051234567X', at, days: 30 })
})

describe('a moment that is none', () => {
  it.each(NO_MOMENTS)('is refused by name: %s', async (_, given) => {
    const at = given as never
    const { trust } = authority
    await expect(validatePath(expired.certificate, { trust, at })).rejects.toMatchObject(invalid)
    await expect(validatePath(expired.certificate, { trust, currentTime: at })).rejects.toMatchObject(invalid)
    await expect(loadIdentity(await exportPem(expired), { at })).rejects.toMatchObject(invalid)
    await expect(checkTrustBundle(new Uint8Array(), { root: new Uint8Array(), at })).rejects.toMatchObject(
      invalid,
    )
    await expect(importTrustedLists({ at, lists: [] })).rejects.toMatchObject(invalid)
    expect(() => findEndings(trust, { at })).toThrow(expect.objectContaining(invalid))
    expect(() => listAnchors(trust, { at })).toThrow(expect.objectContaining(invalid))
  })

  it.each([...NO_MOMENTS, ['nothing', undefined] as const])(
    'ends no list and no root: %s',
    async (_, given) => {
      const expiresAt = given as never
      const list = { listId: 'ke', version: 1, issuedAt: new Date(), expiresAt }
      await expect(makeTrustList(authority.trust, list)).rejects.toMatchObject(invalid)
      const { holder } = await createKey('P-256')
      const role = { threshold: 1, keys: [holder] }
      const plan = { listId: 'ke', expiresAt, root: role, list: role }
      await expect(createTrustRoot(plan)).rejects.toMatchObject(invalid)
    },
  )
})

describe('a time in milliseconds that is none', () => {
  it.each([Number.NaN, undefined, Infinity])('asks nothing about revocation: %s', async (time) => {
    const [anchor] = authority.trust.anchors
    if (anchor === undefined) throw new Error('no anchor')
    const options = { anchor, crls: authority.crls, mode: 'prefer', cache: new PathCache() } as const
    const path = [expired.certificate]
    await expect(checkRevocation(path, { ...options, at: time as never })).rejects.toMatchObject(invalid)
    if (time === undefined) return
    const at = Date.UTC(2001, 0, 5)
    await expect(checkRevocation(path, { ...options, at, currentTime: time })).rejects.toMatchObject(invalid)
  })
})
