import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { checkConstraints } from '../../../src/trust/path/constraint-rules.js'
import { PathCache } from '../../../src/trust/path/path-cache.js'
import type { PathResult } from '../../../src/trust/path/path-options.js'
import { buildPath } from '../../../src/trust/path/path.js'
import type { AnchorOptions } from '../../../src/trust/store/trust-list.js'
import { TrustStore } from '../../../src/trust/store/trust-store.js'
import { makeIntermediate, makeRoot, makeSigner, NOON } from '../made-certificate.js'

/** How specific each is. */
const JURISDICTIONS: Readonly<Record<string, number>> = { ZZ: 0, PT: 1, ES: 1, 'PT-20': 2 }
const KINDS: Readonly<Record<string, Partial<AnchorOptions>>> = {
  granted: {},
  withdrawn: { status: [{ value: 'withdrawn', from: '2020-01-01T00:00:00Z' }] },
  test: { environment: 'test' },
}

/** An anchor, and what speaks against it where it is alone. */
interface Alone {
  readonly id: string
  readonly jurisdiction: string
  readonly fault: string | undefined
}

/** Returns the ids of the anchors of which one must decide, in the words of the rule, and whether the path holds. */
function expected(reached: readonly Alone[]): { readonly ids: readonly string[]; readonly holds: boolean } {
  const allowed = reached.filter(({ fault }) => fault !== 'anchor.test-environment')
  const rank = ({ jurisdiction }: Alone): number => JURISDICTIONS[jurisdiction] ?? -1
  const highest = Math.max(...allowed.map(rank))
  const deciding = allowed.length === 0 ? reached : allowed.filter((each) => rank(each) === highest)
  const holding = deciding.filter(({ fault }) => fault === undefined)
  const ids = (holding.length === 0 ? deciding : holding).map(({ id }) => id)
  return { ids, holds: holding.length > 0 }
}

describe('whatever a store holds', () => {
  it('is decided by what each of its anchors says alone', async () => {
    const [root, other, stranger] = [await makeRoot('Root'), await makeRoot('Other'), await makeRoot('Third')]
    const ca = await makeIntermediate('CA', root)
    const cross = await makeIntermediate('CA', other, { key: ca.key })
    const leaf = await makeSigner(ca)
    const cache = new PathCache()
    const search = async (anchors: readonly AnchorOptions[]): Promise<PathResult> =>
      buildPath(leaf.certificate, {
        store: TrustStore.from(anchors),
        intermediates: [ca.certificate, cross.certificate],
        validationTime: NOON,
        timeIsProven: true,
        usage: 'document-signature',
        constraints: () => checkConstraints,
        cache,
      })
    const drawn = fc.record({
      place: fc.constantFrom(leaf, ca, root, other, stranger),
      jurisdiction: fc.constantFrom(...Object.keys(JURISDICTIONS)),
      kind: fc.constantFrom(...Object.keys(KINDS)),
    })
    const stores = fc.array(drawn, { minLength: 1, maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(stores, async (all) => {
        const alone: Alone[] = []
        const anchors = all.map(({ place, jurisdiction, kind }, index) => ({
          ...{ certificate: place.certificate.der, id: `anchor-${index}`, jurisdiction },
          ...(place === leaf ? { role: 'direct-signer' as const } : {}),
          ...KINDS[kind],
        }))
        for (const anchor of anchors) {
          const { id, jurisdiction } = anchor
          const { reached } = await search([anchor])
          alone.push(...reached.map(({ fault }) => ({ id, jurisdiction, fault: fault?.code })))
        }
        const { ok, nearest, reached } = await search(anchors)
        const told = reached.map(({ anchor, fault }) => `${anchor.id} ${fault?.code ?? ''}`)
        expect(told.sort()).toEqual(alone.map(({ id, fault }) => `${id} ${fault ?? ''}`).sort())
        const { ids, holds } = expected(alone)
        expect(ok).toBe(holds)
        if (alone.length > 0) expect(ids).toContain(nearest?.anchor.id)
      }),
      { numRuns: 150 },
    )
  })
})
