import { equalBytes, toHex } from '../../base/bytes.js'
import { digest } from '../../crypto/digest.js'
import { parseCertificate } from '../../formats/x509/certificate.js'
import type { Certificate } from '../../formats/x509/certificate.js'

/** A certificate with its SHA-256. */
export interface KnownCertificate {
  readonly certificate: Certificate
  readonly sha256: Uint8Array
  /** The same in lower-case hexadecimal. */
  readonly fingerprint: string
}

const CAPACITY = 256

/**
 * Certificates that were parsed before, so that a verifier that sees the same signers again parses each once. What is found is equal byte
 * for byte to what was asked for. Nothing about trust is kept.
 */
export class KnownCertificates {
  readonly #known = new Map<string, KnownCertificate>()

  /** Returns the certificate that `der` is. Throws `Malformed('der.*' | 'certificate.malformed')`. */
  async parse(der: Uint8Array): Promise<KnownCertificate> {
    const place = placeOf(der)
    const known = this.#known.get(place)
    if (known !== undefined && equalBytes(known.certificate.der, der)) return known
    // A copy: the file that it came from is not kept in memory for it.
    const certificate = parseCertificate(der.slice())
    const sha256 = await digest('SHA-256', [certificate.der])
    const parsed = { certificate, sha256, fingerprint: toHex(sha256) }
    this.#makeRoom()
    this.#known.set(place, parsed)
    return parsed
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
function placeOf(der: Uint8Array): string {
  return toHex(der.subarray(-16))
}
