import { fromBase64 } from '../../../base/base64.js'
import { FiscalSealError, Malformed } from '../../../base/errors.js'
import { parseCertificate, type Certificate } from '../../../formats/x509/certificate.js'
import { isPem, parsePem, pemText } from '../../../formats/x509/pem.js'
import type { ListSigner } from './trusted-lists-options.js'

/** Returns the certificates that a caller states; throws `FiscalSealError('argument.invalid')` with the place `path` of what is none. */
export function readSigners(signers: readonly ListSigner[], path: string): readonly Certificate[] {
  return signers.flatMap((signer, index) => {
    try {
      return toDer(signer).map(parseCertificate)
    } catch (cause) {
      if (!(cause instanceof Malformed)) throw cause
      throw new FiscalSealError('argument.invalid', `${path}[${index}] is no certificate.`, { cause })
    }
  })
}

function toDer(signer: ListSigner): readonly Uint8Array[] {
  const text = typeof signer === 'string' ? signer : isPem(signer) ? pemText(signer) : undefined
  if (text === undefined) return [signer as Uint8Array]
  if (!text.includes('-----BEGIN')) return [fromBase64(text) ?? new Uint8Array()]
  return parsePem(text)
    .filter(({ label }) => label === 'CERTIFICATE')
    .map(({ der }) => der)
}

/** Returns the certificates in `ders` that can be read: of those that a list of lists names, one may be odd. */
export function readableCertificates(ders: readonly Uint8Array[]): readonly Certificate[] {
  return ders.flatMap((der) => {
    try {
      return [parseCertificate(der)]
    } catch (error) {
      if (error instanceof Malformed) return []
      throw error
    }
  })
}
