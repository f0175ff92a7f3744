import { FiscalSealError } from '../../base/errors.js'
import { finding } from '../../base/findings/finding.js'
import { normaliseTaxId, sameTaxId } from '../../base/tax-id.js'
import type { Finding } from '../../base/findings/finding.js'
import type { TaxIdText } from '../../base/tax-id.js'
import type { Answers, ExpectedSeller } from './types.js'

/** Who may be whom: the caller's expectation, the tax ids of the certificate, and those of the seller in the signed revision. */
export interface SellerCase {
  readonly expected: ExpectedSeller
  readonly signer: readonly TaxIdText[]
  /** The certificate holds several ids and the anchor's rule does not say which counts. */
  readonly ambiguous: boolean
  /** Empty when the document names no seller that a program can read. */
  readonly document: readonly TaxIdText[]
}

/** What became of the question whether the signer is the seller. */
export interface SellerOutcome {
  readonly answer: Answers['seller']
  readonly findings: readonly Finding[]
}

/**
 * Returns whether signer and seller are the same taxpayer (DESIGN §2, property 7; THREATS T-03, T-04). Ids are compared in their
 * normal form; one that has none matches nothing. A document that names another seller than the expected one is a mismatch too.
 */
export function checkSeller(question: SellerCase): SellerOutcome {
  const { expected, signer, ambiguous, document } = question
  if (expected === 'not-required') return { answer: 'not-required', findings: [] }
  if (ambiguous) return outcome('unknown', 'seller.ambiguous', listOf(signer))
  if (signer.length === 0) return outcome('unknown', 'seller.unbound')
  if (expected === 'from-document') {
    if (document.length === 0) return outcome('unknown', 'seller.unknown')
    return matches(signer, document) ? MATCH : mismatch(signer, document)
  }
  if (!matches(signer, [{ value: expected.taxId }])) return mismatch(signer, [{ value: expected.taxId }])
  return document.length === 0 || matches(signer, document) ? MATCH : mismatch(signer, document)
}

/** Throws `FiscalSealError('argument.invalid')` when the caller expects a seller whose tax id can be none. */
export function checkExpectedSeller(expected: ExpectedSeller): void {
  if (expected === 'from-document' || expected === 'not-required') return
  if (typeof expected === 'object' && typeof expected.taxId === 'string' && normaliseTaxId({ value: expected.taxId })) return
  throw new FiscalSealError('argument.invalid', "seller is { taxId }, 'from-document' or 'not-required'; the tax id has letters and digits.")
}

const MATCH: SellerOutcome = { answer: 'match', findings: [] }

function outcome(answer: Answers['seller'], code: Finding['code'], detail?: string): SellerOutcome {
  return { answer, findings: [finding(code, detail)] }
}

function mismatch(signer: readonly TaxIdText[], seller: readonly TaxIdText[]): SellerOutcome {
  return outcome('mismatch', 'seller.mismatch', `signer ${listOf(signer)}, seller ${listOf(seller)}`)
}

function matches(signer: readonly TaxIdText[], seller: readonly TaxIdText[]): boolean {
  const sellers = seller.flatMap((id) => normaliseTaxId(id) ?? [])
  return signer.some((text) => {
    const id = normaliseTaxId(text)
    return id !== undefined && sellers.some((other) => sameTaxId(id, other))
  })
}

function listOf(ids: readonly TaxIdText[]): string {
  return ids.map(({ value }) => value).join(', ')
}
