import type { Awaitable } from '../../base/bytes.js'
import { FiscalSealError, Malformed } from '../../base/errors.js'
import { attributeValues } from '../../formats/cms/attribute.js'
import { ATTRIBUTE } from '../../formats/cms/oids.js'
import { readRevocationInformation } from '../../formats/cms/revocation-information.js'
import type { Certificate } from '../../formats/x509/certificate.js'
import type { SecurityStore } from '../../formats/pdf/security-store.js'
import { ownedCrl, parseCrl } from '../../formats/x509/crl.js'
import type { CertificateList } from '../../formats/x509/crl.js'
import { ownedOcspResponse, parseOcspResponse } from '../../formats/x509/ocsp-response.js'
import type { OcspResponse } from '../../formats/x509/ocsp-response.js'
import { EXTENSION } from '../../formats/x509/oids.js'
import type { PathCache } from '../../trust/path/path-cache.js'
import { isCurrent } from '../../trust/path/revocation/answer.js'
import { checkRevocation } from '../../trust/path/revocation/revocation.js'
import type { RevocationResult } from '../../trust/path/revocation/revocation.js'
import type { RevocationOptions } from '../../trust/path/revocation/revocation-options.js'
import type { TrustAnchor } from '../../trust/store/anchor.js'
import type { CmsSignature } from '../signature/cms-signature.js'
import type { Policy } from './policy.js'

/** A path, and the times for which is asked whether anything on it was revoked. */
export interface Question {
  readonly path: readonly Certificate[]
  readonly anchor: TrustAnchor
  readonly at: number
  readonly currentTime: number
  readonly cache: PathCache
}

/** What came with a signature, or with its document. */
export interface CameAlong {
  readonly cms: CmsSignature
  readonly store: SecurityStore | undefined
  /** Certificates that may belong to those who sign lists and responses. */
  readonly intermediates: readonly Certificate[]
}

interface Remembered {
  readonly path: readonly Certificate[]
  readonly anchor: TrustAnchor
  readonly lists: readonly CertificateList[]
  readonly result: RevocationResult
}

/** As many CRLs, and OCSP responses, as one signature may bring (THREATS, table of limits). */
const MAX_EMBEDDED = 128

/**
 * The lists and responses of the caller, and what they said of signers that a verifier met before: that nothing on their path was revoked, with
 * nothing to be added. The lists do not change, so all that can change is whether they are current, which is asked anew for every file.
 * A part of a verifier that is loaded when it is first needed.
 */
export class Evidence {
  readonly #policy: Policy
  readonly #crls: readonly CertificateList[]
  readonly #ocsp: readonly OcspResponse[]
  readonly #known = new WeakMap<Certificate, Remembered>()
  readonly #isSimple: boolean

  /** Throws `FiscalSealError('argument.invalid')` for what the caller gave and cannot be read. */
  constructor(policy: Policy) {
    this.#policy = policy
    this.#crls = [...readAll(policy.crls, ownedCrl, 'crls'), ...policy.trust.crls]
    this.#ocsp = readAll(policy.ocsp, ownedOcspResponse, 'ocsp')
    // What answers otherwise than by a complete list is asked every time.
    const isDelta = this.#crls.some(({ extensions }) => extensions.has(EXTENSION.deltaCrlIndicator))
    this.#isSimple = policy.fetcher === undefined && this.#ocsp.length === 0 && !isDelta
  }

  /** Returns whether anything on a path was revoked; what came along is asked after what the caller gave. */
  ask(question: Question, came: CameAlong): Awaitable<RevocationResult> {
    const embedded = embeddedEvidence(came.cms)
    const stored = storedEvidence(came.store)
    const brought = embedded === NOTHING && stored === NOTHING ? NOBODY_BROUGHT : [embedded, stored]
    const isAlone =
      brought === NOBODY_BROUGHT && came.intermediates.every((each) => question.path.includes(each))
    const known = isAlone ? this.#find(question) : undefined
    return known ?? this.#askAll(question, { brought, intermediates: came.intermediates, isAlone })
  }

