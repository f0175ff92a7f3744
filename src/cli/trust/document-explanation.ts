import type { Report, SignatureReport, VerifyOptions } from '../../seal/verify/types.js'
import { createVerifier } from '../../seal/verify/verifier.js'
import { explainAnchor, explainUnreached, type ExplainedAnchor, type Explanation } from './explanation.js'

/** Returns what is to be said of each signature of a PDF, and the report on it. */
export async function explainDocument(
  file: string,
  options: VerifyOptions,
): Promise<{ readonly report: Report; readonly explanations: readonly Explanation[] }> {
  const report = await createVerifier(options).verify(file, { file })
  const signatures = report.signatures.filter(({ kind }) => kind === 'signature')
  const ids = new Set(signatures.flatMap(({ authorities }) => authorities.map(({ anchor }) => anchor)))
  const alone = new Map<string, Report>()
  for (const id of ids) {
    const trust = options.trust.filter({ id })
    alone.set(id, await createVerifier({ ...options, trust }).verify(file))
  }
  return { report, explanations: signatures.map((signature) => explain(signature, alone, options)) }
}

function explain(
  signature: SignatureReport,
  alone: ReadonlyMap<string, Report>,
  { trust }: VerifyOptions,
): Explanation {
  const { field, signer, authority, authorities } = signature
  const reached = authorities.flatMap(({ anchor: id }): readonly ExplainedAnchor[] => {
    const anchor = trust.anchors.find((each) => each.id === id)
    const same = alone.get(id)?.signatures.find((each) => each.field === field)
    return anchor === undefined || same === undefined ? [] : [explainAnchor(anchor, same.findings)]
  })
  const named = new Set(authorities.map(({ anchor }) => anchor))
  const issuers = new Set(signer === null ? [] : [signer.issuer])
  return {
    field,
    subject: signer?.subject ?? null,
    issuer: signer?.issuer ?? null,
    decides: authority?.anchor ?? null,
    taxIds: signer?.taxIds ?? [],
    reached,
    unreached: explainUnreached(trust, named, issuers),
  }
}
