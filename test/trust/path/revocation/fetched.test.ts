import { beforeAll, describe, expect, it } from '@jest/globals'
import type { Fetcher } from '../../../../src/base/fetcher.js'
import type { Certificate } from '../../../../src/formats/x509/certificate.js'
import { nameEquals } from '../../../../src/formats/x509/name.js'
import { createFetcher } from '../../../../src/net/fetcher.js'
import { createTestAuthority, type TestAuthority } from '../../../../src/testing/authority.js'
import type { NetworkFault } from '../../../../src/testing/network/network-fault.js'
import { createTestNetwork, type TestNetwork } from '../../../../src/testing/network/test-network.js'
import { checkConstraints } from '../../../../src/trust/path/constraint-rules.js'
import { PathCache } from '../../../../src/trust/path/path-cache.js'
import { buildPath } from '../../../../src/trust/path/path.js'
import type { RevocationOptions } from '../../../../src/trust/path/revocation/revocation-options.js'
import { checkRevocation, type RevocationResult } from '../../../../src/trust/path/revocation/revocation.js'
import type { TrustAnchor } from '../../../../src/trust/store/anchor.js'
import { told } from './asked.js'

const TEST_ADDRESSES = {
  crlUrl: 'http://authority.test/crl',
  ocspUrl: 'http://authority.test/ocsp',
} as const

/** An authority whose certificates name some of its addresses, and a signer under it. */
interface Setting {
  readonly authority: TestAuthority
  readonly path: readonly Certificate[]
  readonly anchor: TrustAnchor
}

async function settingWith(addresses: Partial<typeof TEST_ADDRESSES>): Promise<Setting> {
  const authority = await createTestAuthority(addresses)
  const { certificate, chain } = await authority.identity()
  const { trust } = authority
  const result = await buildPath(certificate, {
    ...{
      store: trust,
      intermediates: chain,
      validationTime: Date.now(),
      usage: 'document-signature',
      constraints: () => checkConstraints,
    },
    allowTest: true,
  })
  if (!result.ok) throw new Error(JSON.stringify(result.findings))
  return { authority, path: result.path, anchor: result.anchor }
}

const now = (): number => Date.now()

let both: Setting
let ocspOnly: Setting
let crlOnly: Setting

beforeAll(async () => {
  const { crlUrl, ocspUrl } = TEST_ADDRESSES
  both = await settingWith({ crlUrl, ocspUrl })
  ocspOnly = await settingWith({ ocspUrl })
  crlOnly = await settingWith({ crlUrl })
})

interface Asked {
  readonly network: TestNetwork
  readonly fetcher: Fetcher
}

const networkOf = ({ authority }: Setting, fault?: NetworkFault): Asked => {
  const network = createTestNetwork(authority.authority, fault === undefined ? {} : { fault })
  return { network, fetcher: createFetcher({ fetch: network.fetch, timeout: 200 }) }
}

/** Of the issuing CA it is known that it is not revoked: the question is the signer. */
const ask = async (
  { authority, path, anchor }: Setting,
  fetcher: Fetcher | undefined,
  variation: Partial<RevocationOptions> = {},
): Promise<RevocationResult> => {
  const at = now()
  const crls = authority.trust.crls.filter(
    ({ issuer }) => anchor.name !== undefined && nameEquals(issuer, anchor.name),
  )
  return checkRevocation(path, {
    ...{ anchor, crls, mode: 'require', at, currentTime: at, cache: new PathCache() },
    ...(fetcher === undefined ? {} : { fetcher }),
    ...variation,
  })
}

