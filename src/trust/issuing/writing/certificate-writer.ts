import { digest } from '../../../crypto/digest.js'
import type { PrivateKey } from '../../../crypto/private-key.js'
import type { PublicKey } from '../../../crypto/public-key.js'
import { signatureIdentifier } from '../../../formats/cms/algorithm-identifier.js'
import { derContext, derElement, derInteger, derSequence, derTime } from '../../../formats/der/writer.js'
import { TAG } from '../../../formats/der/tag.js'
import { parseCertificate, type Certificate } from '../../../formats/x509/certificate.js'
import { subjectKeyIdentifierOf } from '../../../formats/x509/extensions.js'
import { KEY_PURPOSE } from '../../../formats/x509/oids.js'
import {
  authorityInformation,
  authorityKeyIdentifier,
  basicConstraints,
  crlDistributionPoint,
  extendedKeyUsage,
  keyUsage,
  ocspNoCheck,
  subjectKeyIdentifier,
  type IssuerAddresses,
} from './extension-writer.js'
import { newSerialNumber } from './serial-number.js'
import { keySigner, signStructure } from './structure-signer.js'

/** What issues: a key and its certificate. */
export interface Issuer {
  readonly key: PrivateKey
  readonly certificate: Certificate
}

/**
 * What a certificate is for: `authority` issues others, `seal` is for documents, `ocsp` answers for its issuer (RFC 6960 §4.2.2.2),
 * `time-stamp` stamps (RFC 3161 §2.3).
 */
export type Profile = 'authority' | 'seal' | 'ocsp' | 'time-stamp'

/** A certificate to be written. */
export interface CertificatePlan extends IssuerAddresses {
  /** Name in DER. */
  readonly subject: Uint8Array
  readonly publicKey: PublicKey
  readonly notBefore: number
  readonly notAfter: number
  readonly profile: Profile
  /** Of an authority: how many further CAs may follow; any number when absent. */
  readonly pathLength?: number | undefined
  /** Where the CRL of its issuer is published. */
  readonly crlUrl?: string | undefined
}

/** Bits of keyUsage (RFC 5280 §4.2.1.3) and purposes by profile. */
const DIGITAL_SIGNATURE = 0
const NON_REPUDIATION = 1
const KEY_CERT_SIGN = 5
const CRL_SIGN = 6

function profileExtensions({ profile, pathLength }: CertificatePlan): readonly Uint8Array[] {
  switch (profile) {
    case 'authority':
      return [basicConstraints(true, pathLength), keyUsage([KEY_CERT_SIGN, CRL_SIGN])]
    case 'seal':
      return [
        basicConstraints(false),
        keyUsage([DIGITAL_SIGNATURE, NON_REPUDIATION]),
        extendedKeyUsage([KEY_PURPOSE.documentSigning], false),
      ]
    case 'ocsp':
      return [
        basicConstraints(false),
        keyUsage([DIGITAL_SIGNATURE]),
        extendedKeyUsage([KEY_PURPOSE.ocspSigning], false),
        ocspNoCheck(),
      ]
    case 'time-stamp':
      return [
        basicConstraints(false),
        keyUsage([DIGITAL_SIGNATURE]),
        // RFC 3161 §2.3: the only purpose, and critical.
        extendedKeyUsage([KEY_PURPOSE.timeStamping], true),
      ]
  }
}

/**
 * Returns a new certificate, signed by `issuer` or, for a root, by its own key (RFC 5280 §4; EN 319 412-3). The serial number has 126 random
 * bits. What was written is read again by the strict reader.
 */
export async function writeCertificate(
  plan: CertificatePlan,
  issuer: Issuer | { readonly key: PrivateKey; readonly certificate: undefined },
): Promise<Certificate> {
  const signer = keySigner(issuer.key)
  const toBeSigned = derSequence(
    derContext(0, derInteger(2)),
    derElement(TAG.integer, newSerialNumber()),
    signatureIdentifier(signer.scheme),
    issuer.certificate?.subject.der ?? plan.subject,
    derSequence(derTime(plan.notBefore), derTime(plan.notAfter)),
    plan.subject,
    plan.publicKey.spki,
    derContext(3, derSequence(...(await extensionsOf(plan, issuer.certificate)))),
  )
  return parseCertificate(await signStructure(toBeSigned, signer))
}

async function extensionsOf(
  plan: CertificatePlan,
  issuer: Certificate | undefined,
): Promise<readonly Uint8Array[]> {
  const own = await keyIdentifierOf(plan.publicKey)
  return [
    ...profileExtensions(plan),
    subjectKeyIdentifier(own),
    authorityKeyIdentifier(issuer === undefined ? own : issuerIdentifierOf(issuer)),
    ...(plan.crlUrl === undefined ? [] : [crlDistributionPoint(plan.crlUrl)]),
    ...authorityInformation(plan),
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
