import type { Finding } from '../../base/findings/finding.js'
import type { Report, SignatureReport } from '../verify/types.js'
import { requireReport } from './require-report.js'

/**
 * Returns the report as one line of JSON whose shape is `report.schema.json`: always the same keys in the same order,
 * so that equal reports are equal text. Throws `FiscalSealError('argument.invalid')` for what is no report.
 */
export function reportToJson(report: Report): string {
  requireReport(report, 'reportToJson')
  const { file, status, validationTime, answers, signatures, findings } = report
  const { intact, whole, authority, seller, changes, consistent } = answers
  return JSON.stringify({
    file,
    status,
    validationTime,
    answers: { intact, whole, authority, seller, changes, consistent },
    ...trustedPart(report),
    signatures: signatures.map(signaturePart),
    findings: findings.map(findingPart),
  })
}

function trustedPart(report: Report): object {
  if (report.status !== 'trusted') return {}
  const { signer, authority, field, signedLength, document, duplicateKey } = report
  return { signer, authority, field, signedLength, duplicateKey, document }
}

/** Keys one by one: their order is part of the form. */
function signaturePart(signature: SignatureReport): object {
  const { field, kind, byteRange, subFilter, status, subIndication, integrity, coverage, changes, level } =
    signature
  const { signer, authority, authorities, revocation, claimedTime, algorithm, findings } = signature
  return {
    ...{ field, kind, byteRange, subFilter, status, subIndication, integrity, coverage, changes, level },
    ...{ signer, authority, authorities, revocation, claimedTime, algorithm },
    findings: findings.map(findingPart),
  }
}

function findingPart({ code, message, detail, offset }: Finding): object {
  return { code, message, detail, offset }
}
