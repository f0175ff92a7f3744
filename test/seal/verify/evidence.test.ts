import { afterEach, describe, expect, it, jest } from '@jest/globals'
import { sign } from '../../../src/seal/sign/sign.js'
import type { Report } from '../../../src/seal/verify/types.js'
import { createVerifier } from '../../../src/seal/verify/verifier.js'
import { createTestAuthority } from '../../../src/testing/authority.js'
import { createPdf } from '../../../src/testing/pdf/test-pdf.js'

const authority = await createTestAuthority()
const identity = await authority.identity()
const { bytes } = await sign(createPdf(), { identity })
const options = { trust: authority.trust, seller: 'not-required' } as const
const DAY = 86_400_000

/** The last moment at which all lists that travel with the trust are current. */
const lastMoment = Math.min(...authority.trust.crls.map(({ nextUpdate = 0 }) => nextUpdate))

const at = async (verifier: ReturnType<typeof createVerifier>, time: number): Promise<Report> => {
  jest.spyOn(Date, 'now').mockReturnValue(time)
  return verifier.verify(bytes)
}

afterEach(() => {
  jest.restoreAllMocks()
})

describe('a verifier that met a signer before', () => {
  it('says again that nothing was revoked while the lists are current', async () => {
    const verifier = createVerifier(options)
    const [first, second] = [await verifier.verify(bytes), await verifier.verify(bytes)]
    expect(first.signatures[0]?.revocation).toBe('good')
    expect(second.signatures).toEqual(first.signatures)
  })

  it.each([
    ['at the last moment of the lists', lastMoment, 'trusted'],
    ['a day after it', lastMoment + DAY, 'indeterminate'],
    ['a moment before the lists were made', Date.now() - 400 * DAY, 'indeterminate'],
  ])('answers as one that did not, %s', async (_, time, status) => {
    const verifier = createVerifier(options)
    await verifier.verify(bytes)
    const remembered = await at(verifier, time)
    const fresh = await at(createVerifier(options), time)
    expect(remembered.signatures).toEqual(fresh.signatures)
    expect(remembered.status).toBe(fresh.status)
    expect(fresh.status).toBe(status)
  })

  it('sees that a signer was revoked when it is given the new list', async () => {
    const verifier = createVerifier(options)
    await verifier.verify(bytes)
    await authority.authority.revoke(identity)
    const report = await createVerifier({ ...options, trust: authority.authority.trust }).verify(bytes)
    expect(report.signatures[0]?.revocation).toBe('revoked')
  })
})
