import { equalBytes } from '../../base/bytes.js'
import { FiscalSealError, Malformed } from '../../base/errors.js'
import { parseSignedData, type SignedData } from '../../formats/cms/signed-data.js'
import type { PdfFile } from '../../formats/pdf/file.js'
import type { SignatureField } from '../../formats/pdf/form-fields.js'
import { PdfString } from '../../formats/pdf/values.js'
import type { Certificate } from '../../formats/x509/certificate.js'
import { parseCertificate } from '../../formats/x509/certificate.js'
import { nameEquals } from '../../formats/x509/name.js'

/**
 * Throws `FiscalSealError('sign.already-sealed')` when one of the signatures was made with the key of `certificate`: a till that seals the
 * same receipt twice has a fault, and a second seal says nothing that the first does not.
 */
export function checkNotSealedBy(
  file: PdfFile,
  signed: readonly SignatureField[],
  certificate: Certificate,
): void {
  const earlier = signed.find((field) => isSealedBy(file, field, certificate))
  if (earlier === undefined) return
  throw new FiscalSealError(
    'sign.already-sealed',
    `Field ${earlier.name} holds a seal of the same identity.\nPass again: true if it is meant to be sealed twice.`,
  )
}

function isSealedBy(file: PdfFile, { signature }: SignatureField, certificate: Certificate): boolean {
  const contents = signature && file.get(signature, 'Contents')
  if (!(contents instanceof PdfString)) return false
  const signer = signerOf(contents)
  return signer !== undefined && equalBytes(signer.spki, certificate.spki)
}

/** A signature that cannot be read was not made by us; what it is worth is for those who verify. */
function signerOf(contents: PdfString): Certificate | undefined {
  try {
    return signerIn(parseSignedData(contents.bytes))
  } catch (error) {
    if (error instanceof Malformed) return undefined
    throw error
  }
}

function signerIn({ signerInfos, certificates }: SignedData): Certificate | undefined {
  const sid = signerInfos[0]?.sid
  if (sid?.kind !== 'issuer-and-serial') return undefined
  return certificates
    .map((der) => parseCertificate(der))
    .find(
      ({ issuer, serialNumber }) =>
        equalBytes(serialNumber, sid.serialNumber) && nameEquals(issuer, sid.issuer),
    )
}
