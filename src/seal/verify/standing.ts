import type { Certificate } from '../../formats/x509/certificate.js'
import type { CertificateList } from '../../formats/x509/crl.js'
import { EXTENSION } from '../../formats/x509/oids.js'
import { isCurrent } from '../../trust/path/revocation/answer.js'
import type { RevocationResult } from '../../trust/path/revocation/revocation.js'
import type { TrustAnchor } from '../../trust/store/anchor.js'
import type { Policy } from './policy.js'

/** A path, and the times for which is asked whether anything on it was revoked. */
export interface Question {
  readonly path: readonly Certificate[]
  readonly anchor: TrustAnchor
  readonly at: number
  readonly currentTime: number
}

interface Remembered {
  readonly path: readonly Certificate[]
  readonly anchor: TrustAnchor
  readonly lists: readonly CertificateList[]
  readonly result: RevocationResult
}

/**
 * What lists of the caller said of signers that a verifier met before: that nothing on their path was revoked, with nothing to be added. The lists
 * do not change, so all that can change is whether they are current, which is asked anew for every file.
 */
export class Standing {
  readonly #policy: Policy
  readonly #known = new WeakMap<Certificate, Remembered>()
  readonly #isSimple: boolean

  constructor(policy: Policy) {
    this.#policy = policy
    // What answers otherwise than by a complete list is asked every time.
    this.#isSimple =
      policy.fetcher === undefined &&
      policy.ocsp.length === 0 &&
      !policy.crls.some(({ extensions }) => extensions.has(EXTENSION.deltaCrlIndicator))
  }

  /** Returns what is known, if it still holds. */
  find(question: Question): RevocationResult | undefined {
    const [signer] = question.path
    const known = signer === undefined ? undefined : this.#known.get(signer)
    if (known?.anchor !== question.anchor || !isSamePath(known.path, question.path)) return undefined
    return areCurrent(known.lists, question) ? known.result : undefined
  }

  /** Keeps an answer that rests on nothing but lists of the caller. */
  add({ path, anchor }: Question, result: RevocationResult): void {
    const [signer] = path
    const lists = this.#policy.crls.filter((crl) => result.evidence.includes(crl))
    const isPlain = result.outcome === 'good' && result.findings.length === 0
    if (signer === undefined || !this.#isSimple || !isPlain || lists.length < result.evidence.length) return
    this.#known.set(signer, { path, anchor, lists, result })
  }
}

function isSamePath(left: readonly Certificate[], right: readonly Certificate[]): boolean {
  return left.length === right.length && left.every((certificate, index) => certificate === right[index])
}

function areCurrent(lists: readonly CertificateList[], { path, anchor, at, currentTime }: Question): boolean {
  const times = { options: { anchor, at, currentTime } }
  return lists.every((list) => path.every((certificate) => isCurrent(list, { certificate, ...times })))
}
