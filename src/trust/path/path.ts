import { whenReady } from '../../base/awaitable.js'
import { equalBytes, type Awaitable } from '../../base/bytes.js'
import { Malformed } from '../../base/errors.js'
import { finding, findingOf, type Finding } from '../../base/findings/finding.js'
import { signatureSchemeOf } from '../../crypto/algorithms.js'
import { checkSignature } from '../../crypto/signature.js'
import type { Certificate } from '../../formats/x509/certificate.js'
import { formatName } from '../../formats/x509/name.js'
import type { TrustAnchor } from '../store/anchor.js'
import { isAnchorItself } from './anchor-itself.js'
import { orderIssuers } from './issuer-order.js'
import { judgePath, type Court, type Judgement } from './judgement.js'
import { PathBudget } from './path-budget.js'
import { PathCache } from './path-cache.js'
import {
  PATH_LIMITS,
  type CandidatePath,
  type PathLimits,
  type PathOptions,
  type PathResult,
} from './path-options.js'
import { isNote, mostTelling, type Failure } from './telling.js'

/**
 * Returns a path from `leaf` to an anchor of the store that holds at `validationTime` (RFC 5280 §6), or the most telling reason why there is
 * none. Names chain by §7.1, key identifiers are hints, every link must verify. The search is bounded by `limits`; used up it is `path.limit`.
 */
export function buildPath(leaf: Certificate, options: PathOptions): Awaitable<PathResult> {
  const cache = options.cache ?? new PathCache()
  const signer = cache.knownSigner(leaf)
  const intermediates = options.intermediates.map((each) => cache.known(each))
  const search = new PathSearch(options, intermediates, cache)
  return whenReady(
    search.asAnchor(signer),
    (alone) => alone ?? whenReady(search.extend([signer]), (found) => found ?? search.failure()),
  )
}

class PathSearch {
  readonly #options: PathOptions
  readonly #intermediates: readonly Certificate[]
  readonly #court: Court
  readonly #limits: PathLimits
  readonly #cache: PathCache
  readonly #budget: PathBudget
  readonly #issuers = new Map<Certificate, readonly Certificate[]>()
  /** Links that were checked in this search and do not hold. */
  readonly #broken = new Map<Certificate, Set<Uint8Array>>()
  /** Issuers that lead nowhere, whatever stands before them. */
  readonly #deadEnds = new Set<Certificate>()
  #paths = 0
  /** Issuers passed over because they stood in the chain already; on another way they may lead further. */
  #loops = 0
  /** The limit at which the search broke something off. */
  #exhausted: keyof PathLimits | undefined
  readonly #failures: Failure[] = []

  constructor(options: PathOptions, intermediates: readonly Certificate[], cache: PathCache) {
    this.#options = options
    this.#intermediates = intermediates
    this.#limits = options.limits === undefined ? PATH_LIMITS : { ...PATH_LIMITS, ...options.limits }
    this.#cache = cache
    this.#budget = new PathBudget(this.#limits)
    this.#court = { options, cache, budget: this.#budget }
  }

  /** A signer that is trusted by itself has a path without links; `undefined` when nobody trusts him so. */
  asAnchor(leaf: Certificate): Awaitable<PathResult | undefined> {
    const anchors = this.#options.store.anchors.filter(
      (anchor) =>
        (anchor.role === 'direct-signer' || anchor.origin === 'certificate') && isAnchorItself(leaf, anchor),
    )
    return firstOf(anchors, (anchor) => this.#judge({ certificates: [leaf], anchor }))
  }

  /** Tries every way on from the last certificate of `chain`, depth first, anchors before intermediates. */
  extend(chain: readonly Certificate[]): Awaitable<PathResult | undefined> {
    const last = chain.at(-1)
    if (last === undefined) return undefined
    const before = [this.#paths, this.#loops]
    const found = firstOf(this.#anchorsFor(last), (anchor) =>
      whenReady(this.#links(last, anchor.spki), (links) =>
        links ? this.#judge({ certificates: chain, anchor }) : undefined,
      ),
    )
    return whenReady(found, (result) => result ?? this.#onward(chain, last, before))
  }

  #onward(
    chain: readonly Certificate[],
    last: Certificate,
    [paths, loops]: readonly number[],
  ): Awaitable<PathResult | undefined> {
    return whenReady(this.#viaIntermediates(chain, last), (found) => {
      const isDead = this.#paths === paths && this.#loops === loops
      if (found === undefined && isDead && this.#exhausted === undefined) this.#deadEnds.add(last)
      return found
    })
  }

  /** Returns why nothing was found. */
  failure(): PathResult {
    const limit = this.#exhausted
    if (limit !== undefined) {
      const detail = `${this.#limits[limit]} ${limit}`
      return { ok: false, findings: [finding('path.limit', detail)], nearest: undefined }
    }
    const best = mostTelling(this.#failures)
    return {
      ok: false,
      findings: best?.findings ?? [finding('path.no-trust-anchor')],
      nearest: best?.nearest,
    }
  }

  #viaIntermediates(chain: readonly Certificate[], last: Certificate): Awaitable<PathResult | undefined> {
    const issuers =
      this.#issuers.get(last) ??
      orderIssuers(last, {
        intermediates: this.#intermediates,
        validationTime: this.#options.validationTime,
        cache: this.#cache,
      })
    this.#issuers.set(last, issuers)
    let isStopped = false
    return firstOf(issuers, (issuer) => {
      if (isStopped || this.#deadEnds.has(issuer)) return undefined
      if (isInChain(issuer, chain)) {
        this.#loops++
        return undefined
      }
      isStopped = !this.#take('steps')
      if (isStopped) return undefined
      return whenReady(this.#links(last, issuer.spki), (links) => {
        if (!links) return undefined
        // The limit counts intermediates; the leaf is none.
        if (chain.length <= this.#limits.intermediates) return this.extend([...chain, issuer])
        this.#exhausted ??= 'intermediates'
        isStopped = true
        return undefined
      })
    })
  }

  #anchorsFor(certificate: Certificate): readonly TrustAnchor[] {
    const anchors = this.#options.store.anchorsNamed(this.#cache.knownName(certificate.issuer))
    const { usage } = this.#options
    return anchors.filter(
      ({ role }) =>
        role !== 'direct-signer' && (role !== 'timestamp-authority' || usage !== 'document-signature'),
    )
  }

  #take(counted: 'paths' | 'steps' | 'signatureChecks'): boolean {
    const isLeft = this.#budget.take(counted)
    if (!isLeft) this.#exhausted ??= counted
    return isLeft
  }

