import { whenReady } from '../../base/awaitable.js'
import { equalBytes, type Awaitable } from '../../base/bytes.js'
import { FiscalSealError, Malformed } from '../../base/errors.js'
import type { Finding } from '../../base/findings/finding.js'
import type { OperationCounter } from '../../crypto/signature.js'
import { PdfFile } from '../../formats/pdf/file.js'
import { signatureFields } from '../../formats/pdf/form-fields.js'
import { checkByteRange } from '../signature/byte-range.js'
import { readCmsSignature } from '../signature/ber-cms-signature.js'
import { checkIntegrity } from '../signature/integrity.js'
import { readSignatureDictionary } from '../signature/signature-dictionary.js'
import { checkSignedAttributes } from '../signature/signed-attributes.js'
import { identifySigner, type IdentifiedSigner } from '../signature/signer.js'
import type { Embedded } from './embed.js'
import type { SigningMaterial } from './signing-material.js'

/** What was meant to be written. */
export interface OwnSeal {
  readonly field: string
  readonly subFilter: 'ETSI.CAdES.detached' | 'adbe.pkcs7.detached'
  readonly material: SigningMaterial
  readonly counter: OperationCounter | undefined
}

/**
 * Reads the sealed file from its end, as a stranger would, and verifies the new signature with the digest that was signed: coverage, attributes,
 * signer, arithmetic. Throws `FiscalSealError('sign.self-check')`; nothing is returned that did not verify (DESIGN §2, property 6).
 */
export function checkOwnSeal(embedded: Embedded, seal: OwnSeal): Awaitable<void> {
  try {
    const findings = readAgain(embedded, seal)
    if (findings instanceof Promise) return findings.then(requireNone, refuse)
    requireNone(findings)
  } catch (error) {
    refuse(error)
  }
}

function requireNone([found]: readonly Finding[]): void {
  if (found !== undefined) throw failed(`${found.code}: ${found.detail ?? found.message}`)
}

function refuse(error: unknown): never {
  throw error instanceof Malformed ? failed(error.message, error) : error
}

function readAgain({ output, byteRange, digest }: Embedded, seal: OwnSeal): Awaitable<readonly Finding[]> {
  const { material, subFilter, counter } = seal
  const file = PdfFile.open(output)
  const field = signatureFields(file).find(({ name }) => name === seal.field)
  if (field === undefined) throw failed('the field is not there')
  const dictionary = readSignatureDictionary(file, field)
  const { contents } = dictionary
  if (contents === undefined || !isSame(dictionary.byteRange, byteRange))
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
  return whenReady(identifySigner(cms, material.known), (signer) => {
    requireOwn(signer, material)
    const known = { algorithm: material.digest, value: digest }
    const content = { source: output, range, digest: known }
    const integrity = checkIntegrity({ content, signer: cms.signer, key: material.publicKey, counter })
    return whenReady(integrity, (outcome) =>
      dictionary.findings.concat(
        findings,
        cmsFindings,
        signer.findings,
        checkSignedAttributes(cms, subFilter),
        outcome.findings,
      ),
    )
  })
}

function isSame(read: readonly number[] | undefined, written: readonly number[]): boolean {
  return read?.length === written.length && read.every((offset, index) => offset === written[index])
}

function requireOwn({ isNamed, signer }: IdentifiedSigner, { certificate }: SigningMaterial): void {
  if (isNamed && signer !== undefined && equalBytes(signer.certificate.der, certificate.der)) return
  throw failed('the signature names another certificate')
}

function failed(what: string, cause?: unknown): FiscalSealError {
  return new FiscalSealError(
    'sign.self-check',
    `What was written does not verify (${what}); nothing is returned.`,
    { cause },
  )
}
