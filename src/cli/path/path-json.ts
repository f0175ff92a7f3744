import { ADVICE } from '../../base/findings/advice.js'
import { formatName } from '../../formats/x509/name.js'
import { rowOf, type Finding } from '../../base/findings/finding.js'
import type { Certificate } from '../../formats/x509/certificate.js'
import type { PathValidation } from '../../trust/path/validate-path.js'
import type { TrustAnchor } from '../../trust/store/anchor.js'
import { certificateSummary } from '../inspection.js'

/** Returns what `validatePath` found as plain JSON: names as RFC 4514 text, times as ISO 8601. */
export function pathToJson(result: PathValidation): Readonly<Record<string, unknown>> {
  const { status } = result
  const findings = result.findings.map(toFinding)
  if (result.status !== 'valid') {
    const { nearest } = result
    const found = nearest === undefined ? null : toPath(nearest.certificates, nearest.anchor)
    return { status, findings, nearest: found }
  }
  const { outcome, revoked } = result.revocation
  const later =
    revoked === undefined
      ? {}
      : {
          subject: formatName(revoked.certificate.subject),
          at: new Date(revoked.at).toISOString(),
          reason: revoked.reason,
        }
  return {
    status,
    ...toPath(result.path, result.anchor),
    otherAnchors: result.otherAnchors.map(({ id }) => id),
    policies: result.policies,
    revocation: { outcome, ...later },
    findings,
  }
}

function toPath(
  certificates: readonly Certificate[],
  anchor: TrustAnchor,
): Readonly<Record<string, unknown>> {
  const { id, authority, jurisdiction, environment } = anchor
  return {
    path: certificates.map(certificateSummary),
    anchor: { id, name: authority.name, jurisdiction, environment },
  }
}

function toFinding({ code, message, detail }: Finding): Readonly<Record<string, unknown>> {
  const { effect } = rowOf(code)
  return { code, effect, message, ...(detail === undefined ? {} : { detail }), advice: ADVICE[code] }
}
