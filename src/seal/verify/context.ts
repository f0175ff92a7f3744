import type { Awaitable } from '../../base/bytes.js'
import type { IsoTime } from '../../base/iso-time.js'
import type { PathCache } from '../../trust/path/path-cache.js'
import type { LinkBudget } from '../signature/embedded-certificates.js'
import type { KnownCertificates } from '../signature/known-certificates.js'
import type { Evidence } from './evidence.js'
import type { Policy } from './policy.js'

/** What every step of one verification needs: the caller's policy, one clock, and what the verifier remembers. */
export interface Context {
  readonly policy: Policy
  /** The moment for which validity is judged, in milliseconds since 1970. */
  readonly validationTime: number
  /** The present, in milliseconds since 1970. */
  readonly currentTime: number
  readonly paths: PathCache
  readonly certificates: KnownCertificates
  readonly isoTime: IsoTime
  readonly budget: LinkBudget
  /** What the caller gave and is known about revocation. */
  readonly evidence: () => Awaitable<Evidence>
}
