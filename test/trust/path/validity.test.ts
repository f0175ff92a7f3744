import { beforeAll, describe, expect, it } from '@jest/globals'
import { DAY, makeIntermediate, makeRoot, makeSigner, NOON, type Made } from '../made-certificate.js'
import { anchored, codesOf } from './judged-path.js'

describe('the validity of a path', () => {
  let root: Made
  let ca: Made
  let leaf: Made

  beforeAll(async () => {
    root = await makeRoot('Root')
    ca = await makeIntermediate('CA', root)
    leaf = await makeSigner(ca, { notBefore: NOON - DAY, notAfter: NOON + DAY })
  })

  const at = (validationTime: number, timeIsProven: boolean): Promise<readonly string[]> =>
    codesOf(leaf, [root], [ca], { validationTime, timeIsProven })

  it('includes its first and its last second', async () => {
    expect(await at(NOON - DAY, true)).toEqual(['ok'])
    expect(await at(NOON + DAY, true)).toEqual(['ok'])
  })

  it('is path.not-yet-valid before and path.expired after, at a proven time', async () => {
    expect(await at(NOON - DAY - 1000, true)).toEqual(['path.not-yet-valid'])
    expect(await at(NOON + DAY + 999, true)).toEqual(['ok'])
    expect(await at(NOON + DAY + 1000, true)).toEqual(['path.expired'])
  })

  it('is path.expired-no-proof outside of it when nothing proves the time', async () => {
    expect(await at(NOON - DAY - 1000, false)).toEqual(['path.expired-no-proof'])
    expect(await at(NOON + DAY + 1000, false)).toEqual(['path.expired-no-proof'])
  })

  it('is path.issuer-expired when an authority was expired at a proven time', async () => {
    const old = await makeIntermediate('Old', root, { notAfter: NOON - DAY })
    const signer = await makeSigner(old)
    expect(await codesOf(signer, [root], [old])).toEqual(['path.issuer-expired'])
    expect(await codesOf(signer, [root], [old], { timeIsProven: false })).toEqual([
      'path.issuer-expired-no-proof',
    ])
  })

  it('does not ask for the dates of the anchor', async () => {
    const old = await makeRoot('Old root', { notAfter: NOON - DAY })
    expect(await codesOf(await makeSigner(old), [old], [])).toEqual(['ok'])
  })

  it('may outlast the certificate where the anchor says so, and never where it says never', async () => {
    const rules = {
      keyUsage: { anyOf: ['digitalSignature'] as const },
      extendedKeyUsage: { ifAbsent: 'allow' },
      algorithms: {},
    } as const
    const later = { validationTime: NOON + 2 * DAY }
    const lasting = anchored(root, { leaf: { ...rules, validAfterExpiry: 'algorithm-still-safe' } })
    expect(await codesOf(leaf, lasting, [ca], later)).toEqual(['ok'])
    const strict = anchored(root, { leaf: { ...rules, validAfterExpiry: 'never' } })
    expect(await codesOf(leaf, strict, [ca], { currentTime: NOON })).toEqual(['ok'])
    expect(await codesOf(leaf, strict, [ca], { currentTime: NOON + 2 * DAY })).toEqual(['path.expired'])
  })
})
