import { equalBytes } from '../../base/bytes.js'
import { finding, type Finding } from '../../base/findings/finding.js'
import type { Certificate } from '../../formats/x509/certificate.js'
import { basicConstraintsOf, keyUsageOf } from '../../formats/x509/extensions.js'
import { formatName } from '../../formats/x509/name.js'
import { isAnchorItself } from './anchor-itself.js'
import type { CandidatePath } from './path-options.js'

/**
 * Returns `path.not-a-ca`, `path.key-usage` and `path.length-exceeded` for the issuers of a path (RFC 5280 §6.1.4 (k) to (n)). The certificate
 * of the anchor is held to what it says of itself too.
 */
export function checkAuthorities(path: CandidatePath): readonly Finding[] {
  const [, ...intermediates] = path.certificates
  return [
    ...intermediates.flatMap((issuer, position) => checkAuthority(issuer, intermediates.slice(0, position))),
    ...checkAnchorAsAuthority(path, intermediates),
  ]
}

function checkAuthority(issuer: Certificate, below: readonly Certificate[]): readonly Finding[] {
  const constraints = basicConstraintsOf(issuer)
  // Versions 1 and 2 cannot say that they are a CA (§6.1.4 (k)): only an anchor may be one.
  if (constraints?.ca !== true) return [finding('path.not-a-ca', formatName(issuer.subject))]
  return [
    ...checkName(issuer),
    ...checkCertSign(issuer),
    ...checkPathLength(issuer, constraints.pathLength, below),
  ]
}

/** §4.1.2.6: an issuer without a name could stand for any other. */
function checkName(issuer: Certificate): readonly Finding[] {
  return issuer.subject.relativeNames.length > 0
    ? []
    : [finding('certificate.malformed', 'an authority without a name')]
}

function checkCertSign(issuer: Certificate): readonly Finding[] {
  const mayCertSign = keyUsageOf(issuer)?.has('keyCertSign') ?? true
  return mayCertSign ? [] : [finding('path.key-usage', `${formatName(issuer.subject)} without keyCertSign`)]
}

/** §4.2.1.9: self-issued certificates do not count. */
function checkPathLength(
  issuer: Certificate,
  limit: number | undefined,
  below: readonly Certificate[],
): readonly Finding[] {
  if (limit === undefined) return []
  const length = below.filter((certificate) => !isSelfIssued(certificate)).length
  return length > limit ? [finding('path.length-exceeded', formatName(issuer.subject))] : []
}

function checkAnchorAsAuthority(
  path: CandidatePath,
  intermediates: readonly Certificate[],
): readonly Finding[] {
  const { anchor, certificates } = path
  const { maxIntermediates } = anchor.path
  const isTooLong = maxIntermediates !== undefined && intermediates.length > maxIntermediates
  const findings = isTooLong ? [finding('path.length-exceeded', anchor.id)] : []
  const { certificate } = anchor
  const isLeafItself = certificates.some((each) => isAnchorItself(each, anchor))
  // Nothing was issued where the signer is the anchor.
  if (certificate === undefined || isLeafItself) return findings
  const constraints = basicConstraintsOf(certificate)
  const isNone = certificate.version === 3 && constraints !== undefined && !constraints.ca
  return [
    ...findings,
    ...(isNone ? [finding('path.not-a-ca', anchor.id)] : []),
    ...checkName(certificate),
    ...checkCertSign(certificate),
    ...checkPathLength(certificate, constraints?.pathLength, intermediates),
  ]
}

/** RFC 5280 §3.2: issuer and subject are the same name. */
function isSelfIssued(certificate: Certificate): boolean {
  return equalBytes(certificate.issuer.der, certificate.subject.der)
}
