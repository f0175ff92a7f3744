import type { Fetcher } from '../../base/fetcher.js'
import { checkOptionNames, type OptionNames } from '../../base/known-options.js'
import { copyOf, joinLists } from '../../base/lists.js'
import { finding, NO_FINDINGS, rowOf, type Finding } from '../../base/findings/finding.js'
import { momentOrNow } from '../../base/moment.js'
import type { OperationCounter } from '../../crypto/operation-counter.js'
import type { Certificate } from '../../formats/x509/certificate.js'
import type { CertificateList } from '../../formats/x509/crl.js'
import type { OcspResponse } from '../../formats/x509/ocsp-response.js'
import type { RevocationMode, TrustAnchor } from '../store/anchor.js'
import type { TrustInput, TrustStore } from '../store/trust-store.js'
import { checkConstraints } from './constraint-rules.js'
import { PathCache } from './path-cache.js'
import {
  invalidArgument,
  readCertificates,
  readCrls,
  readLimits,
  readOcspResponses,
  readTrust,
  type PathCertificates,
  type Read,
} from './path-input.js'
import {
  readStaleGrace,
  type CandidatePath,
  type PathLimits,
  type PathOptions,
  type PathUsage,
  type PolicyInputs,
  type ReachedAnchor,
} from './path-options.js'
import { buildPath } from './path.js'
import { checkProfile, checkProfileToTheLetter } from './profile-rules.js'
import { checkRevocation, type RevocationResult } from './revocation/revocation.js'

/** For whom, when and for what a path must hold. */
export interface ValidatePathOptions {
  /** Whom you accept; there are no built-in roots. */
  readonly trust: TrustStore | TrustInput | readonly TrustInput[]
  /** Certificates that may lie between, in any order; none of them is believed. */
  readonly intermediates?: PathCertificates
  /** Revocation lists, DER or parsed; they come before those that travel with trust. */
  readonly crls?: readonly (Uint8Array | CertificateList)[]
  /** OCSP responses, DER. */
  readonly ocsp?: readonly Uint8Array[]
  /** Asked for evidence that is missing. Default: the network is not used. */
  readonly fetcher?: Fetcher
  /** The moment for which the path must hold, past or future. Default: now. */
  readonly at?: Date
  /** The present: evidence that claims to be made later is none. Default: now, or `at` where that is later. */
  readonly currentTime?: Date
  /** Default: as each anchor says. */
  readonly revocation?: RevocationMode
  /** Inputs of RFC 5280 §6.1.1, `{}` to be told the policies. Default: any policy, or none, will do. */
  readonly policies?: PolicyInputs
  /**
   * What the certificate is for: signing documents under the rules of its anchor (default), `any` purpose, or one of these object identifiers,
   * which every extendedKeyUsage of the path must have then.
   */
  readonly purpose?: PathUsage | readonly string[]
  /**
   * Whether certificates must follow RFC 5280 also where a validator may be lenient; `to-the-letter`: the anchor's also in what concerns
   * only its own issuer. Default: false.
   */
  readonly strict?: boolean | 'to-the-letter'
  /** Whether what the certificate of an anchor says counts, and its dates. Default: `constrains`; with `strict`, its dates too. */
  readonly anchorCertificate?: NonNullable<PathOptions['anchorCertificate']>
  /** Lets anchors of test environments count. Default: false. */
  readonly allowTest?: boolean
  /** For how many days after its end a trust list still counts, which is reported then. Default: 0; `Infinity` for an archive. */
  readonly staleGraceDays?: number
  /** Other limits than `PATH_LIMITS`. */
  readonly limits?: Partial<PathLimits>
  /** What is known of certificates that come again. Default: what the store keeps, where `trust` is a `TrustStore`. */
  readonly cache?: PathCache
  readonly counter?: OperationCounter
}

/**
 * What was found: a path that holds; or why there is none, refuted (`invalid`) or undecided for want of evidence or budget (`indeterminate`).
 * Details of findings hold text of the certificates: escape them before they are shown.
 */
