import { firstOf, whenReady } from '../../base/awaitable.js'
import { equalBytes, type Awaitable } from '../../base/bytes.js'
import { Malformed } from '../../base/errors.js'
import { finding, findingOf, type Finding } from '../../base/findings/finding.js'
import { signatureSchemeOf } from '../../crypto/algorithms.js'
import { checkSignature } from '../../crypto/signature.js'
import type { Certificate } from '../../formats/x509/certificate.js'
import { formatName } from '../../formats/x509/name.js'
import type { TrustAnchor } from '../store/anchor.js'
import { anchorsAt, anchorsFor } from './anchors-above.js'
import { inOrder, rankOf, reachedBy, type Candidate } from './candidates.js'
import { specificityOf } from '../store/specificity.js'
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
 * none. Names chain by §7.1, key identifiers are hints, every link must verify. Of several anchors the most specific jurisdiction decides, and
 * under it the nearest that holds. The search is bounded by `limits`; used up it is `path.limit`.
 */
export function buildPath(leaf: Certificate, options: PathOptions): Awaitable<PathResult> {
  const cache = options.cache ?? new PathCache()
  const signer = cache.knownSigner(leaf)
  const intermediates: Certificate[] = []
  for (const each of options.intermediates) intermediates.push(cache.known(each))
  const search = new PathSearch(signer, options, { intermediates, cache })
  const settled = search.run()
  return settled instanceof Promise ? settled.then(() => search.result()) : search.result()
}

const NO_WAY: Failure = { findings: [finding('path.no-trust-anchor')] }

/** That there is nothing left to look for. */
type Settled = true | undefined

class PathSearch {
  readonly #leaf: Certificate
  readonly #options: PathOptions
  readonly #intermediates: readonly Certificate[]
  readonly #court: Court
  readonly #limits: PathLimits
  readonly #cache: PathCache
  readonly #budget: PathBudget
  /** Where there were several to put in order. */
  #issuers: Map<Certificate, readonly Certificate[]> | undefined
  /** Links that were checked in this search and do not hold. */
  #broken: Map<Certificate, Set<Uint8Array>> | undefined
  /** Issuers that lead nowhere, whatever stands before them. */
  #deadEnds: Set<Certificate> | undefined
  #paths = 0
  /** Issuers passed over because they stood in the chain already; on another way they may lead further. */
  #loops = 0
  /** The limit at which the search broke something off. */
  #exhausted: keyof PathLimits | undefined
  readonly #candidates: Candidate[] = []
  /** Why links do not hold. */
  readonly #faults: Failure[] = []
  /** Anchors that a path might still lead to; known once a path holds. */
  #open: Set<TrustAnchor> | undefined

  constructor(
    leaf: Certificate,
    options: PathOptions,
    known: { readonly intermediates: readonly Certificate[]; readonly cache: PathCache },
  ) {
    this.#leaf = leaf
    this.#options = options
    this.#intermediates = known.intermediates
    this.#limits = options.limits === undefined ? PATH_LIMITS : { ...PATH_LIMITS, ...options.limits }
    this.#cache = known.cache
    this.#budget = new PathBudget(this.#limits)
    this.#court = { options, cache: known.cache, budget: this.#budget }
  }

