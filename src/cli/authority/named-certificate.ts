import { existsSync } from 'node:fs'
import { toHex } from '../../base/bytes.js'
import { FiscalSealError, Malformed } from '../../base/errors.js'
import { TAG } from '../../formats/der/tag.js'
import { parseCertificate, type Certificate } from '../../formats/x509/certificate.js'
import { parsePem, pemText } from '../../formats/x509/pem.js'
import { isSerialNumber } from '../../trust/issuing/writing/serial-number.js'
import { readInputFile } from '../input-file.js'

const MAX_LENGTH = 1024 * 1024

/** Returns the serial number, in lower-case hexadecimal, that an argument is, or that of the first certificate in the file it names. */
export function readSerialNumber(argument: string): string {
  const digits = argument.replaceAll(':', '').toLowerCase()
  if (isSerialNumber(digits) && !existsSync(argument)) return digits
  return toHex(readCertificateIn(argument).serialNumber)
}

/** Returns the first certificate in a file, PEM or DER. Throws `FiscalSealError('file.not-found' | 'argument.invalid')`. */
export function readCertificateIn(path: string): Certificate {
  const bytes = readInputFile(path, MAX_LENGTH)
  try {
    if (bytes[0] === TAG.sequence) return parseCertificate(bytes)
    const block = parsePem(pemText(bytes)).find(({ label }) => label === 'CERTIFICATE')
    if (block !== undefined) return parseCertificate(block.der)
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
  }
  throw new FiscalSealError('argument.invalid', `The file ${path} holds no certificate that can be read.`)
}