export type PathValidation =
  | {
      readonly status: 'valid'
      /** Leaf first; the anchor itself is not in it, unless the leaf is the anchor. */
      readonly path: readonly Certificate[]
      readonly anchor: TrustAnchor
      /** Other anchors of the store under which a path holds too. */
      readonly otherAnchors: readonly TrustAnchor[]
      /** Policies under which it is valid, in the words of the anchor; `2.5.29.32.0` stands for any. Empty where nobody asked for policies. */
      readonly policies: readonly string[]
      readonly revocation: RevocationResult
      /** All anchors of the store that a path leads to, this one among them, the most specific jurisdiction first. */
      readonly reached: readonly ReachedAnchor[]
      /** What is reported and lowers nothing. */
      readonly findings: readonly Finding[]
    }
  | {
      readonly status: 'invalid' | 'indeterminate'
      /** What speaks against the path that came nearest: of several, the one whose reason says most. */
      readonly findings: readonly Finding[]
      /** That path, when it reached an anchor. */
      readonly nearest: CandidatePath | undefined
      readonly reached: readonly ReachedAnchor[]
    }

/**
 * Returns a path from a certificate to an anchor that holds at a moment, revocation included, or the most telling reason why there is none
 * (RFC 5280 §6). Where `certificate` is PEM of several, the first is meant and the others may lie between. Bytes of strangers never throw;
 * `FiscalSealError('argument.invalid' | 'trust.missing' | 'trust.invalid')` is for what the caller did.
 */
export async function validatePath(
  certificate: string | Uint8Array | Certificate,
  options: ValidatePathOptions,
): Promise<PathValidation> {
  const store = readTrust((options as Partial<ValidatePathOptions> | undefined)?.trust)
  checkOptionNames(options, KNOWN, { of: 'validatePath' })
  if (options.policies !== undefined) checkOptionNames(options.policies, OF_POLICIES, { of: 'policies' })
  const given = readCertificates(certificate, 'certificate')
  const between =
    options.intermediates === undefined ? NONE : readCertificates(options.intermediates, 'intermediates')
  const evidence = readEvidence(options, store)
  const leaf = given.values[0]
  if (leaf === undefined || given.findings.length > 0)
    return refused(given.findings, { nearest: undefined, reached: [] })
  const others = given.values.length > 1 ? given.values.slice(1) : []
  const asked: Asked = options.revocation === 'none' ? undefined : new Map()
  const search = toSearch(options, {
    store,
    intermediates: others.length > 0 ? [...others, ...between.values] : between.values,
    evidence,
    asked,
  })
  const built = buildPath(leaf, search)
  const result = built instanceof Promise ? await built : built
  const { reached } = result
  if (!result.ok) {
    const findings = [...result.findings, ...between.findings, ...evidence.findings]
    return refused(findings, { nearest: result.nearest, reached })
  }
  const { path, anchor, policies, notes } = result
  const otherAnchors = holdingBeside(anchor, reached)
  const revocation = asked?.get(result.nearest) ?? NOT_CHECKED
  const unasked = asked === undefined ? NOT_CHECKED.findings : NO_FINDINGS
  // A copy: it belongs to the caller.
  const findings = copyOf(joinLists([notes, unasked, evidence.findings]))
  return { status: 'valid', path, anchor, otherAnchors, policies, revocation, reached, findings }
}

const OF_POLICIES: OptionNames<PolicyInputs> = {
  initial: true,
  requireExplicit: true,
  inhibitMapping: true,
  inhibitAny: true,
}

const KNOWN: OptionNames<ValidatePathOptions> = {
  trust: true,
  intermediates: true,
  crls: true,
  ocsp: true,
  fetcher: true,
  at: true,
  currentTime: true,
  revocation: true,
  policies: true,
  purpose: true,
  strict: true,
  anchorCertificate: true,
  allowTest: true,
  staleGraceDays: true,
  limits: true,
  cache: true,
  counter: true,
}

const NONE: Read<Certificate> = { values: [], findings: [] }

function holdingBeside(anchor: TrustAnchor, reached: readonly ReachedAnchor[]): readonly TrustAnchor[] {
  const others: TrustAnchor[] = []
  for (const each of reached) if (each.anchor !== anchor && each.fault === undefined) others.push(each.anchor)
  return others
}

/** What was found about the revocation of each path that was looked at; nothing where the caller asks for none. */
type Asked = Map<CandidatePath | undefined, RevocationResult> | undefined

