import { whenReady } from '../../base/awaitable.js'
import { equalBytes, toHex, type Awaitable } from '../../base/bytes.js'
import { digest } from '../../crypto/digest.js'
import { ownedCertificate } from '../../formats/x509/certificate.js'
import type { Certificate } from '../../formats/x509/certificate.js'
import { firstValue, formatName } from '../../formats/x509/name.js'
import { NAME_ATTRIBUTE } from '../../formats/x509/oids.js'

/** What a certificate says, as text. It comes from the file: escape it before it is shown. */
export interface CertificateText {
  /** RFC 4514. */
  readonly subject: string
  readonly issuer: string
  /** Lower-case hexadecimal. */
  readonly serialNumber: string
  /** The organisation, else the common name. */
  readonly legalName?: string
  /** SHA-256 of the certificate, lower-case hexadecimal. */
  readonly fingerprint: string
  /** ISO 8601. */
  readonly notBefore: string
  readonly notAfter: string
}

/** A certificate with what is derived from it once. */
export class KnownCertificate {
  readonly certificate: Certificate
  readonly sha256: Uint8Array
  readonly text: CertificateText

  /** Throws `Malformed('der.*')` for names that cannot be read. */
  constructor(certificate: Certificate, sha256: Uint8Array) {
    this.certificate = certificate
    this.sha256 = sha256
    this.text = textOf(certificate, sha256)
  }
}

function textOf(certificate: Certificate, sha256: Uint8Array): CertificateText {
  const { subject, issuer, serialNumber, notBefore, notAfter } = certificate
  const legalName =
    firstValue(subject, NAME_ATTRIBUTE.organization) ?? firstValue(subject, NAME_ATTRIBUTE.commonName)
  return {
    subject: formatName(subject),
    issuer: formatName(issuer),
    serialNumber: toHex(serialNumber),
    ...(legalName === undefined ? {} : { legalName }),
    fingerprint: toHex(sha256),
    notBefore: new Date(notBefore).toISOString(),
    notAfter: new Date(notAfter).toISOString(),
  }
}

const CAPACITY = 256

/**
 * Certificates that were parsed before, so that a verifier that sees the same signers again parses each once. What is found is equal byte
 * for byte to what was asked for. Nothing about trust is kept.
 */
export class KnownCertificates {
  readonly #known = new Map<number, KnownCertificate>()

  /** Returns the certificate that `der` is, at once on Node. Throws `Malformed('der.*' | 'certificate.malformed')`. */
  parse(der: Uint8Array): Awaitable<KnownCertificate> {
    return this.find(der) ?? this.#add(der)
  }

  /** Returns the certificate that `der` is if it was parsed before. */
  find(der: Uint8Array): KnownCertificate | undefined {
    const known = this.#known.get(placeOf(der))
    return known !== undefined && equalBytes(known.certificate.der, der) ? known : undefined
  }

  #add(der: Uint8Array): Awaitable<KnownCertificate> {
    // On bytes of its own: the file that it came from is not kept in memory for it.
    const certificate = ownedCertificate(der)
    return whenReady(digest('SHA-256', [certificate.der]), (sha256) => {
      const known = new KnownCertificate(certificate, sha256)
      this.#makeRoom()
      this.#known.set(placeOf(certificate.der), known)
      return known
    })
  }

  /** The oldest goes first. */
  #makeRoom(): void {
    if (this.#known.size < CAPACITY) return
    for (const oldest of this.#known.keys()) {
      this.#known.delete(oldest)
      return
    }
  }
}

/** The end of a certificate is its signature value, which no two share; who makes two that do only makes us parse again. */
function placeOf(der: Uint8Array): number {
  let place = 0
  for (let index = Math.max(0, der.length - 6); index < der.length; index++)
    place = place * 256 + (der[index] ?? 0)
  return place
}
