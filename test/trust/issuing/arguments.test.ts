import { beforeAll, describe, expect, it } from '@jest/globals'
import {
  createAuthority,
  createKey,
  exportAuthority,
  readRequest,
  type Authority,
} from '../../../src/issuing.js'

/** What callers without types give by mistake, an un-awaited promise above all. */
const MISTAKES = [
  ['nothing', undefined],
  ['null', null],
  ['a number', 5],
  ['a promise', Promise.resolve({})],
  ['an empty object', {}],
  ['bytes', new Uint8Array(5)],
] as const

describe('an authority that is given something else', () => {
  const invalid = { name: 'FiscalSealError', code: 'argument.invalid' }
  let authority: Authority

  beforeAll(async () => {
    authority = await createAuthority({ name: 'Revenue Authority', country: 'KE', key: 'P-256' })
  })

  it.each(MISTAKES)('revokes, follows and knows no certificate: %s', async (_, given) => {
    const subject = given as never
    await expect(authority.revoke(subject)).rejects.toMatchObject(invalid)
    await expect(authority.renew(subject)).rejects.toMatchObject(invalid)
    await expect(authority.rekey(subject)).rejects.toMatchObject(invalid)
    expect(() => authority.statusOf(subject)).toThrow(expect.objectContaining(invalid))
  })

  it.each([...MISTAKES, ['another word', 'crl']])(
    'has no such service and makes no such key: %s',
    async (_, given) => {
      await expect(authority.service(given as never)).rejects.toMatchObject(invalid)
      await expect(createKey(given as never)).rejects.toMatchObject(invalid)
    },
  )

  it.each([...MISTAKES, ['text', 'authority']])('is not exported when it is none: %s', async (_, given) => {
    await expect(exportAuthority(given as never)).rejects.toMatchObject(invalid)
  })

  it.each([...MISTAKES, ['text', 'request']])('reads no request: %s', async (_, given) => {
    const refused = { name: 'FiscalSealError', code: 'request.invalid' }
    await expect(readRequest(given as never)).rejects.toMatchObject(refused)
    const options = { legalName: 'Soko Ltd', taxId: 'P051234567X' }
    await expect(authority.certify(given as never, options)).rejects.toMatchObject(refused)
  })

  it('tells who renews an identity to await it', async () => {
    const issued = authority.issue({ legalName: 'Soko Ltd', taxId: 'P051234567X' })
    await expect(authority.revoke(issued as never)).rejects.toThrow('by its identity (await it)')
    await expect(authority.revoke(await issued)).resolves.toBeUndefined()
  })

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['text', 'KE'],
  ])('has trust that is not filtered by %s', (_, given) => {
    expect(() => authority.trust.filter(given as never)).toThrow(expect.objectContaining(invalid))
  })
})
