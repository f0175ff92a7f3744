import { finding, type Finding } from '../../base/findings/finding.js'
import type { Certificate } from '../../formats/x509/certificate.js'
import { formatName } from '../../formats/x509/name.js'
import {
  validatePath,
  type PathValidation,
  type ValidatePathOptions,
} from '../../trust/path/validate-path.js'
import type { TrustAnchor } from '../../trust/store/anchor.js'
import { readTaxIds } from '../../trust/store/tax-ids.js'
import type { TrustStore } from '../../trust/store/trust-store.js'
import { explainAnchor, explainUnreached, type ExplainedAnchor, type Explanation } from './explanation.js'

/** How a certificate is explained. */
export type CertificateQuestion = Omit<ValidatePathOptions, 'trust'> & { readonly trust: TrustStore }

/** Returns what is to be said of the first of `certificates`, the others may lie between, and the status of its path. */
export async function explainCertificate(
  certificates: readonly Certificate[],
  question: CertificateQuestion,
): Promise<{ readonly status: PathValidation['status']; readonly explanation: Explanation }> {
  const [leaf, ...between] = certificates
  if (leaf === undefined) throw new Error('there is always a certificate to explain')
  const { intermediates = [] } = question
  const options = { ...question, intermediates: [...between, ...toList(intermediates)] }
  const result = await validatePath(leaf, options)
  const reached: ExplainedAnchor[] = []
  for (const { anchor } of result.reached) reached.push(await explainUnder(anchor, leaf, options))
  const issuers = new Set(certificates.map(({ issuer }) => formatName(issuer)))
  const decides = result.status === 'valid' ? result.anchor : undefined
  const explanation: Explanation = {
    field: null,
    subject: formatName(leaf.subject),
    issuer: formatName(leaf.issuer),
    decides: decides?.id ?? null,
    taxIds: decides === undefined ? [] : readTaxIds(leaf, decides).ids.map(({ value }) => value),
    reached,
    unreached: explainUnreached(question.trust, new Set(reached.map(({ anchor }) => anchor.id)), issuers),
  }
  return { status: result.status, explanation }
}

function toList<Value>(values: Value | readonly Value[]): readonly Value[] {
  return Array.isArray(values) ? (values as readonly Value[]) : [values as Value]
}

/** All that speaks against one authority, as if it were the only one. */
async function explainUnder(
  anchor: TrustAnchor,
  leaf: Certificate,
  options: CertificateQuestion,
): Promise<ExplainedAnchor> {
  const result = await validatePath(leaf, { ...options, trust: options.trust.filter({ id: anchor.id }) })
  return explainAnchor(anchor, [...result.findings, ...checkTaxId(leaf, anchor)])
}

/** What a verifier will say of every document that is sealed with it. */
function checkTaxId(leaf: Certificate, anchor: TrustAnchor): readonly Finding[] {
  const { ids, ambiguous } = readTaxIds(leaf, anchor)
  if (ambiguous) return [finding('seller.ambiguous')]
  return ids.length === 0 && anchor.taxIdBinding.required ? [finding('seller.unbound')] : []
}
