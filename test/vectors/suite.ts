import { Malformed } from '../../src/base/errors.js'
import { print, share } from '../corpus/corpora.js'

/*
 * `npm run vectors` runs every `test/vectors/*.test.ts` over the test vectors of others, in the folder that FISCALSEAL_CORPORA names (default:
 * `../shared/corpora`); a corpus that is not there is skipped with a line that says so (`hasCorpus` in test/corpus/corpora.ts).
 *
 * A file of its own for each corpus: read the manifest, make a `Suite` of it, `expectAgreement(await runSuite(suite))`. Other cases of the same
 * corpus come through the same command, so whatever is left out is left out by a rule on a property of the case (its features, its algorithm),
 * never by its id. There are two kinds of rules: `scope`, what the corpus says of itself or what the thing under test does not do at all, and
 * `exclusions`, where we differ on purpose, of which there may be at most one case in a hundred. Both are printed with their reason.
 */

/** A case of a corpus: what its source states is `expected`, in words of the corpus such as `valid`, `revoked`, `loaded`. */
export interface Vector {
  readonly id: string
  readonly expected: string
}

/** What came out, in the same words, and why. */
export interface Outcome {
  readonly result: string
  readonly why?: string
}

/** Cases that are not scored, by a property that they have. */
export interface Exclusion<V extends Vector> {
  readonly reason: string
  applies(vector: V): boolean
}

/** A corpus, or a part of one, and how a case of it is judged. */
export interface Suite<V extends Vector> {
  readonly title: string
  readonly vectors: readonly V[]
  readonly scope?: readonly Exclusion<V>[]
  readonly exclusions?: readonly Exclusion<V>[]
  /** The results that let something pass; a case that should not pass and does fails the run. Default: `valid`. */
  readonly successes?: readonly string[]
  judge(vector: V): Promise<Outcome>
}

/** How a suite ended. */
export interface Score {
  readonly title: string
  readonly cases: number
  readonly scored: number
  /** Excluded by rules other than the scope. */
  readonly excluded: number
  readonly agree: number
  readonly unexpectedSuccesses: readonly string[]
  readonly unexpectedFailures: readonly string[]
}

/** At most this part of the cases in scope may be excluded. */
const MOST_EXCLUDED = 0.01

/** Judges every case that no rule leaves out, prints the table, and returns the score. */
export async function runSuite<V extends Vector>(suite: Suite<V>): Promise<Score> {
  const start = performance.now()
  const outside = sift(suite.vectors, suite.scope ?? [])
  const excluded = sift(outside.rest, suite.exclusions ?? [])
  const successes = suite.successes ?? ['valid']
  const unexpectedSuccesses: string[] = []
  const unexpectedFailures: string[] = []
  for (const vector of excluded.rest) {
    const { result, why } = await outcomeOf(suite, vector)
    if (result === vector.expected) continue
    const line = `${vector.id}: ${vector.expected} expected, ${result}${why === undefined ? '' : ` (${why})`}`
    ;(successes.includes(result) ? unexpectedSuccesses : unexpectedFailures).push(line)
  }
  const wrong = unexpectedSuccesses.length + unexpectedFailures.length
  const scored = excluded.rest.length
  print([
    `${suite.title}: ${suite.vectors.length} cases, ${share(scored - wrong, scored)} agree (${(performance.now() - start).toFixed(0)} ms)`,
    ...outside.lines.map((line) => `  out of scope  ${line}`),
    ...excluded.lines.map((line) => `  excluded      ${line}`),
    ...unexpectedSuccesses.map((line) => `  UNEXPECTED SUCCESS ${line}`),
    ...unexpectedFailures.map((line) => `  UNEXPECTED FAILURE ${line}`),
  ])
  return {
    title: suite.title,
    cases: suite.vectors.length,
    scored,
    excluded: outside.rest.length - scored,
    agree: scored - wrong,
    unexpectedSuccesses,
    unexpectedFailures,
  }
}

/** Throws unless every case that was scored agrees and no more than one in a hundred was excluded. */
export function expectAgreement({ title, excluded, ...score }: Score): void {
  const problems = [...score.unexpectedSuccesses, ...score.unexpectedFailures]
  if (problems.length > 0) throw new Error(`${title}: ${problems.length} disagree\n${problems.join('\n')}`)
  if (excluded > MOST_EXCLUDED * (score.scored + excluded))
    throw new Error(`${title}: ${excluded} excluded, more than one in a hundred`)
}

/** What a parser refuses is refused; any other error is a fault of ours and ends the run. */
async function outcomeOf<V extends Vector>(suite: Suite<V>, vector: V): Promise<Outcome> {
  try {
    return await suite.judge(vector)
  } catch (error) {
    if (error instanceof Malformed) return { result: 'invalid', why: error.message }
    throw new Error(`${suite.title}, ${vector.id}`, { cause: error })
  }
}

function sift<V extends Vector>(
  vectors: readonly V[],
  rules: readonly Exclusion<V>[],
): { readonly rest: readonly V[]; readonly lines: readonly string[] } {
  const counts = new Map<string, number>()
  const rest = vectors.filter((vector) => {
    const rule = rules.find((each) => each.applies(vector))
    if (rule !== undefined) counts.set(rule.reason, (counts.get(rule.reason) ?? 0) + 1)
    return rule === undefined
  })
  return { rest, lines: [...counts].map(([reason, count]) => `${String(count).padStart(5)}  ${reason}`) }
}