  /** A signer that is trusted by itself has a path without links. */
  run(): Awaitable<Settled> {
    const certificates = [this.#leaf]
    const anchors = anchorsAt(this.#leaf, this.#options)
    if (anchors.length === 0) return this.#extend(certificates)
    const alone = firstOf(anchors, (anchor) => this.#judge({ certificates, anchor }))
    return whenReady(alone, (settled) => settled ?? this.#extend(certificates))
  }

  /** Returns what was found, and of several things that which decides. */
  result(): PathResult {
    const ordered = inOrder(this.#candidates)
    const first = ordered[0]
    const reached = reachedBy(ordered)
    const limit = this.#exhausted
    if (limit !== undefined && !(first?.holds === true && this.#isFinal(first))) {
      const findings = [finding('path.limit', `${this.#limits[limit]} ${limit}`)]
      return { ok: false, findings, nearest: undefined, reached }
    }
    if (first?.holds === true) {
      const { path, policies, findings: notes } = first
      const { certificates, anchor } = path
      return { ok: true, path: certificates, anchor, policies, notes, nearest: path, reached }
    }
    const deciding = ordered.filter((each) => first !== undefined && rankOf(each) === rankOf(first))
    const { findings, path } = mostTelling([...deciding, ...this.#faults]) ?? NO_WAY
    return { ok: false, findings, nearest: path, reached }
  }

  /** Who makes a search too long must not keep it from the authority that would refuse. */
  #isFinal({ path }: Candidate): boolean {
    return [...(this.#open ?? [])].every((other) => specificityOf(other) <= specificityOf(path.anchor))
  }

  /** Tries every way on from the last certificate of `chain`, depth first, anchors before intermediates. */
  #extend(chain: readonly Certificate[]): Awaitable<Settled> {
    const last = chain.at(-1)
    if (last === undefined) return undefined
    const before = this.#paths + this.#loops
    const anchors = anchorsFor(last, this.#options, this.#cache)
    // Here and below no function is made for a later that does not come: most certificates have no anchor above them, and nothing waits.
    const found = anchors.length === 0 ? undefined : this.#under(anchors, chain, last)
    if (found instanceof Promise) return found.then((result) => result ?? this.#onward(chain, last, before))
    return found ?? this.#onward(chain, last, before)
  }

  #under(
    anchors: readonly TrustAnchor[],
    chain: readonly Certificate[],
    last: Certificate,
  ): Awaitable<Settled> {
    return firstOf(anchors, (anchor) => {
      const links = this.#links(last, anchor.spki)
      if (!(links instanceof Promise)) return links ? this.#judge({ certificates: chain, anchor }) : undefined
      return links.then((holds) => (holds ? this.#judge({ certificates: chain, anchor }) : undefined))
    })
  }

  /** `before`: how many paths were judged, and issuers passed over, before anything was tried above the last certificate. */
  #onward(chain: readonly Certificate[], last: Certificate, before: number): Awaitable<Settled> {
    const found = this.#viaIntermediates(chain, last)
    if (found instanceof Promise) return found.then((result) => this.#noted(last, result, before))
    return this.#noted(last, found, before)
  }

  #noted(last: Certificate, found: Settled, before: number): Settled {
    const isDead = this.#paths + this.#loops === before
    if (found === undefined && isDead && this.#exhausted === undefined)
      (this.#deadEnds ??= new Set()).add(last)
    return found
  }

  #viaIntermediates(chain: readonly Certificate[], last: Certificate): Awaitable<Settled> {
    const issuers = this.#issuersOf(last)
    // The limit counts intermediates; the leaf is none.
    const isLong = chain.length > this.#limits.intermediates
    let isStopped = false
    const onward = (issuer: Certificate, holds: boolean): Awaitable<Settled> => {
      isStopped = holds && isLong
      if (isStopped) this.#exhausted ??= 'intermediates'
      return holds && !isLong ? this.#extend([...chain, issuer]) : undefined
    }
    return firstOf(issuers, (issuer) => {
      if (isStopped || this.#deadEnds?.has(issuer) === true) return undefined
      if (isInChain(issuer, chain)) {
        this.#loops++
        return undefined
      }
      isStopped = !this.#take('steps')
      if (isStopped) return undefined
      const links = this.#links(last, issuer.spki)
      return links instanceof Promise ? links.then((holds) => onward(issuer, holds)) : onward(issuer, links)
    })
  }

  #issuersOf(certificate: Certificate): readonly Certificate[] {
    const known = this.#issuers?.get(certificate)
    if (known !== undefined) return known
    const issuers = orderIssuers(certificate, {
      intermediates: this.#intermediates,
      validationTime: this.#options.validationTime,
      cache: this.#cache,
    })
    if (issuers.length > 1) (this.#issuers ??= new Map()).set(certificate, issuers)
    return issuers
  }

  #take(counted: 'paths' | 'steps' | 'signatureChecks'): boolean {
    const isLeft = this.#budget.take(counted)
    if (!isLeft) this.#exhausted ??= counted
    return isLeft
  }

  /** Whether the certificate carries a good signature of the key; counted, and kept when good. Only what the platform waits for is waited for. */
  #links(certificate: Certificate, spki: Uint8Array): Awaitable<boolean> {
    if (this.#cache.hasLink(certificate, spki)) return true
    if (this.#broken?.get(certificate)?.has(spki) === true || !this.#take('signatureChecks')) return false
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
    this.#broken ??= new Map()
    this.#broken.set(certificate, (this.#broken.get(certificate) ?? new Set()).add(spki))
    this.#faults.push({ findings: [fault] })
    return false
  }

  #checkLink(certificate: Certificate, spki: Uint8Array): Awaitable<Finding | undefined> {
    try {
      const holds = checkSignature({
        scheme: signatureSchemeOf(certificate.signatureAlgorithm),
        key: this.#cache.publicKey(spki),
        message: [certificate.tbs],
        signature: certificate.signature,
        counter: this.#options.counter,
      })
      return holds instanceof Promise
        ? holds.then((held) => faultOf(certificate, held), refusalOf)
        : faultOf(certificate, holds)
    } catch (error) {
      return refusalOf(error)
    }
  }

  #judge(path: CandidatePath): Awaitable<Settled> {
    this.#paths++
    const holdsAlready = this.#open?.has(path.anchor) === false
    if (holdsAlready || !this.#take('paths')) return undefined
    // Checked when the list was read, unless the platform digests only asynchronously.
    const hasFingerprint = this.#cache.hasFingerprint(path.anchor)
    return hasFingerprint instanceof Promise
      ? hasFingerprint.then((holds) => this.#judgeUnder(path, holds))
      : this.#judgeUnder(path, hasFingerprint)
  }

  #judgeUnder(path: CandidatePath, hasFingerprint: boolean): Awaitable<Settled> {
    if (!hasFingerprint)
      return this.#add(path, { findings: [finding('anchor.fingerprint', path.anchor.id)], policies: [] })
    return whenReady(judgePath(path, this.#court), (judgement) => this.#accepted(path, judgement))
  }

  #accepted(path: CandidatePath, judgement: Judgement): Awaitable<Settled> {
    const { accept } = this.#options
    if (accept === undefined || !judgement.findings.every(isNote)) return this.#add(path, judgement)
    return whenReady(accept(path), (further) =>
      this.#add(path, { ...judgement, findings: [...judgement.findings, ...further] }),
    )
  }

  /** One anchor that holds is enough, unless there are others that may decide. */
  #add(path: CandidatePath, { findings, policies }: Judgement): Settled {
    const holds = findings.every(isNote)
    this.#candidates.push({ path, findings, policies, holds })
    if (!holds) return undefined
    if (this.#options.store.anchors.length === 1) return true
    this.#open ??= this.#reachable()
    this.#open.delete(path.anchor)
    return this.#open.size === 0 || undefined
  }

  /** The anchors that any of the certificates names: looked up, not tried. */
  #reachable(): Set<TrustAnchor> {
    const open = new Set(anchorsAt(this.#leaf, this.#options))
    for (const each of anchorsFor(this.#leaf, this.#options, this.#cache)) open.add(each)
    for (const certificate of this.#intermediates)
      for (const each of anchorsFor(certificate, this.#options, this.#cache)) open.add(each)
    return open
  }
}

function faultOf(certificate: Certificate, holds: boolean): Finding | undefined {
  return holds ? undefined : finding('path.signature-invalid', formatName(certificate.subject))
}

/** What cannot be computed is a fault of the certificate; anything else is one of ours. */
function refusalOf(error: unknown): Finding {
  if (error instanceof Malformed) return findingOf(error)
  throw error
}

/** No certificate twice, and no subject with the same key twice: cross-certificates of one authority lead round in circles. */
function isInChain(certificate: Certificate, chain: readonly Certificate[]): boolean {
  for (const other of chain)
    if (equalBytes(other.spki, certificate.spki) && equalBytes(other.subject.der, certificate.subject.der))
      return true
  return false
}
