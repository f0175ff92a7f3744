import { equalBytes } from '../../../base/bytes.js'
import { Malformed } from '../../../base/errors.js'
import { parseCertificate, type Certificate } from '../../../formats/x509/certificate.js'
import { extendedKeyUsageOf } from '../../../formats/x509/extensions.js'
import type { Name } from '../../../formats/x509/name.js'
import type { BasicOcspResponse } from '../../../formats/x509/ocsp-response.js'
import { EXTENSION, KEY_PURPOSE } from '../../../formats/x509/oids.js'
import { holdsFor, isSignedBy, issuerKeyOf, pathOfSigner } from './evidence-signer.js'
import type { Inquiry } from './revocation-options.js'

/** Who signed a response: a certificate, or the bare key of an anchor. */
export type OcspResponder = Pick<Certificate, 'spki'> & Partial<Pick<Certificate, 'notBefore' | 'notAfter'>>

/** Certificates of one response that are looked at. */
const MAX_CERTIFICATES = 32

/**
 * Returns who signed a response and may answer for the certificate of the question, or `undefined` (RFC 6960 §4.2.2.2): its issuer, or who was
 * delegated by that very issuer. `isNamed` says whether the response names somebody as its responder. Throws `Malformed`.
 */
export async function responderOf(
  basic: BasicOcspResponse,
  inquiry: Inquiry,
  isNamed: (name: Name, spki: Uint8Array) => Promise<boolean>,
): Promise<OcspResponder | undefined> {
  const { certificate, path, options } = inquiry
  const { anchor, intermediates = [] } = options
  const issuer: OcspResponder = path[1] ?? { spki: anchor.spki, ...validityOf(anchor.certificate) }
  if ((await isNamed(certificate.issuer, issuer.spki)) && (await isSignedBy(basic, issuer.spki, inquiry)))
    return issuer
  const brought = basic.certificates.slice(0, MAX_CERTIFICATES).flatMap(readable)
  for (const each of [...brought, ...intermediates]) {
    const other = options.cache.known(each)
    let signerPath: readonly Certificate[] | undefined
    const isSigner = async (): Promise<boolean> => {
      if (!mayRespond(other) || !(await isNamed(other.subject, other.spki))) return false
      if (!(await isSignedBy(basic, other.spki, inquiry))) return false
      signerPath = await delegatedPath(other, basic, inquiry)
      return signerPath !== undefined
    }
    if (!(await holdsFor(isSigner)) || signerPath === undefined) continue
    await requireGood(other, signerPath, inquiry)
    return other
  }
  return undefined
}

function validityOf(certificate: Certificate | undefined): Partial<Certificate> {
  return certificate === undefined ? {} : { notBefore: certificate.notBefore, notAfter: certificate.notAfter }
}

function readable(der: Uint8Array): readonly Certificate[] {
  try {
    return [parseCertificate(der)]
  } catch (error) {
    if (error instanceof Malformed) return []
    throw error
  }
}

/** §4.2.2.2: the purpose is named; "any purpose" is not enough. */
function mayRespond(certificate: Certificate): boolean {
  return extendedKeyUsageOf(certificate)?.includes(KEY_PURPOSE.ocspSigning) === true
}

/** Returns the path of who was delegated: by the key that issued the certificate, valid when the response was made and at the time of the question. */
async function delegatedPath(
  responder: Certificate,
  { producedAt }: BasicOcspResponse,
  inquiry: Inquiry,
): Promise<readonly Certificate[] | undefined> {
  const { certificate, options } = inquiry
  if (!options.cache.isSameName(responder.issuer, certificate.issuer)) return undefined
  const path = await pathOfSigner(responder, producedAt, inquiry)
  if (path === undefined) return undefined
  return equalBytes(issuerKeyOf(path, inquiry), issuerKeyOf(inquiry.path, inquiry)) ? path : undefined
}

/** §4.2.2.2.1: its issuer says that it need not be checked; else it must be known to be good. */
async function requireGood(
  responder: Certificate,
  path: readonly Certificate[],
  { outcomeOf }: Inquiry,
): Promise<void> {
  const isGood =
    responder.extensions.has(EXTENSION.ocspNoCheck) || (await outcomeOf(path, 'require')) === 'good'
  if (!isGood) throw new Malformed('revocation.malformed', 'its signer is not known to be good')
}
