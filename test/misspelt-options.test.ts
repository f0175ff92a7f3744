import { beforeAll, describe, expect, it } from '@jest/globals'
import {
  createAuthority,
  createAuthorityService,
  createKey,
  createOcspResponder,
  createRequest,
  createTimeStampAuthority,
  exportAuthority,
  exportPem,
  loadAuthority,
  loadKeyHolder,
  type Authority,
  type KeyHolder,
} from '../src/issuing.js'
import type { Identity } from '../src/trust/keys/identity.js'
import {
  checkTrustBundle,
  createFetcher,
  createTrustRoot,
  findEndings,
  importTrustedLists,
  listAnchors,
  loadIdentity,
  loadTrustBundle,
  makeTrustList,
  memoryStorage,
  nextTrustRoot,
  packTrustBundle,
  updateTrustBundle,
  validatePath,
} from '../src/trust.js'
import { verify } from '../src/verify.js'

/** What no call has, as a type that every call takes. */
const misspelt = { pasphrase: 'correct horse' } as never
const misspeltWith = <T extends object>(options: T): T => ({ ...options, pasphrase: 'correct horse' })

const SOKO = { legalName: 'Soko Ltd', taxId: 'P051234567X' }
const bytes = new Uint8Array()

let authority: Authority
let identity: Identity
let holder: KeyHolder

beforeAll(async () => {
  authority = await createAuthority({ name: 'Revenue Authority', country: 'KE', key: 'P-256' })
  identity = await authority.issue(SOKO)
  holder = (await createKey('P-256')).holder
})

const calls: Readonly<Record<string, () => unknown>> = {
  'authority.issue': () => authority.issue(misspeltWith(SOKO)),
  'authority.renew': () => authority.renew(identity.certificate, misspelt),
  'authority.rekey': () => authority.rekey(identity, misspelt),
  'authority.revoke': () => authority.revoke(identity, misspelt),
  'authority.renewCrl': () => authority.renewCrl(misspelt),
  'authority.renewCrls': () => authority.renewCrls(misspelt),
  'authority.service': () => authority.service('ocsp', misspelt),
  exportAuthority: () => exportAuthority(authority, misspelt),
  loadAuthority: () => loadAuthority('{}', misspelt),
  createKey: () => createKey('P-256', misspelt),
  loadKeyHolder: () => loadKeyHolder(bytes, misspelt),
  createRequest: () => createRequest(holder, misspeltWith({ ...SOKO, country: 'KE' })),
  exportPem: () => exportPem(identity, misspelt),
  createOcspResponder: () => createOcspResponder(authority, misspelt),
  createTimeStampAuthority: () => createTimeStampAuthority(() => identity, misspelt),
  createAuthorityService: () => createAuthorityService(() => authority, misspelt),
  checkTrustBundle: () => checkTrustBundle(bytes, misspeltWith({ root: bytes })),
  loadTrustBundle: () => loadTrustBundle(memoryStorage(), misspeltWith({ root: bytes })),
  updateTrustBundle: () => updateTrustBundle(bytes, memoryStorage(), misspeltWith({ root: bytes })),
  packTrustBundle: () => packTrustBundle({ roots: [bytes], list: bytes }, misspelt),
  createTrustRoot: () => {
    const role = { threshold: 1, keys: [holder] }
    return createTrustRoot(misspeltWith({ listId: 'ke', expiresAt: new Date(), root: role, list: role }))
  },
  'createTrustRoot, keys': () => {
    const role = { threshold: 1, keys: [holder] }
    return createTrustRoot({ listId: 'ke', expiresAt: new Date(), root: misspeltWith(role), list: role })
  },
  nextTrustRoot: () => nextTrustRoot(bytes, misspeltWith({ expiresAt: new Date() })),
  importTrustedLists: () => importTrustedLists(misspeltWith({ at: new Date() })),
  makeTrustList: () => {
    const times = { issuedAt: new Date(), expiresAt: new Date() }
    return makeTrustList(authority.trust, misspeltWith({ listId: 'ke', version: 1, ...times }))
  },
  listAnchors: () => listAnchors(authority.trust, misspeltWith({ at: new Date() })),
  findEndings: () => findEndings(authority.trust, misspeltWith({ at: new Date() })),
  createFetcher: () => createFetcher(misspelt),
  loadIdentity: () => loadIdentity(bytes, misspelt),
  validatePath: () => validatePath(identity.certificate, misspeltWith({ trust: authority.trust })),
  'validatePath, limits': () =>
    validatePath(identity.certificate, { trust: authority.trust, limits: misspelt }),
  'validatePath, policies': () =>
    validatePath(identity.certificate, { trust: authority.trust, policies: misspelt }),
  verify: () => verify(bytes, misspeltWith({ trust: authority.trust })),
  'verify, limits': () => verify(bytes, { trust: authority.trust, limits: misspelt }),
  'verify, allow': () => verify(bytes, { trust: authority.trust, allow: misspelt }),
}

describe('an option that is misspelt is named, and not taken for one that was left out', () => {
  it.each(Object.entries(calls))('%s', async (_, call) => {
    await expect(Promise.resolve().then(call)).rejects.toMatchObject({
      name: 'FiscalSealError',
      code: 'argument.invalid',
      message: expect.stringContaining('pasphrase') as unknown,
    })
  })
})

describe('a limit that is no count', () => {
  it.each([Number.NaN, -1, null, undefined, 'many'])(
    'is refused, for nothing would exceed it: %s',
    async (given) => {
      const limits = { fileSize: given as never }
      await expect(verify(bytes, { trust: authority.trust, limits })).rejects.toMatchObject({
        code: 'argument.invalid',
      })
    },
  )
})
