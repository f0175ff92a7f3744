import { beforeAll, describe, expect, it } from '@jest/globals'
import type { AnchorOptions } from '../../../src/trust/store/trust-list.js'
import { type TrustStore } from '../../../src/trust/store/trust-store.js'
import { DAY, makeRoot, makeSigner, NOON, type Made } from '../made-certificate.js'
import { anchored, codesOf } from './judged-path.js'

describe('an anchor', () => {
  let root: Made
  let leaf: Made

  beforeAll(async () => {
    root = await makeRoot('Root')
    leaf = await makeSigner(root)
  })

  const instant = (milliseconds: number): string => `${new Date(milliseconds).toISOString().slice(0, 19)}Z`

  it('counts only in the window of its trust list', async () => {
    const since = (from: number): AnchorOptions['status'] => [{ value: 'granted', from: instant(from) }]
    expect(await codesOf(leaf, anchored(root, { status: since(NOON - DAY) ?? [] }), [])).toEqual(['ok'])
    expect(await codesOf(leaf, anchored(root, { status: since(NOON + DAY) ?? [] }), [])).toEqual([
      'anchor.window',
    ])
  })

  it('keeps what it issued before its sunset, and nothing once withdrawn', async () => {
    const history = (value: 'sunset' | 'withdrawn', from: number): TrustStore =>
      anchored(root, {
        status: [
          { value: 'granted', from: '2020-01-01T00:00:00Z' },
          { value, from: instant(from) },
        ],
      })
    const issued = leaf.certificate.notBefore
    expect(await codesOf(leaf, history('sunset', issued + DAY), [])).toEqual(['ok'])
    expect(await codesOf(leaf, history('sunset', issued - DAY), [])).toEqual(['anchor.window'])
    expect(await codesOf(leaf, history('withdrawn', NOON + DAY), [])).toEqual(['ok'])
    expect(await codesOf(leaf, history('withdrawn', NOON - DAY), [])).toEqual(['anchor.window'])
  })

  it('bounds when certificates were issued and when signatures were made', async () => {
    const issued = leaf.certificate.notBefore
    expect(await codesOf(leaf, anchored(root, { issuedNotAfter: instant(issued) }), [])).toEqual(['ok'])
    expect(await codesOf(leaf, anchored(root, { issuedNotAfter: instant(issued - 1000) }), [])).toEqual([
      'anchor.window',
    ])
    expect(await codesOf(leaf, anchored(root, { signedNotAfter: instant(NOON) }), [])).toEqual(['ok'])
    expect(await codesOf(leaf, anchored(root, { signedNotAfter: instant(NOON - 1000) }), [])).toEqual([
      'anchor.window',
    ])
  })

  it('of a test environment counts only where the caller allows it', async () => {
    const store = anchored(root, { environment: 'test' })
    expect(await codesOf(leaf, store, [])).toEqual(['anchor.test-environment'])
    expect(await codesOf(leaf, store, [], { allowTest: true })).toEqual(['ok'])
  })

  it('that asks for a time-stamp is anchor.timestamp-required without one', async () => {
    const store = anchored(root, { timestamp: { required: true } })
    expect(await codesOf(leaf, store, [])).toEqual(['ok'])
    expect(await codesOf(leaf, store, [], { timeIsProven: false })).toEqual(['anchor.timestamp-required'])
  })

  it('may be the signer itself when it may sign, and then issues nothing', async () => {
    const signer = await makeSigner(undefined)
    expect(await codesOf(signer, [signer], [])).toEqual(['ok'])
    const forged = await makeSigner(signer)
    expect(await codesOf(forged, [signer], [])).toEqual(['path.no-trust-anchor'])
  })

  it('with the subject of the signer and another key is not the signer', async () => {
    const signer = await makeSigner(undefined)
    const twin = await makeSigner(undefined)
    expect(await codesOf(twin, [signer], [])).toEqual(['path.no-trust-anchor'])
  })
})