  /** Whether the certificate carries a good signature of the key; counted, and kept when good. Only what the platform waits for is waited for. */
  #links(certificate: Certificate, spki: Uint8Array): Awaitable<boolean> {
    if (this.#cache.hasLink(certificate, spki)) return true
    if (this.#broken.get(certificate)?.has(spki) === true || !this.#take('signatureChecks')) return false
    const checked = this.#checkLink(certificate, spki)
    return checked instanceof Promise
      ? checked.then((fault) => this.#note(certificate, spki, fault))
      : this.#note(certificate, spki, checked)
  }

  #note(certificate: Certificate, spki: Uint8Array, fault: Finding | undefined): boolean {
    if (fault === undefined) {
      this.#cache.addLink(certificate, spki)
      return true
    }
    this.#broken.set(certificate, (this.#broken.get(certificate) ?? new Set()).add(spki))
    this.#failures.push({ findings: [fault], nearest: undefined })
    return false
  }

  #checkLink(certificate: Certificate, spki: Uint8Array): Awaitable<Finding | undefined> {
    const faultOf = (holds: boolean): Finding | undefined =>
      holds ? undefined : finding('path.signature-invalid', formatName(certificate.subject))
    try {
      const holds = checkSignature({
        scheme: signatureSchemeOf(certificate.signatureAlgorithm),
        key: this.#cache.publicKey(spki),
        message: [certificate.tbs],
        signature: certificate.signature,
        counter: this.#options.counter,
      })
      return holds instanceof Promise ? holds.then(faultOf, refusalOf) : faultOf(holds)
    } catch (error) {
      return refusalOf(error)
    }
  }

  #judge(path: CandidatePath): Awaitable<PathResult | undefined> {
    if (!this.#take('paths')) return undefined
    this.#paths++
    // Checked when the list was read, unless the platform digests only asynchronously.
    const hasFingerprint = this.#cache.hasFingerprint(path.anchor)
    return hasFingerprint instanceof Promise
      ? hasFingerprint.then((holds) => this.#judgeUnder(path, holds))
      : this.#judgeUnder(path, hasFingerprint)
  }

  #judgeUnder(path: CandidatePath, hasFingerprint: boolean): Awaitable<PathResult | undefined> {
    if (!hasFingerprint) {
      this.#failures.push({ findings: [finding('anchor.fingerprint', path.anchor.id)], nearest: path })
      return undefined
    }
    const judgement = judgePath(path, this.#court)
    const { accept } = this.#options
    if (accept === undefined || !judgement.findings.every(isNote)) return this.#settle(path, judgement)
    return accept(path).then((further) =>
      this.#settle(path, { ...judgement, findings: [...judgement.findings, ...further] }),
    )
  }

  #settle(path: CandidatePath, { findings, policies }: Judgement): PathResult | undefined {
    if (!findings.every(isNote)) {
      this.#failures.push({ findings, nearest: path })
      return undefined
    }
    const { certificates, anchor } = path
    const otherAnchors = this.#twinsOf(path)
    return { ok: true, path: certificates, anchor, otherAnchors, policies, notes: findings }
  }

  /** Anchors with the same key and name under which the same path holds. */
  #twinsOf(path: CandidatePath): readonly TrustAnchor[] {
    const { anchor, certificates } = path
    return this.#options.store.anchors.filter((other) => {
      if (other === anchor || other.role !== anchor.role || !equalBytes(other.spki, anchor.spki)) return false
      return judgePath({ certificates, anchor: other }, this.#court).findings.every(isNote)
    })
  }
}

/** Returns the first thing that `attempt` makes of an item, one after the other; waits only for what must be waited for. */
function firstOf<T, R>(
  items: readonly T[],
  attempt: (item: T) => Awaitable<R | undefined>,
): Awaitable<R | undefined> {
  for (const [index, item] of items.entries()) {
    const result = attempt(item)
    if (result instanceof Promise)
      return result.then((found) => found ?? firstOf(items.slice(index + 1), attempt))
    if (result !== undefined) return result
  }
  return undefined
}

/** What cannot be computed is a fault of the certificate; anything else is one of ours. */
function refusalOf(error: unknown): Finding {
  if (error instanceof Malformed) return findingOf(error)
  throw error
}

/** No certificate twice, and no subject with the same key twice: cross-certificates of one authority lead round in circles. */
function isInChain(certificate: Certificate, chain: readonly Certificate[]): boolean {
  return chain.some(
    (other) =>
      equalBytes(other.spki, certificate.spki) && equalBytes(other.subject.der, certificate.subject.der),
  )
}
