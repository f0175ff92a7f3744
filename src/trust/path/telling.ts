import { type Finding, rowOf } from '../../base/findings/finding.js'
import type { FindingCode } from '../../base/findings/table.js'
import type { CandidatePath } from './path-options.js'

/** A path that does not hold, or a link that broke the search off, and why. */
export interface Failure {
  readonly findings: readonly Finding[]
  readonly path?: CandidatePath
}

/**
 * From the reason that says most to the one that says least: what only keeps a path from holding at this time, then what is wrong with a path
 * that reaches an anchor, then what ended the search before one.
 */
const TELLING: readonly FindingCode[] = [
  'revocation.revoked',
  'revocation.issuer-revoked',
  'revocation.stale',
  'revocation.unknown',
  'path.limit',
  'path.expired',
  'path.not-yet-valid',
  'path.expired-no-proof',
  'path.issuer-expired-no-proof',
  'anchor.list-stale',
  'anchor.window-no-proof',
  'anchor.timestamp-required',
  'anchor.window',
  'anchor.test-environment',
  'path.extended-key-usage',
  'path.key-usage',
  'path.certificate-policy',
  'path.name-constraint',
  'algorithm.weak',
  'key.weak',
  'algorithm.unknown',
  'algorithm.parameters',
  'path.issuer-expired',
  'path.length-exceeded',
  'path.not-a-ca',
  'path.unknown-critical-extension',
  'path.constraints-unsupported',
  'certificate.malformed',
  'anchor.fingerprint',
  'path.signature-invalid',
]

/** Returns the failure whose gravest finding says most about why there is no path, as rustls-webpki ranks its errors. */
export function mostTelling(failures: readonly Failure[]): Failure | undefined {
  let best: Failure | undefined
  for (const failure of failures) if (best === undefined || rank(failure) < rank(best)) best = failure
  return best
}

/** A path that reached an anchor says more than a search that did not; then the finding that says least decides. */
function rank(failure: Failure): number {
  const ranks = failure.findings.filter((each) => !isNote(each)).map(({ code }) => TELLING.indexOf(code))
  const worst = Math.max(...ranks.map((each) => (each < 0 ? TELLING.length : each)))
  return worst + (failure.path === undefined ? 2 * TELLING.length : 0)
}

/** Whether a finding lowers nothing. */
export function isNote(each: Finding): boolean {
  return rowOf(each.code).effect === 'note'
}
