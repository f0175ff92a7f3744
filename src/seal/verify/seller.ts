import { FiscalSealError } from '../../base/errors.js'
import { finding } from '../../base/findings/finding.js'
import { normaliseTaxId, sameTaxId } from '../../base/tax-id.js'
import type { Finding } from '../../base/findings/finding.js'
import type { NormalTaxId, TaxIdText } from '../../base/tax-id.js'
import type { SellerIds } from '../../document/model/receipt-scan.js'
import type { TaxIdentity } from '../../trust/store/tax-ids.js'
import type { Answers, ExpectedSeller } from './types.js'

/** Who may be whom: the caller's expectation, what the certificate says of the signer, and the seller whom the signed revision names. */
export interface SellerCase {
  readonly expected: ExpectedSeller
  readonly signer: TaxIdentity
  /** Absent when the document names no seller that a program can read. */
  readonly seller: SellerIds | undefined
  /** Whether the authority wants a tax id in every certificate, so that none or several are refused whatever the caller expects. */
  readonly isBindingRequired: boolean
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
export function checkSeller({ expected, signer, seller, isBindingRequired }: SellerCase): SellerOutcome {
  if (expected === 'not-required' && !isBindingRequired) return { answer: 'not-required', findings: [] }
  if (signer.ambiguous) return outcome('unknown', 'seller.ambiguous')
  if (signer.person) return outcome('mismatch', 'signer.is-person')
  if (signer.ids.length + signer.registrationIds.length === 0) return outcome('unknown', 'seller.unbound')
  if (expected === 'not-required') return { answer: 'not-required', findings: [] }
  const wanted: SellerIds[] = expected === 'from-document' ? [] : [{ taxIds: [{ value: expected.taxId }] }]
  if (seller !== undefined) wanted.push(seller)
  if (wanted.length === 0) return outcome('unknown', 'seller.unknown')
  const other = wanted.find((one) => !isSigner(signer, one))
  return other === undefined ? MATCH : outcome('mismatch', 'seller.mismatch', describe(signer, other))
}

/** Throws `FiscalSealError('argument.invalid')` when the caller expects a seller whose tax id can be none. */
export function checkExpectedSeller(expected: ExpectedSeller): void {
  if (expected === 'from-document' || expected === 'not-required') return
  // Callers without types may give null.
  const taxId = (expected as { readonly taxId?: unknown } | null)?.taxId
  if (typeof taxId === 'string' && normaliseTaxId({ value: taxId })) return
  throw new FiscalSealError(
    'argument.invalid',
    "seller is { taxId }, 'from-document' or 'not-required'; the tax id has letters and digits.",
  )
}

const MATCH: SellerOutcome = { answer: 'match', findings: [] }

function outcome(answer: Answers['seller'], code: Finding['code'], detail?: string): SellerOutcome {
  return { answer, findings: [finding(code, detail)] }
}

function isSigner(signer: TaxIdentity, { taxIds, registrationId }: SellerIds): boolean {
  const signers: RegisteredId[] = []
  addNormal(signer.ids, false, signers)
  addNormal(signer.registrationIds, true, signers)
  const sellers: RegisteredId[] = []
  addNormal(taxIds, false, sellers)
  if (registrationId !== undefined) addNormal([{ value: registrationId }], true, sellers)
  for (const one of signers) for (const other of sellers) if (isSame(one, other)) return true
  return false
}

/** A tax id, and whether it is one of the commercial register. */
interface RegisteredId {
  readonly id: NormalTaxId
  readonly isOfRegister: boolean
}

function isSame(left: RegisteredId, right: RegisteredId): boolean {
  return left.isOfRegister === right.isOfRegister && sameTaxId(left.id, right.id)
}

/** Equal numbers in the commercial register and in that of the tax authority may be two companies'. A prefix says which one it is. */
function addNormal(texts: readonly TaxIdText[], isOfRegister: boolean, into: RegisteredId[]): void {
  for (const text of texts) {
    const id = normaliseTaxId(text)
    if (id === undefined) continue
    into.push({ id, isOfRegister: id.scheme === undefined ? isOfRegister : id.scheme === 'NTR' })
  }
}

function describe({ ids, registrationIds }: TaxIdentity, { taxIds }: SellerIds): string {
  const list = (texts: readonly TaxIdText[]): string => texts.map(({ value }) => value).join(', ')
  return `signer ${list([...ids, ...registrationIds])}, seller ${list(taxIds)}`
}
