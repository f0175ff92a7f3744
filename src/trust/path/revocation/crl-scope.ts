import { parseName, type Name } from '../../../formats/x509/name.js'
import { DerCursor } from '../../../formats/der/cursor.js'
import { TAG } from '../../../formats/der/tag.js'
import { derElement, derSequence } from '../../../formats/der/writer.js'
import type { Certificate } from '../../../formats/x509/certificate.js'
import type { CertificateList } from '../../../formats/x509/crl.js'
import {
  crlDistributionPointsOf,
  issuingDistributionPointOf,
  type DistributionPoint,
  type DistributionPointName,
  type IssuingDistributionPoint,
} from '../../../formats/x509/distribution-point.js'
import { basicConstraintsOf, type GeneralName } from '../../../formats/x509/extensions.js'
import type { PathCache } from '../path-cache.js'
import { ALL_REASONS } from './answer.js'
import type { Inquiry } from './revocation-options.js'

/**
 * Returns the reasons of which a list speaks for the certificate of the question, as bits; 0 when it is of another issuer or for other
 * certificates (RFC 5280 §6.3.3 (b) and (d)). Throws `Malformed`.
 */
export function reasonsCovered(crl: CertificateList, { certificate, options }: Inquiry): number {
  const { cache } = options
  const scope = issuingDistributionPointOf(crl)
  if (scope !== undefined && !isForKind(scope, certificate)) return 0
  const isOfIssuer = cache.isSameName(crl.issuer, certificate.issuer)
  let reasons = 0
  for (const point of pointsOf(crlDistributionPointsOf(certificate), certificate.issuer)) {
    const isRightIssuer =
      point.crlIssuer.length === 0
        ? isOfIssuer
        : scope?.indirect === true && point.crlIssuer.some((one) => isDirectory(one, crl.issuer, cache))
    if (!isRightIssuer || !isNamed(scope?.name, { point, crl, issuer: certificate.issuer, cache })) continue
    reasons |= toBits(scope?.onlySomeReasons) & toBits(point.reasons)
  }
  return reasons
}

/** (b) (2) (ii) to (iv). §5.2.5: old versions, which cannot say whether they are an authority, are on no list for either kind. */
function isForKind(scope: IssuingDistributionPoint, certificate: Certificate): boolean {
  const { onlyUserCertificates, onlyAuthorityCertificates, onlyAttributeCertificates } = scope
  if (onlyAttributeCertificates) return false
  if (!onlyUserCertificates && !onlyAuthorityCertificates) return true
  const isAuthority = basicConstraintsOf(certificate)?.ca === true
  return certificate.version === 3 && isAuthority === onlyAuthorityCertificates
}

/**
 * The points that a certificate names; then, as the end of §6.3.3 has it, lists of its issuer that it does not name: where it names some, only
 * such as have no name of their own. Where it leaves all lists to others, there are none.
 */
function pointsOf(named: readonly DistributionPoint[], issuer: Name): readonly DistributionPoint[] {
  if (named.length > 0 && named.every(({ crlIssuer }) => crlIssuer.length > 0)) return named
  const ofIssuer = { fullName: [{ kind: 'directoryName', name: issuer } as const], relativeName: undefined }
  const name = named.length > 0 ? undefined : ofIssuer
  return [...named, { name, reasons: undefined, crlIssuer: [] }]
}

/** (b) (2) (i): one name of the list is one of the point, or of who issues the list for it. */
function isNamed(
  name: DistributionPointName | undefined,
  of: {
    readonly point: DistributionPoint
    readonly crl: CertificateList
    readonly issuer: Name
    readonly cache: PathCache
  },
): boolean {
  if (name === undefined) return true
  const { point, crl, cache } = of
  const [crlIssuer] = point.crlIssuer
  const base = crlIssuer?.kind === 'directoryName' ? crlIssuer.name : of.issuer
  const wanted = point.name === undefined ? point.crlIssuer : fullNames(point.name, base)
  return fullNames(name, crl.issuer).some((one) =>
    wanted.some((other) =>
      one.kind === 'directoryName'
        ? isDirectory(other, one.name, cache)
        : 'text' in one && 'text' in other && one.kind === other.kind && one.text === other.text,
    ),
  )
}

/** §4.2.1.13: a name may be given as what follows that of the issuer. */
function fullNames({ fullName, relativeName }: DistributionPointName, base: Name): readonly GeneralName[] {
  if (relativeName === undefined) return fullName
  const start = DerCursor.open(base.der).read(TAG.sequence)
  return [{ kind: 'directoryName', name: parseName(derSequence(start, derElement(TAG.set, relativeName))) }]
}

/** Returns whether a GeneralName is the directory name `name`. */
export function isDirectory(general: GeneralName, name: Name, cache: PathCache): boolean {
  return general.kind === 'directoryName' && cache.isSameName(general.name, name)
}

function toBits(flags: Uint8Array | undefined): number {
  return flags === undefined ? ALL_REASONS : (((flags[0] ?? 0) << 8) | (flags[1] ?? 0)) & ALL_REASONS
}
