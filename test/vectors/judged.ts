import { FiscalSealError } from '../../src/base/errors.js'
import { rowOf, type Finding } from '../../src/base/findings/finding.js'
import {
  validatePath,
  type PathValidation,
  type ValidatePathOptions,
} from '../../src/trust/path/validate-path.js'
import type { Outcome } from './suite.js'

/** An outcome with the policies under which the path is valid. */
export type PathOutcome = Outcome & { readonly policies?: readonly string[] }

/** What keeps a path from being trusted by the algorithms it was made with, which is a policy of ours and no rule of paths. */
const POLICY = ['algorithm.weak', 'algorithm.unknown', 'algorithm.parameters', 'key.weak']

/**
 * Returns `valid`, `invalid`, or `weak` when there is a path and nothing speaks against it but its algorithms. A trust store that is refused is `invalid`:
 * that is where an anchor with a fault ends.
 */
export async function outcomeOfPath(
  leaf: string | Uint8Array,
  options: ValidatePathOptions,
): Promise<PathOutcome> {
  try {
    const { at } = options
    // There the moment of the test is the present.
    return toOutcome(await validatePath(leaf, at === undefined ? options : { ...options, currentTime: at }))
  } catch (error) {
    if (!(error instanceof FiscalSealError)) throw error
    return { result: 'invalid', why: `${error.code}: ${error.message}` }
  }
}

function toOutcome(validation: PathValidation): PathOutcome {
  if (validation.status === 'valid') return { result: 'valid', policies: validation.policies }
  const grave = validation.findings.filter(({ code }) => rowOf(code).effect !== 'note')
  const isWeak = validation.nearest !== undefined && grave.every(({ code }) => POLICY.includes(code))
  return { result: isWeak ? 'weak' : 'invalid', why: grave.map(describe).join('; ') }
}

const describe = ({ code, detail }: Finding): string =>
  detail === undefined ? code : `${code} [${detail.slice(0, 100)}]`