  async #askAll(
    question: Question,
    found: {
      readonly brought: readonly Brought[]
      readonly intermediates: readonly Certificate[]
      readonly isAlone: boolean
    },
  ): Promise<RevocationResult> {
    const { revocation: mode, counter, fetcher } = this.#policy
    const { path, ...rest } = question
    const result = await checkRevocation(path, {
      ...{ ...rest, mode, counter, fetcher, intermediates: found.intermediates },
      crls: [...this.#crls, ...found.brought.flatMap(({ crls }) => crls)],
      ocsp: [...this.#ocsp, ...found.brought.flatMap(({ ocsp }) => ocsp)],
    })
    if (found.isAlone) this.#add(question, result)
    return result
  }

  /** What is known, if it still holds. */
  #find(question: Question): RevocationResult | undefined {
    const [signer] = question.path
    const known = signer === undefined ? undefined : this.#known.get(signer)
    if (known?.anchor !== question.anchor || !isSamePath(known.path, question.path)) return undefined
    return areCurrent(known.lists, question) ? known.result : undefined
  }

  /** Keeps an answer that rests on nothing but lists of the caller. */
  #add({ path, anchor }: Question, result: RevocationResult): void {
    const [signer] = path
    const lists = this.#crls.filter((crl) => result.evidence.includes(crl))
    const isPlain = result.outcome === 'good' && result.findings.length === 0
    if (signer === undefined || !this.#isSimple || !isPlain || lists.length < result.evidence.length) return
    this.#known.set(signer, { path, anchor, lists, result })
  }
}

function readAll<T>(
  elements: readonly Uint8Array[],
  read: (der: Uint8Array) => T,
  name: string,
): readonly T[] {
  return elements.map((der, index) => {
    try {
      return read(der)
    } catch (cause) {
      if (!(cause instanceof Malformed)) throw cause
      throw new FiscalSealError('argument.invalid', `${name}[${index}] cannot be read; it must be DER.`, {
        cause,
      })
    }
  })
}

function isSamePath(left: readonly Certificate[], right: readonly Certificate[]): boolean {
  return left.length === right.length && left.every((certificate, index) => certificate === right[index])
}

function areCurrent(lists: readonly CertificateList[], { path, anchor, at, currentTime }: Question): boolean {
  const times = { options: { anchor, at, currentTime } }
  return lists.every((list) => path.every((certificate) => isCurrent(list, { certificate, ...times })))
}

type Brought = Required<Pick<RevocationOptions, 'crls' | 'ocsp'>>

const NOTHING: Brought = { crls: [], ocsp: [] }
const NOBODY_BROUGHT: readonly Brought[] = []

/** Evidence that a stranger sends is evidence once its signature was checked; what cannot be read is left aside. */
function embeddedEvidence({ signedData, signer }: CmsSignature): Brought {
  const attributes = signer.signedAttributes?.attributes ?? []
  const archived = attributeValues(attributes, ATTRIBUTE.adobeRevocationInformation)
  if (archived.length + signedData.crls.length === 0) return NOTHING
  const information = readable(archived.slice(0, 1), readRevocationInformation)
  return {
    crls: readable([...signedData.crls, ...information.flatMap(({ crls }) => crls)], parseCrl),
    ocsp: readable(
      information.flatMap(({ ocsp }) => ocsp),
      parseOcspResponse,
    ),
  }
}

function readable<T>(elements: readonly Uint8Array[], read: (der: Uint8Array) => T): readonly T[] {
  return elements.slice(0, MAX_EMBEDDED).flatMap((der) => {
    try {
      return [read(der)]
    } catch (error) {
      if (error instanceof Malformed) return []
      throw error
    }
  })
}

/** EN 319 142-1 §5.4.2.2: the document security store. */
function storedEvidence(store: SecurityStore | undefined): Brought {
  if (store === undefined || store.crls.length + store.ocsp.length === 0) return NOTHING
  return { crls: readable(store.crls, parseCrl), ocsp: readable(store.ocsp, parseOcspResponse) }
}