/** The caller asked for none. */
const NOT_CHECKED: RevocationResult = Object.freeze({
  outcome: 'not-checked',
  findings: Object.freeze([finding('revocation.not-checked')]),
  evidence: Object.freeze([]),
})

interface Evidence {
  readonly crls: readonly CertificateList[]
  readonly ocsp: readonly OcspResponse[]
  readonly findings: readonly Finding[]
}

/** The caller's comes before what travels with trust. */
function readEvidence(options: ValidatePathOptions, store: TrustStore): Evidence {
  if (options.crls === undefined && options.ocsp === undefined)
    return { crls: store.crls, ocsp: [], findings: NO_FINDINGS }
  const crls = readCrls(options.crls ?? [], options.strict ?? false)
  const ocsp = readOcspResponses(options.ocsp ?? [])
  return {
    crls: [...crls.values, ...store.crls],
    ocsp: ocsp.values,
    findings: [...crls.findings, ...ocsp.findings],
  }
}

type Search = PathOptions & { readonly cache: PathCache; readonly currentTime: number }

/** What was read of the options already. */
interface Known {
  readonly store: TrustStore
  readonly intermediates: readonly Certificate[]
  readonly evidence: Evidence
  readonly asked: Asked
}

function toSearch(options: ValidatePathOptions, { store, intermediates, evidence, asked }: Known): Search {
  const { strict = false, anchorCertificate } = options
  const validationTime = momentOrNow(options.at, 'at')
  const search: Search = {
    store,
    intermediates,
    validationTime,
    timeIsProven: true,
    currentTime: presentOf(options, validationTime),
    usage: toUsage(options.purpose),
    policies: options.policies,
    anchorCertificate: anchorCertificate ?? (strict === false ? 'constrains' : 'constrains-and-expires'),
    constraints: () => checkConstraints,
    rules: strict === false ? undefined : [strict === true ? checkProfile : checkProfileToTheLetter],
    allowTest: options.allowTest ?? false,
    staleGrace: readStaleGrace(options),
    limits: readLimits(options.limits),
    // One literal: what is spread and added to afterwards is slow to read, for as long as it lives.
    accept:
      asked === undefined ? undefined : (path) => askRevocation(path, asked, { search, evidence, options }),
    cache: options.cache ?? store.kept(PathCache),
    counter: options.counter,
  }
  return search
}

/** Of now, or of the moment that is asked for where that is later. */
function presentOf({ at, currentTime }: ValidatePathOptions, validationTime: number): number {
  if (currentTime !== undefined) return momentOrNow(currentTime, 'currentTime')
  return at === undefined ? validationTime : Math.max(validationTime, Date.now())
}

async function askRevocation(
  path: CandidatePath,
  asked: NonNullable<Asked>,
  by: { readonly search: Search; readonly evidence: Evidence; readonly options: ValidatePathOptions },
): Promise<readonly Finding[]> {
  const { search, evidence, options } = by
  const { certificates, anchor } = path
  const revocation = await checkRevocation(certificates, {
    anchor,
    intermediates: search.intermediates,
    crls: evidence.crls,
    ocsp: evidence.ocsp,
    mode: options.revocation,
    fetcher: options.fetcher,
    at: search.validationTime,
    // A list may be newer than the moment, but not from the future.
    currentTime: search.currentTime,
    cache: search.cache,
    counter: options.counter,
  })
  asked.set(path, revocation)
  return revocation.findings
}

function toUsage(purpose: ValidatePathOptions['purpose']): PathUsage {
  if (purpose === undefined) return 'document-signature'
  if (!Array.isArray(purpose)) return purpose as PathUsage
  if (purpose.length === 0) throw invalidArgument('purpose', 'names no object identifier')
  return { anyOf: purpose as readonly string[], forbid: [], ifAbsent: 'allow' }
}

/** Whatever is missing may still come; whatever is wrong stays wrong. */
function refused(
  findings: readonly Finding[],
  found: Pick<Extract<PathValidation, { nearest: unknown }>, 'nearest' | 'reached'>,
): PathValidation {
  const effects = findings.map(({ code }) => rowOf(code).effect)
  const isOpen = effects.every((effect) => effect === 'note' || effect === 'indeterminate')
  return { status: isOpen ? 'indeterminate' : 'invalid', findings, ...found }
}
