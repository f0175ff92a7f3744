import { beforeAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { memoryStorage, type BundleStorage } from '../../../../src/trust/lists/bundle/bundle-storage.js'
import { bundleOf, bytesOf, listOf, openAuthority, rootOf, type Envelope } from './publisher.js'
import { TestClient } from './test-client.js'

/** What happens next: somebody publishes, replays, forges, crashes, or time goes by. */
type Step =
  | { readonly kind: 'publish'; readonly ahead: number }
  | { readonly kind: 'rotate'; readonly exchange: boolean; readonly ahead: number }
  | { readonly kind: 'replay'; readonly which: number }
  | { readonly kind: 'forge'; readonly how: keyof typeof FORGERIES }
  | { readonly kind: 'crash'; readonly afterwards: boolean }
  | { readonly kind: 'wait'; readonly days: number }

interface Published {
  readonly root: number
  readonly version: number
  readonly ends: number
  readonly bytes: Uint8Array
}

/** What the client should have, kept in the simplest way. */
interface World {
  readonly client: TestClient
  readonly faults: { next: 'none' | 'before' | 'after' }
  readonly roots: Envelope[]
  listKey: number
  root: number
  /** Of the list that should be kept; 0 when there is none. */
  version: number
  ends: number
  day: number
  readonly published: Published[]
}

const ROOT_KEYS = { keys: [0, 1], threshold: 2 }
const rootAt = (version: number, listKey: number, signers = [0, 1]): Envelope =>
  rootOf({ version, root: ROOT_KEYS, list: { keys: [listKey], threshold: 1 } }, signers)

const TOO_LARGE = new Uint8Array(4 * 1024 * 1024 + 1)

/** Each is refused with its code, and changes nothing. */
const FORGERIES = {
  'bundle.threshold': (world: World) => bundleOf(world.roots, listOf(nextList(world), [11])),
  'bundle.root-skipped': (world: World) =>
    bundleOf(
      [...world.roots, rootAt(world.root + 2, world.listKey)],
      listOf(nextList(world), [world.listKey]),
    ),
  'bundle.wrong-type': (world: World) => bundleOf(world.roots, world.roots[0]),
  'bundle.wrong-list': (world: World) =>
    bundleOf(world.roots, listOf({ ...nextList(world), listId: 'other' }, [world.listKey])),
  'bundle.expired': (world: World) =>
    bundleOf(world.roots, listOf({ ...nextList(world), ends: world.day - 1 }, [world.listKey])),
  'bundle.other-root': (world: World) =>
    bundleOf([rootAt(1, 10), ...world.roots.slice(1)], listOf(nextList(world), [world.listKey])),
  'bundle.malformed': (world: World) =>
    bundleOf(world.roots, listOf(nextList(world), [world.listKey])).subarray(0, -7),
  'bundle.too-large': () => TOO_LARGE,
} as const

const nextList = (world: World): { readonly version: number; readonly ends: number } => ({
  version: world.version + 1,
  ends: world.day + 30,
})

const stepArbitrary: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('publish' as const), ahead: fc.integer({ min: -2, max: 3 }) }),
  fc.record({
    kind: fc.constant('rotate' as const),
    exchange: fc.boolean(),
    ahead: fc.integer({ min: -2, max: 2 }),
  }),
  fc.record({ kind: fc.constant('replay' as const), which: fc.nat(20) }),
  fc.record({
    kind: fc.constant('forge' as const),
    how: fc.constantFrom(...(Object.keys(FORGERIES) as (keyof typeof FORGERIES)[])),
  }),
  fc.record({ kind: fc.constant('crash' as const), afterwards: fc.boolean() }),
  fc.record({ kind: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 40 }) }),
)

function newWorld(): World {
  const kept = memoryStorage()
  const faults: World['faults'] = { next: 'none' }
  const storage: BundleStorage = {
    read: () => kept.read(),
    replace: (bytes, previous) => {
      const fault = faults.next
      faults.next = 'none'
      if (fault === 'before') throw new Error('stopped')
      const answer = kept.replace(bytes, previous)
      if (fault === 'after') throw new Error('stopped')
      return answer
    },
  }
  const roots = [rootAt(1, 2)]
  const client = new TestClient(bytesOf(roots[0]), storage)
  return { client, faults, roots, listKey: 2, root: 1, version: 0, ends: 0, day: 0, published: [] }
}

