import { toHex } from '../../base/bytes.js'
import { randomBytes } from '../../crypto/ciphers.js'
import { digest } from '../../crypto/digest.js'
import type { PrivateKey } from '../../crypto/private-key.js'
import type { PublicKey } from '../../crypto/public-key.js'
import { derInteger, derNamedBits } from '../../formats/der/writer.js'
import { parseCertificate, type Certificate } from '../../formats/x509/certificate.js'
import { parseCrl, type CertificateList, type RevocationReason } from '../../formats/x509/crl.js'
import { subjectKeyIdentifierOf } from '../../formats/x509/extensions.js'
import { EXTENSION, KEY_PURPOSE } from '../../formats/x509/oids.js'
import { toolkitSigner } from './authority-signer.js'
import { loadToolkit } from './x509-toolkit.js'

/** What issues: a key and its certificate; a root issues itself and has none yet. */
export interface Issuer {
  readonly key: PrivateKey
  readonly certificate: Certificate
}

/** A certificate to be written. */
export interface CertificateRequest {
  /** Name in DER. */
  readonly subject: Uint8Array
  readonly publicKey: PublicKey
  readonly notBefore: number
  readonly notAfter: number
  /** What it is for: `root` and `issuing` are authorities, `seal` is for documents. */
  readonly profile: 'root' | 'issuing' | 'seal'
  /** Where the CRL of its issuer is published. */
  readonly crlUrl?: string | undefined
}

/** X.690 §8.3: a first octet below 0x80 keeps the number positive, one above 0 keeps it at its length. */
const SERIAL_LENGTH = 16

/** Bits of keyUsage (RFC 5280 §4.2.1.3). */
const DOCUMENT_SIGNING = [0, 1] // digitalSignature, nonRepudiation
const CERTIFICATE_AND_CRL_SIGNING = [5, 6] // keyCertSign, cRLSign

/**
 * Returns a new certificate, signed by `issuer` or, for a root, by `issuer` being its own key (RFC 5280 §4; EN 319 412-3). The serial number has
 * 126 random bits. What was written is read again by the strict reader.
 */
export async function writeCertificate(
  request: CertificateRequest,
  issuer: Issuer | { readonly key: PrivateKey; readonly certificate: undefined },
): Promise<Certificate> {
  const toolkit = await loadToolkit()
  const signer = toolkitSigner(issuer.key)
  const keyIdentifier = await keyIdentifierOf(request.publicKey)
  const authorityIdentifier =
    issuer.certificate === undefined ? keyIdentifier : issuerIdentifier(issuer.certificate)
  const isAuthority = request.profile !== 'seal'
  const { crlUrl } = request
  const usages = derNamedBits(isAuthority ? CERTIFICATE_AND_CRL_SIGNING : DOCUMENT_SIGNING)
  const certificate = await toolkit.X509CertificateGenerator.create(
    {
      serialNumber: newSerialNumber(),
      subject: new toolkit.Name(toBuffer(request.subject)),
      issuer: new toolkit.Name(toBuffer(issuer.certificate?.subject.der ?? request.subject)),
      notBefore: new Date(request.notBefore),
      notAfter: new Date(request.notAfter),
      publicKey: toBuffer(request.publicKey.spki),
      signingAlgorithm: signer.signingAlgorithm,
      signingKey: signer.signingKey,
      extensions: [
        new toolkit.BasicConstraintsExtension(
          isAuthority,
          request.profile === 'issuing' ? 0 : undefined,
          true,
        ),
        new toolkit.Extension(EXTENSION.keyUsage, true, toBuffer(usages)),
        new toolkit.SubjectKeyIdentifierExtension(toHex(keyIdentifier)),
        new toolkit.AuthorityKeyIdentifierExtension(toHex(authorityIdentifier)),
        ...(isAuthority ? [] : [new toolkit.ExtendedKeyUsageExtension([KEY_PURPOSE.documentSigning])]),
        ...(crlUrl === undefined ? [] : [new toolkit.CRLDistributionPointsExtension([crlUrl])]),
      ],
    },
    signer.provider,
  )
  return parseCertificate(new Uint8Array(certificate.rawData))
}

function newSerialNumber(): string {
  const serialNumber = randomBytes(SERIAL_LENGTH)
  serialNumber[0] = ((serialNumber[0] ?? 0) & 0x7f) | 0x40
  return toHex(serialNumber)
}

/** RFC 7093 §2 (1): the leftmost 160 bits of the SHA-256 of the public key. */
async function keyIdentifierOf(key: PublicKey): Promise<Uint8Array> {
  return (await digest('SHA-256', [key.material])).subarray(0, 20)
}

function issuerIdentifier(issuer: Certificate): Uint8Array {
  return subjectKeyIdentifierOf(issuer) ?? new Uint8Array(0)
}

/** An entry of a CRL to be written. */
export interface Revocation {
  /** Lower-case hexadecimal of the content octets. */
  readonly serialNumber: string
  /** Milliseconds since 1970. */
  readonly at: number
  readonly reason: RevocationReason
}

/** A CRL to be written. */
export interface CrlRequest {
  readonly number: number
  readonly thisUpdate: number
  readonly nextUpdate: number
  readonly revoked: readonly Revocation[]
}

/** Returns a new full CRL of `issuer` (RFC 5280 §5), read again by the strict reader. */
export async function writeCrl(request: CrlRequest, issuer: Issuer): Promise<CertificateList> {
  const toolkit = await loadToolkit()
  const signer = toolkitSigner(issuer.key)
  const crl = await toolkit.X509CrlGenerator.create(
    {
      issuer: new toolkit.Name(toBuffer(issuer.certificate.subject.der)),
      thisUpdate: new Date(request.thisUpdate),
      nextUpdate: new Date(request.nextUpdate),
      signingAlgorithm: signer.signingAlgorithm,
      signingKey: signer.signingKey,
      entries: request.revoked.map(({ serialNumber, at, reason }) => ({
        serialNumber,
        revocationDate: new Date(at),
        reason: toolkit.X509CrlReason[reason],
        // An entry without any extension would get an empty list of them, which RFC 5280 §5.1 does not allow.
        invalidity: new Date(at),
      })),
      extensions: [
        new toolkit.AuthorityKeyIdentifierExtension(toHex(issuerIdentifier(issuer.certificate))),
        new toolkit.Extension(EXTENSION.crlNumber, false, toBuffer(derInteger(request.number))),
      ],
    },
    signer.provider,
  )
  return parseCrl(new Uint8Array(crl.rawData))
}

function toBuffer(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer
}
