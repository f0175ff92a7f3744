import { toBase64 } from '../../base/base64.js'
import { toHex, type Awaitable } from '../../base/bytes.js'
import { FiscalSealError } from '../../base/errors.js'
import type { Certificate } from '../../formats/x509/certificate.js'
import { formatName } from '../../formats/x509/name.js'

/** A certificate that was issued, as an authority remembers it. */
export interface IssuedCertificate {
  /** Lower-case hexadecimal. */
  readonly serialNumber: string
  readonly subject: string
  readonly notBefore: string
  readonly notAfter: string
  /** The certificate itself, base64 of DER; absent in what was kept by the first format of the file. */
  readonly certificate?: string
}

/**
 * Where an authority keeps the certificates that it issued. Nothing is handed out before `add` is done, so that what keeps them for good
 * (a folder, a database) knows of every certificate that anybody has.
 */
export interface CertificateRegister {
  /** Keeps a certificate; done once it cannot be lost. Throws `FiscalSealError('authority.invalid')` when its serial number is taken. */
  add(certificate: Certificate): Awaitable<void>
  /** Returns what is kept under a serial number in lower-case hexadecimal, or `undefined`. */
  find(serialNumber: string): IssuedCertificate | undefined
  /** Returns all, the oldest first. */
  list(): readonly IssuedCertificate[]
}

/** Returns a register in memory that begins with `issued`. */
export function memoryRegister(issued: readonly IssuedCertificate[] = []): CertificateRegister {
  const kept = new Map(issued.map((each) => [each.serialNumber, each]))
  return {
    add: (certificate) => {
      const record = recordOf(certificate)
      if (kept.has(record.serialNumber)) throw serialNumberTaken(record.serialNumber)
      kept.set(record.serialNumber, record)
    },
    find: (serialNumber) => kept.get(serialNumber),
    list: () => [...kept.values()],
  }
}

/** Returns what is remembered of a certificate. */
export function recordOf(certificate: Certificate): IssuedCertificate {
  return {
    serialNumber: toHex(certificate.serialNumber),
    subject: formatName(certificate.subject),
    notBefore: new Date(certificate.notBefore).toISOString(),
    notAfter: new Date(certificate.notAfter).toISOString(),
    certificate: toBase64(certificate.der),
  }
}

/** Returns the error of a serial number that would be used twice. */
export function serialNumberTaken(serialNumber: string): FiscalSealError {
  return new FiscalSealError('authority.invalid', `The serial number ${serialNumber} was used already.`)
}
