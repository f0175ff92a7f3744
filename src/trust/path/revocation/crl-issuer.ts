import { equalBytes } from '../../../base/bytes.js'
import type { Certificate } from '../../../formats/x509/certificate.js'
import type { CertificateList } from '../../../formats/x509/crl.js'
import { crlDistributionPointsOf } from '../../../formats/x509/distribution-point.js'
import { keyUsageOf, type GeneralName } from '../../../formats/x509/extensions.js'
import type { PathCache } from '../path-cache.js'
import { isDirectory } from './crl-scope.js'
import { holdsFor, isSignedBy, pathOfSigner } from './evidence-signer.js'
import type { Inquiry } from './revocation-options.js'

/**
 * Returns the key (SubjectPublicKeyInfo) that signed a list and may sign it (RFC 5280 §6.3.3 (f), (g)), or `undefined`: the key of the issuer,
 * that of the anchor, or that of a certificate with the name of the list's issuer under the same anchor. Throws `Malformed`.
 */
export async function signerOfList(crl: CertificateList, inquiry: Inquiry): Promise<Uint8Array | undefined> {
  const { certificate, path, options } = inquiry
  const { anchor, cache, intermediates = [] } = options
  const isNamed = ({ subject }: Pick<Certificate, 'subject'>): boolean =>
    cache.isSameName(subject, crl.issuer)
  // What stands on the path was validated with it.
  const onPath = path.slice(isLeftToItself(certificate, cache) ? 0 : 1)
  const trusted = onPath.filter((issuer) => isNamed(issuer) && maySign(issuer)).map(({ spki }) => spki)
  if (isNamed({ subject: anchor.name ?? crl.issuer }) && maySign(anchor.certificate))
    trusted.push(anchor.spki)
  for (const spki of trusted) if (await isSignedBy(crl, spki, inquiry)) return spki
  for (const each of intermediates) {
    if (equalBytes(each.der, certificate.der) || !isNamed(each)) continue
    const other = cache.known(each)
    const isSigner = async (): Promise<boolean> =>
      maySign(other) && (await isSignedBy(crl, other.spki, inquiry)) && isTrusted(other, crl, inquiry)
    if (await holdsFor(isSigner)) return other.spki
  }
  return undefined
}

/** Its issuer leaves it to the certificate itself to publish its revocation (§4.2.1.13): nobody else can. */
function isLeftToItself(certificate: Certificate, cache: PathCache): boolean {
  const isItself = (name: GeneralName): boolean => isDirectory(name, certificate.subject, cache)
  return crlDistributionPointsOf(certificate).some(({ crlIssuer }) => crlIssuer.some(isItself))
}

function maySign(issuer: Certificate | undefined): boolean {
  return issuer === undefined || (keyUsageOf(issuer)?.has('cRLSign') ?? true)
}

async function isTrusted(
  issuer: Certificate,
  { thisUpdate }: CertificateList,
  inquiry: Inquiry,
): Promise<boolean> {
  const path = await pathOfSigner(issuer, thisUpdate, inquiry)
  if (path === undefined) return false
  const outcome = await inquiry.outcomeOf(path)
  return outcome === 'good' || outcome === 'not-checked'
}