describe('revocation information that is fetched', () => {
  it('is not asked for without a fetcher', async () => {
    expect(told(await ask(both, undefined))).toBe('unknown revocation.unknown')
  })

  it('comes from the responder, without a word to anybody else', async () => {
    const { network, fetcher } = networkOf(both)
    expect(told(await ask(both, fetcher))).toBe('good')
    expect(network.requests).toEqual([{ method: 'POST', url: TEST_ADDRESSES.ocspUrl }])
  })

  it('comes from the list where no responder is named, or where it gives no answer', async () => {
    expect(told(await ask(crlOnly, networkOf(crlOnly).fetcher))).toBe('good')
    const { network, fetcher } = networkOf(both, 'unknown')
    expect(told(await ask(both, fetcher))).toBe('good')
    expect(network.requests.map(({ url }) => url)).toEqual([TEST_ADDRESSES.ocspUrl, TEST_ADDRESSES.crlUrl])
  })

  it('says revoked, by either', async () => {
    expect(told(await ask(both, networkOf(both, 'revoked').fetcher))).toBe('revoked revocation.revoked')
    const setting = await settingWith({ crlUrl: TEST_ADDRESSES.crlUrl })
    const { authority, path } = setting
    const [leaf] = path
    if (leaf === undefined) throw new Error('no leaf')
    await authority.authority.revoke(leaf, { reason: 'superseded' })
    expect(told(await ask(setting, networkOf(setting).fetcher, { at: now() + 1000 }))).toBe(
      'revoked revocation.revoked',
    )
  })

  it('is asked for only when what is at hand gives no answer', async () => {
    const { network, fetcher } = networkOf(both)
    const { crls } = both.authority.trust
    expect(told(await ask(both, fetcher, { crls }))).toBe('good')
    expect((await ask(both, fetcher, { mode: 'none' })).outcome).toBe('not-checked')
    expect(network.requests).toEqual([])
  })

  it('is kept by the fetcher, parsed once by the verifier', async () => {
    const { network, fetcher } = networkOf(crlOnly)
    const cache = new PathCache()
    for (let time = 0; time < 3; time++) expect(told(await ask(crlOnly, fetcher, { cache }))).toBe('good')
    expect(network.requests).toHaveLength(1)
  })

  it('carries a nonce where the caller asks for one, and must give it back', async () => {
    const { network, fetcher } = networkOf(ocspOnly)
    expect(told(await ask(ocspOnly, fetcher, { nonce: true }))).toBe('good')
    expect(told(await ask(ocspOnly, fetcher, { nonce: true }))).toBe('good')
    expect(network.requests).toHaveLength(2)
    for (const fault of ['wrong-nonce', 'no-nonce'] as const) {
      const faulty = networkOf(ocspOnly, fault).fetcher
      expect(told(await ask(ocspOnly, faulty, { nonce: true }))).toBe(
        'unknown revocation.malformed revocation.unknown',
      )
    }
  })

  it.each<readonly [NetworkFault, string]>([
    ['stale', 'revocation.'],
    ['early', 'revocation.'],
    ['unknown', 'revocation.unknown'],
    ['wrong-subject', 'revocation.unknown'],
    ['try-later', 'revocation.unknown'],
    ['wrong-signer', 'revocation.malformed'],
    ['slow', 'revocation.not-fetched'],
    ['garbage', 'revocation.malformed'],
    ['truncated', 'revocation.malformed'],
    ['empty', 'revocation.not-fetched'],
    ['endless', 'revocation.not-fetched'],
    ['html', 'revocation.malformed'],
    ['unavailable', 'revocation.not-fetched'],
    ['redirect', 'revocation.not-fetched'],
    ['unreachable', 'revocation.not-fetched'],
  ])('that is %s leaves it unknown, and says why', async (fault, code) => {
    for (const setting of fault === 'wrong-signer' || code === 'revocation.unknown'
      ? [ocspOnly]
      : [ocspOnly, both]) {
      const result = await ask(setting, networkOf(setting, fault).fetcher)
      if (setting === both && result.outcome === 'good') continue
      expect(result.outcome).toBe('unknown')
      expect(result.findings.map((each) => each.code).join(' ')).toContain(code)
    }
  })

  it('is no more than twelve requests for one path', async () => {
    const urls = Array.from({ length: 40 }, (_, index) => `http://crl${index}.example.test/`)
    let asked = 0
    const fetcher: Fetcher = () => {
      asked++
      return Promise.resolve(Uint8Array.of(0x30, 0))
    }
    const { path, anchor } = crlOnly
    const named = { ...anchor, revocation: { ...anchor.revocation, crl: urls } }
    const at = now()
    const result = await checkRevocation(path, {
      anchor: named,
      crls: [],
      mode: 'require',
      at,
      fetcher,
      cache: new PathCache(),
    })
    expect([result.outcome, asked]).toEqual(['unknown', 12])
  })

  it('that fails in a way that is a fault of the fetcher is thrown', async () => {
    const broken: Fetcher = () => Promise.reject(new RangeError('broken'))
    await expect(ask(crlOnly, broken)).rejects.toThrow(RangeError)
  })
})
