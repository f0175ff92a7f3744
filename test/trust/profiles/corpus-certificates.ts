import { createHash } from 'node:crypto'
import { fromBase64 } from '../../../src/base/base64.js'
import { Malformed } from '../../../src/base/errors.js'
import { parseCertificate, type Certificate } from '../../../src/formats/x509/certificate.js'

/** Returns the first half of the SHA-256 of a certificate, hexadecimal. */
export const fingerprintOf = ({ der }: Certificate): string =>
  createHash('sha256').update(der).digest('hex').slice(0, 16)

/** Returns every certificate that begins anywhere in `bytes`: of a CMS, a DER file, or several in a row. */
export function certificatesIn(bytes: Uint8Array): readonly Certificate[] {
  const found: Certificate[] = []
  for (let at = 0; at + 8 < bytes.length; at++) {
    // Both the certificate and what is signed in it are longer than 255 bytes.
    if (!isLongSequence(bytes, at) || !isLongSequence(bytes, at + 4)) continue
    const length = 4 + ((bytes[at + 2] ?? 0) << 8) + (bytes[at + 3] ?? 0)
    const certificate = tryParse(bytes.slice(at, at + length))
    if (certificate !== undefined) found.push(certificate)
  }
  return found
}

function isLongSequence(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0x30 && bytes[at + 1] === 0x82
}

function tryParse(der: Uint8Array): Certificate | undefined {
  try {
    return parseCertificate(der)
  } catch (error) {
    if (error instanceof Malformed) return undefined
    throw error
  }
}

/** Returns the certificates in the signatures of a PDF: those in long hexadecimal strings. */
export function certificatesInPdf(pdf: Uint8Array): readonly Certificate[] {
  const text = new TextDecoder('latin1').decode(pdf)
  return Array.from(text.matchAll(/<([0-9A-Fa-f]{2000,})>/g)).flatMap(([, digits = '']) =>
    certificatesIn(new Uint8Array(Buffer.from(digits, 'hex'))),
  )
}

/** Returns the certificates of the services of European trusted lists: JSON with base64 of DER. */
export function certificatesOfServices(json: Uint8Array): readonly Certificate[] {
  const lists = JSON.parse(new TextDecoder().decode(json)) as Record<string, { der_b64: string }[]>
  return Object.values(lists)
    .flat()
    .flatMap(({ der_b64: der }) => certificatesIn(fromBase64(der) ?? new Uint8Array(0)))
}
