import { basename } from 'node:path'
import { fromUtf8 } from '../base/bytes.js'
import { FiscalSealError, Malformed } from '../base/errors.js'
import { parsePem } from '../formats/x509/pem.js'
import { TrustStore } from '../trust/store/trust-store.js'
import { listFolder, readInputFile } from './input-file.js'

const ENDINGS = ['.pem', '.crt', '.cer', '.der', '.crl', '.json']

/** Where an authority of one's own keeps what verifiers need; beside it lies what they must not have. */
const TRUST_FILE = 'trust.json'

/**
 * Returns the trust store in files and folders: of a folder its `trust.json`, or else the certificates, CRLs and trust lists in it. Throws
 * `FiscalSealError` `file.not-found` or `trust.invalid`, which name the file.
 */
export function readTrustFiles(paths: readonly string[]): TrustStore {
  const files = paths.flatMap((path) => trustFilesIn(path) ?? [path])
  const inputs = files.map((file) => readInputFile(file))
  try {
    return TrustStore.from(inputs)
  } catch (error) {
    if (!(error instanceof FiscalSealError)) throw error
    throw new FiscalSealError(error.code, nameFiles(error.message, files), { cause: error })
  }
}

function trustFilesIn(path: string): readonly string[] | undefined {
  const files = listFolder(path, ENDINGS)
  const trustFile = files?.find((file) => basename(file) === TRUST_FILE)
  return trustFile === undefined ? files : [trustFile]
}

/** The store counts what it was given; a person knows it by its name. */
function nameFiles(message: string, files: readonly string[]): string {
  return files.reduce((text, file, index) => text.split(`trust[${index}]`).join(file), message)
}

/** Returns the CRLs (DER) in files that hold one in DER or any number in PEM. Throws `FiscalSealError`. */
export function readCrlFiles(paths: readonly string[]): readonly Uint8Array[] {
  return paths.flatMap((path) => elementsIn(path, 'X509 CRL'))
}

/** Returns the OCSP responses (DER) in files that hold one in DER or any number in PEM. Throws `FiscalSealError`. */
export function readOcspFiles(paths: readonly string[]): readonly Uint8Array[] {
  return paths.flatMap((path) => elementsIn(path, 'OCSP RESPONSE'))
}

function elementsIn(path: string, label: string): readonly Uint8Array[] {
  const bytes = readInputFile(path)
  const text = fromUtf8(bytes)
  if (text?.includes('-----BEGIN') !== true) return [bytes]
  try {
    const found = parsePem(text).filter((block) => block.label === label)
    if (found.length > 0) return found.map(({ der }) => der)
    throw new FiscalSealError('argument.invalid', `The file ${path} holds no ${label}.`)
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    throw new FiscalSealError('argument.invalid', `The file ${path} is no well-formed PEM.`, { cause: error })
  }
}
