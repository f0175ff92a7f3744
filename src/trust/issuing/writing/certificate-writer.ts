import { toHex } from '../../../base/bytes.js'
import { digest } from '../../../crypto/digest.js'
import type { PrivateKey } from '../../../crypto/private-key.js'
import type { PublicKey } from '../../../crypto/public-key.js'
import { parseCertificate, type Certificate } from '../../../formats/x509/certificate.js'
import { subjectKeyIdentifierOf } from '../../../formats/x509/extensions.js'
import { loadAsn1Writer } from './asn1-library.js'
import type { CertificatePlan } from './certificate-plan.js'
import { issuerAddresses, keyIdentifiers, profileExtensions } from './extension-writer.js'
import { newSerialNumber } from './serial-number.js'
import { keySigner } from './structure-signer.js'
import { librarySigner, loadX509Library, toBuffer, type Extension, type X509Library } from './x509-library.js'

/** What issues: a key and its certificate. */
export interface Issuer {
  readonly key: PrivateKey
  readonly certificate: Certificate
}

/**
 * Returns a new certificate, signed by `issuer` or, for a root, by its own key (RFC 5280 §4; EN 319 412-3). The serial number has 126 random
 * bits. What was written is read again by the strict reader.
 */
export async function writeCertificate(
  plan: CertificatePlan,
  issuer: Issuer | { readonly key: PrivateKey; readonly certificate: undefined },
): Promise<Certificate> {
  const x509 = await loadX509Library()
  const { provider, ...signer } = librarySigner(keySigner(issuer.key), plan.publicKey.spki)
  const certificate = await x509.X509CertificateGenerator.create(
    {
      serialNumber: toHex(newSerialNumber()),
      issuer: new x509.Name(toBuffer(issuer.certificate?.subject.der ?? plan.subject)),
      notBefore: new Date(plan.notBefore),
      notAfter: new Date(plan.notAfter),
      subject: new x509.Name(toBuffer(plan.subject)),
      publicKey: toBuffer(plan.publicKey.spki),
      extensions: [...(await extensionsOf(plan, issuer.certificate, x509))],
      ...signer,
    },
    provider,
  )
  return parseCertificate(new Uint8Array(certificate.rawData))
}

async function extensionsOf(
  plan: CertificatePlan,
  issuer: Certificate | undefined,
  x509: X509Library,
): Promise<readonly Extension[]> {
  const own = await keyIdentifierOf(plan.publicKey)
  return [
    ...profileExtensions(plan, { x509, asn1: await loadAsn1Writer() }),
    ...keyIdentifiers({ own, issuer: issuer === undefined ? own : issuerIdentifierOf(issuer) }, x509),
    ...issuerAddresses(plan, x509),
  ]
}

/** RFC 7093 §2 (1): the leftmost 160 bits of the SHA-256 of the public key. */
async function keyIdentifierOf(key: PublicKey): Promise<Uint8Array> {
  return (await digest('SHA-256', [key.material])).subarray(0, 20)
}

/** Returns the key identifier by which what `issuer` signs names it; empty when its certificate has none. */
export function issuerIdentifierOf(issuer: Certificate): Uint8Array {
  return subjectKeyIdentifierOf(issuer) ?? new Uint8Array(0)
}
