import { beforeAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { MAX_BUNDLE_BYTES } from '../../../../src/trust/lists/bundle/bundle-file.js'
import { bundleOf, bytesOf, listOf, openAuthority, rootOf, type Envelope } from './publisher.js'
import { TestClient } from './test-client.js'

const ROLES = { root: { keys: [0], threshold: 1 }, list: { keys: [1], threshold: 1 } }
let root1: Envelope
let list: Envelope
let client: TestClient

beforeAll(async () => {
  await openAuthority()
  root1 = rootOf({ version: 1, ...ROLES }, [0])
  list = listOf({ version: 2 }, [1])
  client = new TestClient(bytesOf(root1))
  expect(await client.refresh(bundleOf([root1], listOf({ version: 1 }, [1])))).toBe('accepted')
})

const padded = (length: number): Uint8Array => {
  const bytes = new Uint8Array(length).fill(0x20)
  bytes.set(bundleOf([root1], listOf({ version: 1 }, [1])))
  return bytes
}

describe('a bundle as bytes', () => {
  it('may have 4 MiB, and one byte more is bundle.too-large before anything is parsed', async () => {
    expect(await client.refresh(padded(MAX_BUNDLE_BYTES))).toBe('accepted')
    expect(await client.refresh(padded(MAX_BUNDLE_BYTES + 1))).toBe('bundle.too-large')
    const noise = new Uint8Array(MAX_BUNDLE_BYTES + 1).fill(0x5b)
    expect(await client.refresh(noise)).toBe('bundle.too-large')
    const fetcher = (): Promise<Uint8Array> => Promise.resolve(noise)
    expect(await client.refresh({ url: 'https://lists.test/', fetcher })).toBe('bundle.too-large')
  })

  it('cut off anywhere is bundle.malformed', async () => {
    const whole = bundleOf([root1], list)
    for (let length = 0; length < whole.length; length += 499)
      expect(await client.refresh(whole.subarray(0, length))).toBe('bundle.malformed')
    expect(await client.refresh(whole.subarray(0, -1))).toBe('bundle.malformed')
  })

  it('nested without end, or a mere number of roots too many, is bundle.malformed at once', async () => {
    const nested = new Uint8Array(MAX_BUNDLE_BYTES).fill(0x5b)
    expect(await client.refresh(nested)).toBe('bundle.malformed')
    expect(await client.refresh(bundleOf(Array(121).fill(root1), list))).toBe('bundle.malformed')
    const signatures = Array.from({ length: 65 }, (_, index) => ({
      keyid: index.toString(16).padStart(64, '0'),
      sig: '',
    }))
    expect(await client.refresh(bundleOf([root1], { ...list, signatures }))).toBe('bundle.malformed')
  })

  it.each([
    ['no JSON', new TextEncoder().encode('<bundle/>')],
    ['no object', bytesOf(null)],
    ['no roots', bytesOf({ format: 'tax-trust-bundle/1', roots: [], list: {} })],
    ['another format', bytesOf({ format: 'tax-trust-bundle/2', roots: [{}], list: {} })],
    ['a bare list', bytesOf({ format: 'tax-trust-list/1' })],
    ['bytes that are no UTF-8', Uint8Array.of(0x7b, 0xff, 0x7d)],
  ])('that is %s is bundle.malformed', async (_, bytes) => {
    expect(await client.refresh(bytes)).toBe('bundle.malformed')
  })

  it('with a field that nobody knows, anywhere outside what is signed, is bundle.malformed', async () => {
    const extra = { comment: 'unknown' }
    const [signature] = list.signatures
    const strange = [
      { format: 'tax-trust-bundle/1', roots: [root1], list, ...extra },
      { format: 'tax-trust-bundle/1', roots: [{ ...root1, ...extra }], list },
      { format: 'tax-trust-bundle/1', roots: [root1], list: { ...list, ...extra } },
      {
        format: 'tax-trust-bundle/1',
        roots: [root1],
        list: { ...list, signatures: [{ ...signature, ...extra }] },
      },
    ]
    for (const value of strange) expect(await client.refresh(bytesOf(value))).toBe('bundle.malformed')
  })

  it('with a key that stands twice is bundle.malformed: two readers would see two bundles', async () => {
    const text = new TextDecoder().decode(bundleOf([root1], list))
    const twice = text.replace('"list":', '"list":{},"list":')
    expect(await client.refresh(new TextEncoder().encode(twice))).toBe('bundle.malformed')
  })

  it('with another root than the trusted one of its version is bundle.other-root', async () => {
    const foreign = rootOf({ version: 1, ...ROLES, ends: 100 }, [0])
    expect(await client.refresh(bundleOf([foreign], list))).toBe('bundle.other-root')
    const strangers = { root: { keys: [8], threshold: 1 }, list: { keys: [9], threshold: 1 } }
    const theirs = bundleOf([rootOf({ version: 1, ...strangers }, [8])], listOf({ version: 9 }, [9]))
    expect(await client.refresh(theirs)).toBe('bundle.other-root')
  })

  it('that goes on from a root for another list is bundle.wrong-list', async () => {
    const root2 = rootOf({ version: 2, ...ROLES, listId: 'other' }, [0])
    const other = listOf({ version: 2, listId: 'other' }, [1])
    expect(await client.refresh(bundleOf([root1, root2], other))).toBe('bundle.wrong-list')
  })

  it('whose roots leave one out is bundle.root-skipped, also when the one before signed it', async () => {
    const third = rootOf({ version: 3, ...ROLES }, [0])
    expect(await client.refresh(bundleOf([root1, third], list))).toBe('bundle.root-skipped')
    expect(await client.refresh(bundleOf([third], list))).toBe('bundle.root-skipped')
    expect(await client.refresh(bundleOf([root1, root1], list))).toBe('bundle.root-skipped')
  })

  it('with any byte changed gives the same list or a refusal of its own, and never something else', async () => {
    const whole = bundleOf([root1], listOf({ version: 1 }, [1]))
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (place, mask) => {
        const changed = whole.slice()
        changed[place] = (changed[place] ?? 0) ^ mask
        expect(await client.refresh(changed)).toMatch(/^(accepted|bundle\.[a-z-]+)$/)
        expect(await client.versions()).toBe('1.1')
      }),
      { numRuns: 80 },
    )
  })

  it('that makes more roots than anybody reads again is bundle.too-large, and nothing is kept', async () => {
    const roots = Array.from({ length: 120 }, (_, index) => rootOf({ version: index + 2, ...ROLES }, [0]))
    expect(await client.refresh(bundleOf(roots, list))).toBe('bundle.too-large')
    expect(await client.versions()).toBe('1.1')
  })
})
