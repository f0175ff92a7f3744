import { expect, it } from '@jest/globals'
import { toUtf8, toHex } from '../../../src/base/bytes.js'
import { DIGEST_OIDS, type DigestAlgorithm } from '../../../src/crypto/digest-algorithm.js'
import { derOid } from '../../../src/formats/der/writer.js'
import { verify } from '../../../src/seal/verify/verify.js'
import { createTestAuthority } from '../../../src/testing/authority.js'
import { craftSeal } from '../crafted-seal.js'

const SHA256 = toHex(derOid(DIGEST_OIDS['SHA-256']))

/** Returns the document with another digest for the mask of its signature, the last that its CMS names. */
function withMask(sealed: Uint8Array, digest: DigestAlgorithm): Uint8Array {
  const at = Buffer.from(sealed).toString('latin1').toLowerCase().lastIndexOf(SHA256)
  expect(at).toBeGreaterThan(0)
  const altered = sealed.slice()
  altered.set(toUtf8(toHex(derOid(DIGEST_OIDS[digest]))), at)
  return altered
}

it('a signature whose mask no platform makes together with its digest is reported, and never trusted', async () => {
  const test = await createTestAuthority()
  const sealed = await craftSeal(await test.identity({ key: 'RSA-2048', scheme: 'rsa-pss' }))
  const options = { trust: test.authority.trust, seller: 'not-required' } as const
  expect((await verify(sealed, options)).status).toBe('trusted')
  for (const digest of ['SHA3-256', 'SHA3-384', 'SHA3-512', 'SHAKE256-512'] as const) {
    const { status, signatures } = await verify(withMask(sealed, digest), options)
    expect(status).toBe('indeterminate')
    expect(signatures[0]?.findings).toContainEqual(expect.objectContaining({ code: 'algorithm.unavailable' }))
  }
})
