import { beforeAll, describe, expect, it } from '@jest/globals'
import { validatePath } from '../../../src/trust/path/validate-path.js'
import { TrustStore } from '../../../src/trust/store/trust-store.js'
import { listFrom, plainRecord } from '../listed.js'
import { DAY, makeRoot, makeSigner, NOON, type Made } from '../made-certificate.js'
import { codesOf } from './judged-path.js'

describe('a trust list that is out of date', () => {
  let leaf: Made
  let store: TrustStore

  beforeAll(async () => {
    const root = await makeRoot('Root')
    leaf = await makeSigner(root)
    store = TrustStore.from(listFrom(NOON - 30 * DAY, NOON, await plainRecord(root.certificate)))
  })

  const judged = (validationTime: number, currentTime: number, days = 0): Promise<readonly string[]> =>
    codesOf(leaf, store, [], { validationTime, currentTime, staleGrace: days * DAY })

  it('answers nothing for certain, to the second', async () => {
    expect(await judged(NOON, NOON)).toEqual(['ok'])
    expect(await judged(NOON, NOON + 1000)).toEqual(['anchor.list-stale'])
    expect(await validatePath(leaf.certificate, { trust: store, at: new Date(NOON + DAY) })).toMatchObject({
      status: 'indeterminate',
      findings: [{ code: 'anchor.list-stale', detail: 'accepted, version 7, 2026-06-15T12:00:00.000Z' }],
    })
  })

  it('does not answer for the past either: what was withdrawn since, with effect from before, it does not know', async () => {
    expect(await judged(NOON - 10 * DAY, NOON + DAY)).toEqual(['anchor.list-stale'])
    expect(await judged(NOON - 60 * DAY, NOON + DAY)).toEqual(['anchor.list-stale'])
    expect(await judged(NOON - 10 * DAY, NOON - DAY)).toEqual(['ok'])
  })

  it('does not answer for a future in which it will be out of date', async () => {
    expect(await judged(NOON + DAY, NOON - DAY)).toEqual(['anchor.list-stale'])
  })

  it('counts for as long as the caller allows, which is told', async () => {
    expect(await judged(NOON, NOON + 2 * DAY, 2)).toEqual(['ok'])
    expect(await judged(NOON, NOON + 2 * DAY + 1000, 2)).toEqual(['anchor.list-stale'])
    expect(await judged(NOON, NOON + 1000 * DAY, Infinity)).toEqual(['ok'])
    const at = new Date(NOON + DAY)
    const late = await validatePath(leaf.certificate, {
      ...{ trust: store, at, currentTime: at, staleGraceDays: 2 },
    })
    expect(late).toMatchObject({
      status: 'valid',
      findings: [{ code: 'anchor.list-late' }, { code: 'revocation.not-checked' }],
    })
  })

  it.each([-1, NaN, '2' as unknown as number])('is not given %p days', async (staleGraceDays) => {
    await expect(validatePath(leaf.certificate, { trust: store, staleGraceDays })).rejects.toMatchObject({
      code: 'argument.invalid',
    })
  })

  it('says nothing about another list', async () => {
    const root = await makeRoot('Other root')
    const other = await makeSigner(root)
    const current = {
      ...listFrom(NOON - DAY, NOON + 30 * DAY, await plainRecord(root.certificate, { id: 'other' })),
      listId: 'other',
    }
    const both = TrustStore.from([store, current])
    expect(await codesOf(other, both, [], { currentTime: NOON + DAY })).toEqual(['ok'])
    expect(await codesOf(leaf, both, [], { currentTime: NOON + DAY })).toEqual(['anchor.list-stale'])
  })
})
