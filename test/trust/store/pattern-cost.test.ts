import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import {
  compilePattern,
  MAX_PATTERN_INPUT,
  MAX_PATTERN_STEPS,
  patternSteps,
} from '../../../src/trust/store/pattern.js'
import { AUTHORITY_PROFILES, authorityProfile } from '../../../src/trust/profiles/authority-profile.js'
import { GENERIC_TAX_ID_RULES } from '../../../src/trust/store/generic-rules.js'
import { cpuTime } from '../../cpu-time.js'

/** A pattern as a tree, from which its text and a matcher are made apart from each other. */
type Tree =
  | { readonly kind: 'sign'; readonly source: string; readonly matches: (sign: string) => boolean }
  | { readonly kind: 'group'; readonly choices: readonly (readonly Tree[])[] }
  | {
      readonly kind: 'repeat'
      readonly what: Tree
      readonly least: number
      readonly most: number
      readonly lazy: boolean
    }

const sourceOf = (tree: Tree): string => {
  if (tree.kind === 'sign') return tree.source
  if (tree.kind === 'group') return `(?:${tree.choices.map((each) => each.map(sourceOf).join('')).join('|')})`
  return `${sourceOf(tree.what)}{${tree.least},${tree.most}}${tree.lazy ? '?' : ''}`
}

class Exhausted extends Error {}

/** A matcher that tries everything, as those of the platforms do at the worst, and counts. */
class CountingMatcher {
  steps = 0
  readonly text: string
  readonly limit: number

  constructor(text: string, limit: number) {
    this.text = text
    this.limit = limit
  }

  match(trees: readonly Tree[], at: number, then: (at: number) => boolean): boolean {
    const [first, ...rest] = trees
    if (first === undefined) return then(at)
    return this.#tree(first, at, (next) => this.match(rest, next, then))
  }

  /** Whether the text ends at `at`. */
  end(at: number): boolean {
    this.#count()
    return at === this.text.length
  }

  #tree(tree: Tree, at: number, then: (at: number) => boolean): boolean {
    if (tree.kind === 'group') return tree.choices.some((choice) => this.match(choice, at, then))
    if (tree.kind === 'repeat') return this.#repeat(tree, 0, { at, then })
    this.#count()
    return at < this.text.length && tree.matches(this.text.charAt(at)) && then(at + 1)
  }

  #repeat(
    tree: Extract<Tree, { kind: 'repeat' }>,
    count: number,
    { at, then }: { readonly at: number; readonly then: (at: number) => boolean },
  ): boolean {
    const more = (): boolean =>
      count < tree.most &&
      this.#tree(tree.what, at, (next) => this.#repeat(tree, count + 1, { at: next, then }))
    const enough = (): boolean => count >= tree.least && then(at)
    return tree.lazy ? enough() || more() : more() || enough()
  }

  #count(): void {
    if (++this.steps > this.limit) throw new Exhausted('more steps than were promised')
  }
}

const sign = fc.constantFrom<Tree>(
  { kind: 'sign', source: 'a', matches: (each) => each === 'a' },
  { kind: 'sign', source: '.', matches: () => true },
  { kind: 'sign', source: '[ab]', matches: (each) => each === 'a' || each === 'b' },
  { kind: 'sign', source: String.raw`\u{61}`, matches: (each) => each === 'a' },
  { kind: 'sign', source: String.raw`\x62`, matches: (each) => each === 'b' },
  { kind: 'sign', source: String.raw`\w`, matches: () => true },
)

const trees = fc.letrec<{ tree: Tree; sequence: readonly Tree[] }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    sign,
    fc
      .array(tie('sequence'), { minLength: 1, maxLength: 3 })
      .map((choices): Tree => ({ kind: 'group', choices })),
    fc
      .record({
        what: fc.oneof(
          sign,
          fc
            .array(tie('sequence'), { minLength: 1, maxLength: 2 })
            .map((choices): Tree => ({ kind: 'group', choices })),
        ),
        least: fc.integer({ min: 0, max: 3 }),
        more: fc.constantFrom(0, 1, 2, 5, 20),
        lazy: fc.boolean(),
      })
      .map(({ what, least, more, lazy }): Tree => ({
        kind: 'repeat',
        what,
        least,
        most: least + more,
        lazy,
      })),
  ),
  sequence: fc.array(tie('tree'), { maxLength: 4 }),
})).sequence

describe('the steps that are promised of a pattern', () => {
  it('are never exceeded by a matcher that tries everything', () => {
    let accepted = 0
    fc.assert(
      fc.property(
        trees,
        fc.constantFrom(0, 1, 7, 30, MAX_PATTERN_INPUT),
        fc.boolean(),
        (sequence, length, odd) => {
          const source = `^(?<id>${sequence.map(sourceOf).join('')})$`
          if (typeof compilePattern(source) === 'string') return
          accepted++
          const { steps } = patternSteps(source)
          // An input that every sign takes and no pattern ends on makes the matcher come back for all ways.
          const text = `${'a'.repeat(length)}${odd ? '!' : ''}`
          const matcher = new CountingMatcher(text, Math.min(steps, 300_000))
          try {
            matcher.match(sequence, 0, (at) => matcher.end(at))
          } catch (error) {
            if (!(error instanceof Exhausted) || steps <= 300_000) throw error
          }
        },
      ),
      { numRuns: 1500 },
    )
    expect(accepted).toBeGreaterThan(300)
  })

  it('are the same whether the platform finds a match or our matcher does', () => {
    fc.assert(
      fc.property(trees, fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 12 }), (sequence, text) => {
        const source = `^(?<id>${sequence.map(sourceOf).join('')})$`
        const pattern = compilePattern(source)
        if (typeof pattern === 'string' || patternSteps(source).steps > 100_000) return
        const matcher = new CountingMatcher(text, Infinity)
        expect(pattern.test(text)).toBe(matcher.match(sequence, 0, (at) => matcher.end(at)))
      }),
      { numRuns: 500 },
    )
  })

  it('are within the bound for every rule that this library brings', () => {
    const profiles = AUTHORITY_PROFILES.map(({ name }) =>
      name === 'eu-qualified-seal' ? authorityProfile(name, { country: 'GR' }) : authorityProfile(name),
    )
    const rules = [
      ...GENERIC_TAX_ID_RULES,
      ...profiles.flatMap(({ taxIdBinding }) => taxIdBinding?.rules ?? []),
    ]
    for (const { extract } of rules) expect(patternSteps(extract).steps).toBeLessThan(MAX_PATTERN_STEPS / 2)
  })
})

describe('any text', () => {
  it('is compiled or refused in time that grows with its length, whatever stands in it', () => {
    const parts = [
      '(?<id>',
      '(?<cc>',
      '(?:',
      ')',
      '(',
      '[',
      ']',
      '{2}',
      '{',
      '}',
      ',',
      '?',
      '*',
      '+',
      '|',
      '\\',
      'u',
      'p',
    ]
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...parts, 'a', '.', '^', '$', '\\d', '\\u{61}', '>'), { maxLength: 40 }),
        (made) => {
          const started = cpuTime()
          const pattern = compilePattern(`^(?<id>${made.join('')})$`)
          expect(cpuTime() - started).toBeLessThan(500)
          if (typeof pattern === 'string') return
          expect(Object.keys(pattern.exec('')?.groups ?? { id: '' })).toContain('id')
        },
      ),
      { numRuns: 2000 },
    )
  })
})
