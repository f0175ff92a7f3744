import { Malformed } from '../../base/errors.js'
import { findingOf, type Finding } from '../../base/findings/finding.js'
import { checkAlgorithms } from './algorithm-rules.js'
import { checkAnchor } from './anchor-rules.js'
import { checkAuthorities } from './authority-rules.js'
import { checkExtensions } from './extension-rules.js'
import { checkLeaf } from './leaf-rules.js'
import type { PathCache } from './path-cache.js'
import type { CandidatePath, PathOptions } from './path-options.js'
import { checkValidity } from './validity-rules.js'

/** Returns everything that speaks against a path whose signatures hold (RFC 5280 §6.1.3 to §6.1.5, and the rules of its anchor). */
export function judgePath(path: CandidatePath, options: PathOptions, cache: PathCache): readonly Finding[] {
  const rules: readonly (() => readonly Finding[])[] = [
    () => checkAnchor(path, options),
    () => checkValidity(path, options),
    () => checkAuthorities(path),
    () => checkExtensions(path),
    () => checkLeaf(path),
    () => checkAlgorithms(path, cache),
  ]
  return rules.flatMap(guarded)
}

/** A certificate whose extensions cannot be read says something that is not understood. */
function guarded(rule: () => readonly Finding[]): readonly Finding[] {
  try {
    return rule()
  } catch (error) {
    if (error instanceof Malformed) return [findingOf(error)]
    throw error
  }
}
