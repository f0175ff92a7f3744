import { generateKeyPairSync } from 'node:crypto'
import { afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals'
import * as web from '../../../src/crypto/platform/web.js'
import type { Authority } from '../../../src/trust/issuing/authority.js'
import { installedFonts } from '../../document/draw/installed-fonts.js'

jest.unstable_mockModule('#platform', () => web)
jest.unstable_mockModule('#fonts', () => import('../../../src/document/draw/platform/web.js'))
const { createAuthority, exportPem, loadIdentity, sign, TrustStore, verify } =
  await import('../../../src/index.js')
const { createPdf } = await import('../../../src/testing/pdf/test-pdf.js')

const seller = { legalName: 'Soko Ltd', taxId: 'P051234567X' }
const unsupported: unknown = expect.objectContaining({
  name: 'FiscalSealError',
  code: 'platform.unsupported',
})
const refusal = (): Promise<never> => Promise.reject(new DOMException('not here', 'OperationError'))

describe('the library where only the web is', () => {
  let authority: Authority
  let sealed: Uint8Array

  beforeAll(async () => {
    authority = await createAuthority({ name: 'Revenue Authority', country: 'KE' })
    const identity = await authority.issue(seller)
    const pdf = createPdf({ form: 'object-streams' })
    const appearance = { lines: ['Sealed'], fonts: installedFonts }
    sealed = (await sign(pdf, { identity, anySeller: true, appearance })).bytes
    const bare = sign(pdf, { identity, anySeller: true, appearance: {} })
    await expect(bare).rejects.toMatchObject({
      code: 'receipt.font',
      message: expect.stringContaining('appearance.fonts'),
    })
  })

  afterEach(() => {
    jest.restoreAllMocks()
  })

  it('seals visibly with fonts of the caller, and verifies', async () => {
    const report = await verify(sealed, { trust: authority.trust, seller: 'not-required' })
    expect(report.status).toBe('trusted')
    expect(report.signatures.map(({ revocation }) => revocation)).toEqual(['good'])
  })

  it('reads a trust list whose digests it can only compare later', async () => {
    const digests = jest.spyOn(crypto.subtle, 'digest')
    const list = JSON.stringify(authority.trust)
    const trust = TrustStore.from(list)
    expect(digests).not.toHaveBeenCalled()
    expect((await verify(sealed, { trust, seller: 'not-required' })).status).toBe('trusted')
    const wrong = TrustStore.from(list.replace(/"sha256":"[0-9a-f]{4}/, '"sha256":"0123'))
    expect((await verify(sealed, { trust: wrong, seller: 'not-required' })).status).toBe('untrusted')
  })

  it('says platform.unsupported of a page without WebCrypto, and blames no file for it', async () => {
    const identity = await authority.issue(seller)
    const pem = await exportPem(identity)
    jest.spyOn(crypto, 'subtle', 'get').mockReturnValue(undefined as unknown as SubtleCrypto)
    const options = { trust: authority.trust, seller: 'not-required' } as const
    for (const attempt of [
      () => createAuthority({ name: 'Revenue Authority', country: 'KE' }),
      () => authority.issue(seller),
      () => loadIdentity(pem),
      () => exportPem(identity, { passphrase: 'secret' }),
      () => sign(createPdf(), { identity, anySeller: true }),
      () => verify(sealed, options),
      () => verify(sealed, { ...options, trust: TrustStore.from(JSON.stringify(authority.trust)) }),
    ]) {
      await expect((async () => attempt())()).rejects.toEqual(unsupported)
    }
  })

  it('says platform.unsupported of keys that it cannot make', async () => {
    jest.spyOn(crypto.subtle, 'generateKey').mockImplementation(refusal)
    await expect(authority.issue({ ...seller, key: 'Ed25519' })).rejects.toEqual(unsupported)
  })

  it('says identity.unsupported-key of a key that Node alone can use', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'secp256k1' })
    const file = privateKey.export({ type: 'pkcs8', format: 'der' })
    await expect(loadIdentity(file)).rejects.toMatchObject({
      code: 'identity.unsupported-key',
      message: 'The key cannot be used in this runtime (secp256k1).',
    })
    const onCurve = await exportPem(await authority.issue(seller))
    // Firefox computes no public half.
    jest.spyOn(crypto.subtle, 'exportKey').mockImplementation(refusal)
    await expect(loadIdentity(onCurve)).rejects.toMatchObject({ code: 'identity.unsupported-key' })
  })
})
