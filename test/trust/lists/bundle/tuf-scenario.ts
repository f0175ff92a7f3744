import { expect, it } from '@jest/globals'

/**
 * A scenario of the TUF conformance suite (theupdateframework/tuf-conformance, commit eec841c): it is run, or it says why it does not apply. A
 * bundle is one file with the roots and the list, so a refused bundle leaves everything as it was, the roots too: TUF, which fetches files one by
 * one, keeps what came before the first bad one. Where we are stricter on purpose the entry says so.
 */
export type Scenario = string | (() => Promise<void>)

export const NO_SUCH_ROLE =
  'not: there are no snapshots and time-stamps; the list comes with the roots in one file'
export const NO_HASHES = 'not: nothing is referred to by its hash; the list is in the bundle'
export const NO_TARGETS = 'not: nothing but the list is delivered, and it is in the bundle'
export const NO_DELEGATION = 'not: there are no delegations'

/** Runs the scenarios that apply; `counts` says how many do and how many do not, so that none is lost. */
export function runScenarios(
  scenarios: Readonly<Record<string, Scenario>>,
  counts: readonly [applies: number, not: number],
): void {
  const reasons = Object.values(scenarios).filter((scenario) => typeof scenario === 'string')
  const all = Object.entries(scenarios)
  for (const [name, scenario] of all) if (typeof scenario !== 'string') it(name, scenario)
  it(`has ${counts[0]} scenarios that apply, and ${counts[1]} that say why they do not`, () => {
    expect([all.length - reasons.length, reasons.length]).toEqual(counts)
    for (const reason of reasons) expect(reason).toMatch(/^not: /)
  })
}
