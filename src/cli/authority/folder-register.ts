import { statSync } from 'node:fs'
import { join } from 'node:path'
import { fromUtf8, toHex, toUtf8 } from '../../base/bytes.js'
import { FiscalSealError, Malformed } from '../../base/errors.js'
import { parseCertificate, type Certificate } from '../../formats/x509/certificate.js'
import { parsePem, toPem } from '../../formats/x509/pem.js'
import {
  recordOf,
  serialNumberTaken,
  type CertificateRegister,
  type IssuedCertificate,
} from '../../trust/issuing/certificate-register.js'
import { isSerialNumber } from '../../trust/issuing/writing/serial-number.js'
import { namesIn, readInputFile } from '../input-file.js'
import { writeOutputFolder } from '../output-file.js'
import { systemCode } from '../system-error.js'

const ENDING = '.pem'

/**
 * Returns a register that keeps each certificate in a file of its own, named by its serial number, in `certificates` of the folder: what is kept
 * costs nothing when more is added, and a file that is there is complete. `earlier` are those that an earlier format kept elsewhere.
 */
export function folderRegister(folder: string, earlier: readonly IssuedCertificate[]): CertificateRegister {
  const place = join(folder, 'certificates')
  const before = new Map(earlier.map((each) => [each.serialNumber, each]))
  const find = (serialNumber: string): IssuedCertificate | undefined =>
    before.get(serialNumber) ?? (isSerialNumber(serialNumber) ? readRecord(place, serialNumber) : undefined)
  return {
    add: (certificate) => {
      addFile(place, certificate, before)
    },
    find,
    list: () => [...earlier, ...serialNumbersIn(place).flatMap((each) => find(each) ?? [])].sort(byAge),
  }
}

function addFile(
  place: string,
  certificate: Certificate,
  before: ReadonlyMap<string, IssuedCertificate>,
): void {
  const serialNumber = toHex(certificate.serialNumber)
  if (before.has(serialNumber)) throw serialNumberTaken(serialNumber)
  const path = join(place, `${serialNumber}${ENDING}`)
  try {
    writeOutputFolder(place, [{ path, bytes: toUtf8(toPem('CERTIFICATE', certificate.der)) }])
  } catch (error) {
    if (error instanceof FiscalSealError && error.code === 'file.exists')
      throw serialNumberTaken(serialNumber)
    throw error
  }
}

function readRecord(place: string, serialNumber: string): IssuedCertificate | undefined {
  const path = join(place, `${serialNumber}${ENDING}`)
  const bytes = readIfThere(path)
  if (bytes === undefined) return undefined
  try {
    const [block] = parsePem(fromUtf8(bytes) ?? '')
    const record = block === undefined ? undefined : recordOf(parseCertificate(block.der))
    if (record?.serialNumber === serialNumber) return record
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
  }
  throw new FiscalSealError('authority.invalid', `${path} is not the certificate that its name says.`)
}

/** What is there and cannot be read was issued all the same: nobody may hear that it never was. */
function readIfThere(path: string): Uint8Array | undefined {
  try {
    return readInputFile(path)
  } catch (error) {
    if (error instanceof FiscalSealError && systemCode(error.cause) === 'ENOENT') return undefined
    throw error
  }
}

/** In the order in which they were written: certificates know whole seconds. */
function serialNumbersIn(place: string): readonly string[] {
  return namesIn(place)
    .filter((name) => name.endsWith(ENDING) && isSerialNumber(name.slice(0, -ENDING.length)))
    .map((name) => ({ name, written: statSync(join(place, name)).mtimeMs }))
    .sort((left, right) => left.written - right.written)
    .map(({ name }) => name.slice(0, -ENDING.length))
}

function byAge(left: IssuedCertificate, right: IssuedCertificate): number {
  return left.notBefore < right.notBefore ? -1 : left.notBefore > right.notBefore ? 1 : 0
}
