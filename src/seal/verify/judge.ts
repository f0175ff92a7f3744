import { rowOf } from '../../base/findings/finding.js'
import type { Effect, SubIndication } from '../../base/findings/effect.js'
import type { Finding } from '../../base/findings/finding.js'
import type { Changes, DocumentStatus, SignatureReport, SignatureStatus } from './types.js'

/** Effects that lower a signature, gravest first (DESIGN §4). What changed after signing is judged apart: it is no fault of the signature. */
const GRAVEST_FIRST: readonly Effect[] = [
  'unreadable',
  'broken',
  'failed',
  'untrusted',
  'policy',
  'indeterminate',
]
const INVALID: readonly Effect[] = ['unreadable', 'broken', 'failed']

/** Returns the finding that decides about a signature, the first of the gravest kind, or `undefined` when nothing lowers it. */
export function gravest(findings: readonly Finding[]): Finding | undefined {
  let worst: Finding | undefined
  let rank = GRAVEST_FIRST.length
  for (const found of findings) {
    const own = GRAVEST_FIRST.indexOf(rowOf(found.code).effect)
    if (own >= 0 && own < rank) [worst, rank] = [found, own]
  }
  return worst
}

/** Returns status and sub-indication of one signature (EN 319 102-1 §5.1.3): TOTAL-FAILED is for the bytes, and for revoked, expired, not yet valid. */
export function judgeSignature(findings: readonly Finding[]): {
  readonly status: SignatureStatus
  readonly subIndication: SubIndication | null
} {
  const worst = gravest(findings)
  if (worst === undefined) return { status: 'valid', subIndication: null }
  const { effect, subIndication } = rowOf(worst.code)
  return { status: INVALID.includes(effect) ? 'invalid' : 'indeterminate', subIndication }
}

/** What the verdict on the document is drawn from. */
export interface DocumentCase {
  readonly signatures: readonly SignatureReport[]
  /** On the file as a whole. */
  readonly findings: readonly Finding[]
  /** Whether the caller accepts that others sign after the seller. */
  readonly allowFurtherSignatures: boolean
}

/** The verdict; `carrier` is the index of the signature that carries it when the document is trusted. */
export type Verdict =
  | { readonly status: 'trusted'; readonly carrier: number }
  | { readonly status: Exclude<DocumentStatus, 'trusted'> }

/**
 * Returns the verdict on a document with all its signatures (DESIGN §2, property 8). Trusted: a valid signature, and after it only
 * allowed changes. A broken signature anywhere alters the document; one that is merely untrusted lowers nothing.
 */
export function judgeDocument(document: DocumentCase): Verdict {
  const { signatures, findings } = document
  if (hasEffect(document, 'unreadable')) return { status: 'unreadable' }
  if (hasEffect(document, 'broken') || findings.some(isChange)) return { status: 'altered' }
  // What a valid signature covers is what its signer stands for: when it was changed, a later signature does not heal it.
  if (signatures.some((one) => standsForItsRevision(one) && isForbidden(one))) return { status: 'altered' }
  const carrier = signatures.findLastIndex((one) => carriesVerdict(one, document))
  if (carrier >= 0) return { status: 'trusted', carrier }
  const seals = signatures.filter(({ kind }) => kind === 'signature')
  if (seals.length === 0) return { status: 'unsigned' }
  if (seals.some((one) => one.integrity === 'intact' && isForbidden(one))) return { status: 'altered' }
  return { status: seals.some(lacksOnlyEvidence) ? 'indeterminate' : 'untrusted' }
}

/** Whether anything that was found has this effect, on the file or on one of its signatures. */
function hasEffect({ signatures, findings }: DocumentCase, effect: Effect): boolean {
  const hasIt = ({ code }: Finding): boolean => rowOf(code).effect === effect
  return findings.some(hasIt) || signatures.some((one) => one.findings.some(hasIt))
}

/** A valid signature, or a document time-stamp whose bytes hold: what it shows to have been there must still be there. */
function standsForItsRevision({ status, kind, integrity }: SignatureReport): boolean {
  return status === 'valid' || (kind === 'document-timestamp' && integrity === 'intact')
}

function isChange({ code }: Finding): boolean {
  return rowOf(code).effect === 'changed'
}

const FORBIDDEN: readonly Changes[] = ['form-filling', 'annotations', 'other']

/** No caller can allow these, nor what a certification in the document forbids. */
function isForbidden({ changes, findings }: SignatureReport): boolean {
  return FORBIDDEN.includes(changes) || findings.some(({ code }) => code === 'change.not-permitted')
}

function carriesVerdict(signature: SignatureReport, { allowFurtherSignatures }: DocumentCase): boolean {
  if (signature.kind !== 'signature' || signature.status !== 'valid' || signature.integrity !== 'intact')
    return false
  const { changes } = signature
  return changes === 'none' || changes === 'archival' || (changes === 'signatures' && allowFurtherSignatures)
}

/** Returns whether nothing but missing evidence holds it up, if anything does. */
export function lacksOnlyEvidence({ findings }: Pick<SignatureReport, 'findings'>): boolean {
  const worst = gravest(findings)
  return worst === undefined || rowOf(worst.code).effect === 'indeterminate'
}
