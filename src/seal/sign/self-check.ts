import { equalBytes } from '../../base/bytes.js'
import { FiscalSealError, Malformed } from '../../base/errors.js'
import type { Finding } from '../../base/findings/finding.js'
import type { OperationCounter } from '../../crypto/signature.js'
import { PdfFile } from '../../formats/pdf/file.js'
import { signatureFields } from '../../formats/pdf/form-fields.js'
import type { Identity } from '../../trust/keys/identity.js'
import { checkByteRange } from '../signature/byte-range.js'
import { readCmsSignature } from '../signature/cms-signature.js'
import { checkIntegrity } from '../signature/integrity.js'
import { readSignatureDictionary } from '../signature/signature-dictionary.js'
import { checkSignedAttributes } from '../signature/signed-attributes.js'
import { identifySigner } from '../signature/signer.js'
import type { Embedded } from './embed.js'
import type { SigningMaterial } from './signing-material.js'

/** What was meant to be written. */
export interface OwnSeal {
  readonly field: string
  readonly subFilter: 'ETSI.CAdES.detached' | 'adbe.pkcs7.detached'
  readonly identity: Identity
  readonly material: SigningMaterial
  readonly counter: OperationCounter | undefined
}

/**
 * Reads the sealed file from its end, as a stranger would, and verifies the new signature with the digest that was signed: coverage, attributes,
 * signer, arithmetic. Throws `FiscalSealError('sign.self-check')`; nothing is returned that did not verify (DESIGN §2, property 6).
 */
export async function checkOwnSeal(embedded: Embedded, seal: OwnSeal): Promise<void> {
  const findings = await findingsOf(embedded, seal)
  const [found] = findings
  if (found === undefined) return
  throw failed(`${found.code}: ${found.detail ?? found.message}`)
}

async function findingsOf(embedded: Embedded, seal: OwnSeal): Promise<readonly Finding[]> {
  try {
    return await readAgain(embedded, seal)
  } catch (error) {
    throw error instanceof Malformed ? failed(error.message, error) : error
  }
}

async function readAgain(
  { output, byteRange, digest }: Embedded,
  seal: OwnSeal,
): Promise<readonly Finding[]> {
  const { identity, material, subFilter, counter } = seal
  const file = PdfFile.open(output)
  const field = signatureFields(file).find(({ name }) => name === seal.field)
  if (field === undefined) throw failed('the field is not there')
  const dictionary = readSignatureDictionary(file, field)
  const { contents } = dictionary
  if (contents === undefined || dictionary.byteRange?.join() !== byteRange.join())
    throw failed('the dictionary is not what was written')
  const { range, coverage, findings } = checkByteRange({
    byteRange,
    contents,
    revisions: file.revisions,
    fileSize: output.size,
  })
  const { cms, findings: cmsFindings } = readCmsSignature(contents.bytes)
  if (range === undefined || cms === undefined || coverage !== 'whole-file')
    throw failed('the signature does not cover the file')
  const signer = await identifySigner(cms, material.known)
  if (
    !signer.isNamed ||
    signer.signer === undefined ||
    !equalBytes(signer.signer.certificate.der, identity.certificate.der)
  ) {
    throw failed('the signature names another certificate')
  }
  const known = { algorithm: material.digest, value: digest }
  const integrity = await checkIntegrity({
    content: { source: output, range, digest: known },
    signer: cms.signer,
    key: identity.publicKey,
    counter,
  })
  return [
    ...dictionary.findings,
    ...findings,
    ...cmsFindings,
    ...signer.findings,
    ...checkSignedAttributes(cms, subFilter),
    ...integrity.findings,
  ]
}

function failed(what: string, cause?: unknown): FiscalSealError {
  return new FiscalSealError(
    'sign.self-check',
    `What was written does not verify (${what}); nothing is returned.`,
    { cause },
  )
}
