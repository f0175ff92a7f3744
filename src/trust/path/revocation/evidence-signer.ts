import { equalBytes } from '../../../base/bytes.js'
import { Malformed } from '../../../base/errors.js'
import { isOwned } from '../../../base/owned.js'
import { policyFindings, signatureSchemeOf, type AlgorithmIdentifier } from '../../../crypto/algorithms.js'
import { checkSignature, newOperationCounter } from '../../../crypto/signature.js'
import type { Certificate } from '../../../formats/x509/certificate.js'
import type { Extended } from '../../../formats/x509/extensions.js'
import type { Name } from '../../../formats/x509/name.js'
import type { TrustAnchor } from '../../store/anchor.js'
import { algorithmPolicyOf } from '../algorithm-rules.js'
import { checkConstraints } from '../constraint-rules.js'
import { buildPath } from '../path.js'
import { isNote } from '../telling.js'
import { silent, type Answer } from './answer.js'
import type { Inquiry } from './revocation-options.js'

/** A list or a response. */
interface Signed {
  readonly tbs: Uint8Array
  readonly signatureAlgorithm: AlgorithmIdentifier
  readonly signature: Uint8Array
}

/** Returns the key (SubjectPublicKeyInfo) that issued the first certificate of a path under the anchor. */
export function issuerKeyOf(path: readonly Certificate[], { options }: Pick<Inquiry, 'options'>): Uint8Array {
  return path[1]?.spki ?? options.anchor.spki
}

/**
 * Returns whether somebody is who signed, by `test`. A certificate that cannot be read is nobody's: a stranger may have put it beside the others,
 * and evidence must not be lost by it.
 */
export async function holdsFor(test: () => Promise<boolean>): Promise<boolean> {
  try {
    return await test()
  } catch (error) {
    if (error instanceof Malformed) return false
    throw error
  }
}

/**
 * Returns whether `signed` carries a good signature of the key: arithmetic, bounded by the budget; kept when good, of what lies on bytes that
 * nobody changes.
 */
export async function isSignedBy(
  signed: Signed,
  spki: Uint8Array,
  { options, budget }: Inquiry,
): Promise<boolean> {
  const { cache, counter } = options
  const isKept = isOwned(signed)
  if (isKept && cache.hasLink(signed, spki)) return true
  if (--budget.signatures < 0) throw new Malformed('revocation.malformed', 'too much evidence')
  const { tbs, signature, signatureAlgorithm } = signed
  const scheme = signatureSchemeOf(signatureAlgorithm)
  if (!(await checkSignature({ scheme, key: cache.publicKey(spki), message: [tbs], signature, counter })))
    return false
  if (isKept) cache.addLink(signed, spki)
  return true
}

/** Returns what speaks against the algorithm or the key of a signature that holds, or `undefined`. */
export function objectionTo(
  { signatureAlgorithm }: Signed,
  spki: Uint8Array,
  { options }: Pick<Inquiry, 'options'>,
): string | undefined {
  const { anchor, cache } = options
  const scheme = signatureSchemeOf(signatureAlgorithm)
  const objections = policyFindings(scheme, cache.publicKey(spki), algorithmPolicyOf(anchor))
  const objection = objections.find((each) => !isNote(each))
  return objection?.detail ?? objection?.code
}

/** Returns the answers of which none vouches for anything when there is an objection. That something is revoked is believed all the same. */
export function believed(answers: readonly Answer[], objection: string | undefined): readonly Answer[] {
  if (objection === undefined) return answers
  return answers.map((each) =>
    each.kind === 'good' ? silent('revocation.malformed', `says good, but by ${objection}`) : each,
  )
}

/**
 * Returns a path from who signed evidence to the anchor of the question, that certificate first (RFC 5280 §6.3.3 (f)), or `undefined`. It must
 * hold at the time of the question, or when the evidence was made if that was later.
 */
export async function pathOfSigner(
  signer: Certificate,
  madeAt: number,
  { path, options, budget }: Inquiry,
): Promise<readonly Certificate[] | undefined> {
  if (--budget.paths < 0) throw new Malformed('revocation.malformed', 'too much evidence')
  const { at, cache, counter, intermediates = [] } = options
  const anchors = [withoutWindow(options.anchor)]
  const { name: anchorName } = options.anchor
  const anchorsNamed = (name: Name): readonly TrustAnchor[] =>
    anchorName === undefined || cache.isSameName(anchorName, name) ? anchors : []
  const anchorsWithKey = (spki: Uint8Array): readonly TrustAnchor[] =>
    equalBytes(options.anchor.spki, spki) ? anchors : []
  // What the searches of one question check together is bounded, not only what each does.
  const spent = newOperationCounter()
  const result = await buildPath(signer, {
    ...{ store: { anchors, anchorsNamed, anchorsWithKey }, cache, counter: spent },
    limits: { signatureChecks: Math.max(0, budget.signatures) },
    intermediates: [...path, ...intermediates],
    validationTime: Math.max(at, madeAt),
    timeIsProven: true,
    constraints: () => checkConstraints,
    allowTest: true,
    usage: 'any',
  })
  // A search that was broken off has not looked at everything.
  const isCut = !result.ok && result.findings.some(({ code }) => code === 'path.limit')
  budget.signatures = isCut ? -1 : budget.signatures - spent.publicKey
  if (counter !== undefined) counter.publicKey += spent.publicKey
  return result.ok ? result.path : undefined
}

/** Until when an authority may certify signers of documents says nothing about who signs its lists. */
function withoutWindow(anchor: TrustAnchor): TrustAnchor {
  return {
    ...anchor,
    status: [{ value: 'granted', from: -Infinity }],
    issuedNotAfter: Infinity,
    signedNotAfter: Infinity,
  }
}

/** Throws `Malformed` when there is a critical extension other than those (RFC 5280 §5.2, RFC 6960 §4.4). */
export function requireUnderstood({ extensions }: Extended, understood: readonly string[]): void {
  for (const { critical, oid } of extensions.values()) {
    if (critical && !understood.includes(oid))
      throw new Malformed('revocation.malformed', `critical extension ${oid}`)
  }
}
