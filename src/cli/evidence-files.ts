import { FiscalSealError, Malformed } from '../base/errors.js'
import { parseCrl } from '../formats/x509/crl.js'
import { parseOcspResponse } from '../formats/x509/ocsp-response.js'
import { isPem, parsePem, pemText } from '../formats/x509/pem.js'
import { readInputFile } from './input-file.js'

/** Returns the CRLs (DER) in files that hold one in DER or any number in PEM. Throws `FiscalSealError`. */
export function readCrlFiles(paths: readonly string[]): readonly Uint8Array[] {
  return paths.flatMap((path) => elementsIn(path, { label: 'X509 CRL', name: 'CRL', parse: parseCrl }))
}

/** Returns the OCSP responses (DER) in files that hold one in DER or any number in PEM. Throws `FiscalSealError`. */
export function readOcspFiles(paths: readonly string[]): readonly Uint8Array[] {
  const kind = { label: 'OCSP RESPONSE', name: 'OCSP response', parse: parseOcspResponse }
  return paths.flatMap((path) => elementsIn(path, kind))
}

/** What a file is to hold. */
interface Kind {
  /** In PEM. */
  readonly label: string
  /** For messages. */
  readonly name: string
  readonly parse: (der: Uint8Array) => unknown
}

/** What does not parse is refused here: later nobody knows from which file it came. */
function elementsIn(path: string, { label, name, parse }: Kind): readonly Uint8Array[] {
  const bytes = readInputFile(path)
  try {
    const found = isPem(bytes)
      ? parsePem(pemText(bytes)).flatMap((block) => (block.label === label ? [block.der] : []))
      : [bytes]
    if (found.length === 0)
      throw new FiscalSealError('argument.invalid', `The file ${path} holds no ${label}.`)
    for (const der of found) parse(der)
    return found
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    const message = `The file ${path} is no ${name} in DER or PEM (${error.message}).`
    throw new FiscalSealError('argument.invalid', message, { cause: error })
  }
}
