import { toHex } from '../../../base/bytes.js'
import { EXTENSION, KEY_PURPOSE } from '../../../formats/x509/oids.js'
import type { Asn1Part, Asn1Writer } from './asn1-library.js'
import type { ExtensionPlan } from './certificate-plan.js'
import { toBuffer, type Extension, type X509Library } from './x509-library.js'

/** What writes extensions of certificates. */
export interface ExtensionTools {
  readonly x509: X509Library
  readonly asn1: Asn1Writer
}

/** Returns what a certificate may be used for (RFC 5280 §4.2.1.3, §4.2.1.9, §4.2.1.12). */
export function profileExtensions(plan: ExtensionPlan, { x509, asn1 }: ExtensionTools): readonly Extension[] {
  const { digitalSignature, keyCertSign, cRLSign } = x509.KeyUsageFlags
  const endEntity = new x509.BasicConstraintsExtension(false, undefined, true)
  switch (plan.profile) {
    case 'authority':
      return [
        new x509.BasicConstraintsExtension(true, plan.pathLength, true),
        new x509.KeyUsagesExtension(keyCertSign | cRLSign, true),
      ]
    case 'seal':
      return [endEntity, ...sealPurposes(x509)]
    case 'ocsp':
      return [
        endEntity,
        new x509.KeyUsagesExtension(digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([KEY_PURPOSE.ocspSigning], false),
        // RFC 6960 §4.2.2.2.1. The package has no class for it.
        new x509.Extension(EXTENSION.ocspNoCheck, false, toBuffer(asn1.toDer(asn1.null()))),
      ]
    case 'time-stamp':
      return [
        endEntity,
        new x509.KeyUsagesExtension(digitalSignature, true),
        // RFC 3161 §2.3: the only purpose, and critical.
        new x509.ExtendedKeyUsageExtension([KEY_PURPOSE.timeStamping], true),
      ]
  }
}

/** Returns keyUsage, critical, and extendedKeyUsage of what seals documents (RFC 9336). */
export function sealPurposes(x509: X509Library): readonly Extension[] {
  const { digitalSignature, nonRepudiation } = x509.KeyUsageFlags
  return [
    new x509.KeyUsagesExtension(digitalSignature | nonRepudiation, true),
    new x509.ExtendedKeyUsageExtension([KEY_PURPOSE.documentSigning], false),
  ]
}

/** Returns subjectKeyIdentifier and, with the identifier alone, authorityKeyIdentifier (RFC 5280 §4.2.1.1, §4.2.1.2). */
export function keyIdentifiers(
  keys: { readonly own: Uint8Array; readonly issuer: Uint8Array },
  { SubjectKeyIdentifierExtension, AuthorityKeyIdentifierExtension }: X509Library,
): readonly Extension[] {
  return [
    new SubjectKeyIdentifierExtension(toHex(keys.own)),
    new AuthorityKeyIdentifierExtension(toHex(keys.issuer)),
  ]
}

/** Returns crlDistributionPoints and authorityInfoAccess, as far as there are addresses (RFC 5280 §4.2.1.13, §4.2.2.1), which are ASCII. */
export function issuerAddresses(plan: ExtensionPlan, x509: X509Library): readonly Extension[] {
  const { crlUrl, ocspUrl, issuerUrl } = plan
  const access = {
    ...(ocspUrl === undefined ? {} : { ocsp: ocspUrl }),
    ...(issuerUrl === undefined ? {} : { caIssuers: issuerUrl }),
  }
  return [
    ...(crlUrl === undefined ? [] : [new x509.CRLDistributionPointsExtension([crlUrl])]),
    ...(Object.keys(access).length === 0 ? [] : [new x509.AuthorityInfoAccessExtension(access)]),
  ]
}

/** Returns an Extension that is not critical (RFC 5280 §4.1.2.9), for lists and answers. */
export function writeExtension(asn1: Asn1Writer, oid: string, value: Asn1Part): Asn1Part {
  return asn1.sequence(asn1.oid(oid), asn1.octetString(asn1.toDer(value)))
}
