import { fromUtf8 } from '../base/bytes.js'
import { FiscalSealError, Malformed } from '../base/errors.js'
import { parsePem } from '../formats/x509/pem.js'
import { readInputFile } from './input-file.js'

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