/** Offers a bundle and returns what came of it. */
async function offer(world: World, offered: Published): Promise<string> {
  world.published.push(offered)
  return world.client.refresh(offered.bytes, world.day)
}

/** What the rules say of an offer that is well signed. */
function expected(world: World, offered: Published, isSame: boolean, restarts = false): string {
  if (offered.root < world.root) return 'bundle.rollback'
  if (!restarts && offered.version < world.version) return 'bundle.rollback'
  if (!restarts && offered.version === world.version && !isSame) return 'bundle.version-reused'
  return offered.ends < world.day ? 'bundle.expired' : 'accepted'
}

function take(world: World, offered: Published): void {
  world.root = offered.root
  world.version = offered.version
  world.ends = offered.ends
}

async function publish(world: World, ahead: number): Promise<void> {
  const version = Math.max(1, world.version + ahead)
  const ends = version === world.version ? world.ends : world.day + 30
  const bytes = bundleOf(world.roots, listOf({ version, ends }, [world.listKey]))
  const offered = { root: world.root, version, ends, bytes }
  const verdict = expected(world, offered, true)
  expect(await offer(world, offered)).toBe(verdict)
  if (verdict === 'accepted') take(world, offered)
}

async function rotate(world: World, exchange: boolean, ahead: number): Promise<void> {
  const listKey = exchange ? 2 + ((world.listKey - 1) % 8) : world.listKey
  const root = rootAt(world.root + 1, listKey)
  const version = Math.max(1, world.version + ahead)
  const isSame = version === world.version
  const ends = isSame ? world.ends : world.day + 30
  const bytes = bundleOf([...world.roots, root], listOf({ version, ends }, [listKey]))
  const offered = { root: world.root + 1, version, ends, bytes }
  const verdict = expected(world, offered, true, exchange || world.version === 0)
  expect(await offer(world, offered)).toBe(verdict)
  if (verdict !== 'accepted') {
    world.published.pop()
    return
  }
  world.roots.push(root)
  world.listKey = listKey
  take(world, offered)
}

async function replay(world: World, which: number): Promise<void> {
  const old = world.published[which % Math.max(1, world.published.length)]
  if (old === undefined) return
  const isSame = old.version === world.version && old.ends === world.ends
  const verdict = expected(world, old, isSame)
  expect(await world.client.refresh(old.bytes, world.day)).toBe(verdict)
  if (verdict === 'accepted') take(world, old)
}

async function crash(world: World, afterwards: boolean): Promise<void> {
  world.faults.next = afterwards ? 'after' : 'before'
  const { version, ends } = nextList(world)
  const bytes = bundleOf(world.roots, listOf({ version, ends }, [world.listKey]))
  const code = await world.client.refresh(bytes, world.day)
  expect(code).toBe(afterwards ? 'bundle.storage, but something else is kept' : 'bundle.storage')
  const offered = { root: world.root, version, ends, bytes }
  world.published.push(offered)
  if (afterwards) take(world, offered)
}

async function perform(world: World, step: Step): Promise<void> {
  switch (step.kind) {
    case 'publish':
      return publish(world, step.ahead)
    case 'rotate':
      return rotate(world, step.exchange, step.ahead)
    case 'replay':
      return replay(world, step.which)
    case 'forge':
      expect(await world.client.refresh(FORGERIES[step.how](world), world.day)).toBe(step.how)
      return
    case 'crash':
      return crash(world, step.afterwards)
    case 'wait':
      world.day += step.days
  }
}

describe('whatever happens in whatever order', () => {
  beforeAll(async () => {
    await openAuthority()
  })

  it('the last good bundle is there, and each refusal has its code', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(stepArbitrary, { minLength: 4, maxLength: 16 }), async (steps) => {
        const world = newWorld()
        for (const step of steps) {
          await perform(world, step)
          const versions = world.version === 0 ? 'none' : `${world.root}.${world.version}`
          expect(await world.client.versions()).toBe(versions)
        }
      }),
      { numRuns: Number(process.env['FISCALSEAL_RUNS'] ?? 15) },
    )
  })
})
