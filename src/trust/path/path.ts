import { equalBytes } from '../../base/bytes.js'
import { Malformed } from '../../base/errors.js'
import { finding, findingOf, type Finding } from '../../base/findings/finding.js'
import { signatureSchemeOf } from '../../crypto/algorithms.js'
import { checkSignature } from '../../crypto/signature.js'
import type { Certificate } from '../../formats/x509/certificate.js'
import { formatName } from '../../formats/x509/name.js'
import type { TrustAnchor } from '../store/anchor.js'
import { isAnchorItself } from './anchor-itself.js'
import { orderIssuers } from './issuer-order.js'
import { judgePath, type Court } from './judgement.js'
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
export async function buildPath(leaf: Certificate, options: PathOptions): Promise<PathResult> {
  const cache = options.cache ?? new PathCache()
  const signer = cache.known(leaf)
  const intermediates = options.intermediates.map((each) => cache.known(each))
  const search = new PathSearch({ ...options, intermediates, cache })
  return (await search.asAnchor(signer)) ?? (await search.extend([signer])) ?? search.failure()
}

class PathSearch {
  readonly #options: PathOptions & { readonly cache: PathCache }
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

  constructor(options: PathOptions & { readonly cache: PathCache }) {
    this.#options = options
    this.#limits = { ...PATH_LIMITS, ...options.limits }
    this.#cache = options.cache
    this.#budget = new PathBudget(this.#limits)
  }

  /** A signer that is trusted by itself has a path without links. */
  async asAnchor(leaf: Certificate): Promise<PathResult | undefined> {
    for (const anchor of this.#options.store.anchors) {
      const mayBeLeaf = anchor.role === 'direct-signer' || anchor.origin === 'certificate'
      if (!mayBeLeaf || !isAnchorItself(leaf, anchor)) continue
      const result = await this.#judge({ certificates: [leaf], anchor })
      if (result !== undefined) return result
    }
    return undefined
  }

  /** Tries every way on from the last certificate of `chain`, depth first, anchors before intermediates. */
  async extend(chain: readonly Certificate[]): Promise<PathResult | undefined> {
    const last = chain.at(-1)
    if (last === undefined) return undefined
    const pathsBefore = this.#paths
    for (const anchor of this.#anchorsFor(last)) {
      if (!(await this.#links(last, anchor.spki))) continue
      const result = await this.#judge({ certificates: chain, anchor })
      if (result !== undefined) return result
    }
    const loopsBefore = this.#loops
    const found = await this.#viaIntermediates(chain, last)
    const isDead = this.#paths === pathsBefore && this.#loops === loopsBefore
    if (found === undefined && isDead && this.#exhausted === undefined) this.#deadEnds.add(last)
    return found
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

  async #viaIntermediates(chain: readonly Certificate[], last: Certificate): Promise<PathResult | undefined> {
    const issuers = this.#issuers.get(last) ?? orderIssuers(last, this.#options)
    this.#issuers.set(last, issuers)
    // The limit counts intermediates; the leaf is none.
    const isFull = chain.length > this.#limits.intermediates
    for (const issuer of issuers) {
      if (this.#deadEnds.has(issuer)) continue
      if (isInChain(issuer, chain)) {
        this.#loops++
        continue
      }
      if (!this.#take('steps')) return undefined
      if (!(await this.#links(last, issuer.spki))) continue
      if (isFull) {
        this.#exhausted ??= 'intermediates'
        return undefined
      }
      const result = await this.extend([...chain, issuer])
      if (result !== undefined) return result
    }
    return undefined
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

  /** Whether the certificate carries a good signature of the key; counted, and kept when good. */
  async #links(certificate: Certificate, spki: Uint8Array): Promise<boolean> {
    if (this.#cache.hasLink(certificate, spki)) return true
    const broken = this.#broken.get(certificate) ?? new Set()
    if (broken.has(spki)) return false
    if (!this.#take('signatureChecks')) return false
    const fault = await this.#checkLink(certificate, spki)
    if (fault === undefined) {
      this.#cache.addLink(certificate, spki)
      return true
    }
    this.#broken.set(certificate, broken.add(spki))
    this.#failures.push({ findings: [fault], nearest: undefined })
    return false
  }

  async #checkLink(certificate: Certificate, spki: Uint8Array): Promise<Finding | undefined> {
    try {
      const holds = checkSignature({
        scheme: signatureSchemeOf(certificate.signatureAlgorithm),
        key: this.#cache.publicKey(spki),
        message: [certificate.tbs],
        signature: certificate.signature,
        counter: this.#options.counter,
      })
      const isGood = holds instanceof Promise ? await holds : holds
      return isGood ? undefined : finding('path.signature-invalid', formatName(certificate.subject))
    } catch (error) {
      if (error instanceof Malformed) return findingOf(error)
      throw error
    }
  }

  async #judge(path: CandidatePath): Promise<PathResult | undefined> {
    if (!this.#take('paths')) return undefined
    this.#paths++
    // Checked when the list was read, unless the platform digests only asynchronously.
    const hasFingerprint = this.#cache.hasFingerprint(path.anchor)
    if (!(hasFingerprint instanceof Promise ? await hasFingerprint : hasFingerprint)) {
      this.#failures.push({ findings: [finding('anchor.fingerprint', path.anchor.id)], nearest: path })
      return undefined
    }
    const judgement = judgePath(path, this.#court)
    let { findings } = judgement
    if (findings.every(isNote) && this.#options.accept !== undefined)
      findings = [...findings, ...(await this.#options.accept(path))]
    if (!findings.every(isNote)) {
      this.#failures.push({ findings, nearest: path })
      return undefined
    }
    const { certificates, anchor } = path
    const { policies } = judgement
    return {
      ok: true,
      path: certificates,
      anchor,
      otherAnchors: this.#twinsOf(path),
      policies,
      notes: findings,
    }
  }

  get #court(): Court {
    return { options: this.#options, cache: this.#cache, budget: this.#budget }
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

/** No certificate twice, and no subject with the same key twice: cross-certificates of one authority lead round in circles. */
function isInChain(certificate: Certificate, chain: readonly Certificate[]): boolean {
  return chain.some(
    (other) =>
      equalBytes(other.spki, certificate.spki) && equalBytes(other.subject.der, certificate.subject.der),
  )
}
