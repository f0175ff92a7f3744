import { beforeAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { CertificateFacts } from '../../../src/trust/path/certificate-facts.js'
import { PathBudget } from '../../../src/trust/path/path-budget.js'
import { PATH_LIMITS, type JudgedPath, type PathOptions } from '../../../src/trust/path/path-options.js'
import { checkPolicies } from '../../../src/trust/path/policies/policy-rules.js'
import { validatePath } from '../../../src/trust/path/validate-path.js'
import { makeIntermediate, makeRoot, makeSigner, NOON, type Made } from '../made-certificate.js'
import { alternativeNames, NAMED, policies } from '../made-extensions.js'
import { policiesByTree, type Inputs, type Stated } from './policy-tree.js'

const ANY = '2.5.29.32.0'
const POLICY = fc.constantFrom('1.1', '1.2', '1.3')
const SKIP = fc.option(fc.integer({ min: 0, max: 2 }), { nil: undefined, freq: 2 })

const STATED: fc.Arbitrary<Stated> = fc.record({
  policies: fc.option(fc.uniqueArray(fc.oneof(POLICY, fc.constant(ANY)), { minLength: 1, maxLength: 4 }), {
    nil: undefined,
    freq: 6,
  }),
  policyMappings: fc.array(fc.tuple(POLICY, POLICY), { maxLength: 4 }),
  explicit: SKIP,
  mapping: SKIP,
  any: SKIP,
  isSelfIssued: fc.boolean(),
})

const INPUTS: fc.Arbitrary<Inputs> = fc.record({
  initial: fc.uniqueArray(fc.oneof(POLICY, fc.constant(ANY)), { maxLength: 2 }),
  requireExplicit: fc.boolean(),
  inhibitMapping: fc.boolean(),
  inhibitAny: fc.boolean(),
})

/** What the policy rules look at, in the order of a path: the leaf first. */
function policiesByGraph(path: readonly Stated[], inputs: Inputs): readonly string[] | undefined {
  const facts = path.map(({ explicit, mapping, any, ...each }) => ({
    ...each,
    policyConstraints:
      explicit === undefined && mapping === undefined
        ? undefined
        : { requireExplicitPolicy: explicit, inhibitPolicyMapping: mapping },
    inhibitAnyPolicy: any,
  }))
  const anchor = { path: { initialPolicies: [], requireExplicitPolicy: false } }
  const judged = {
    facts: facts.reverse() as unknown as readonly CertificateFacts[],
    anchor,
    anchorFacts: undefined,
  }
  const options = { policies: inputs } as unknown as PathOptions
  const result = checkPolicies(judged as unknown as JudgedPath, options, new PathBudget(PATH_LIMITS))
  return result.findings.length === 0 ? result.policies : undefined
}

describe('the graph of policies', () => {
  it('finds what the tree of RFC 5280 finds', () => {
    fc.assert(
      fc.property(fc.array(STATED, { minLength: 1, maxLength: 5 }), INPUTS, (path, inputs) => {
        const [graph, tree] = [policiesByGraph(path, inputs), policiesByTree(path, inputs)]
        expect(graph === undefined ? graph : [...graph].sort()).toEqual(
          tree === undefined ? tree : [...tree].sort(),
        )
      }),
      { numRuns: 5000 },
    )
  })
})

describe('a path of changed certificates', () => {
  let root: Made
  let ca: Made
  let signer: Made

  beforeAll(async () => {
    root = await makeRoot('Root')
    ca = await makeIntermediate('CA', root)
    const extensions = [policies('1.2.3'), alternativeNames(NAMED.dns('a.test'), NAMED.email('a@a.test'))]
    signer = await makeSigner(ca, { extensions })
  })

  const CHANGE = fc.record({ at: fc.nat(), to: fc.integer({ min: 1, max: 255 }), cut: fc.boolean() })

  function changed(der: Uint8Array, { at, to, cut }: { at: number; to: number; cut: boolean }): Uint8Array {
    const copy = der.slice(0, cut ? at % der.length : der.length)
    if (!cut) copy[at % der.length] = (copy[at % der.length] ?? 0) ^ to
    return copy
  }

  it('is never valid, and nothing is thrown', async () => {
    const options = { trust: root.certificate.der, at: new Date(NOON) }
    await fc.assert(
      fc.asyncProperty(CHANGE, fc.boolean(), async (change, ofLeaf) => {
        const leaf = ofLeaf ? changed(signer.certificate.der, change) : signer.certificate.der
        const intermediates = [ofLeaf ? ca.certificate.der : changed(ca.certificate.der, change)]
        const result = await validatePath(leaf, { ...options, intermediates })
        expect(result.status).not.toBe('valid')
      }),
      { numRuns: 1500 },
    )
  })
})
