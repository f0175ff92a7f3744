import { toHex } from '../base/bytes.js'
import { finding, type Finding } from '../base/findings/finding.js'
import type { ByteSource } from '../base/source.js'
import type { SignedReceipt } from '../document/model/receipt-json.js'
import { embeddedFiles } from '../formats/pdf/embedded-files.js'
import { PdfFile } from '../formats/pdf/file.js'
import { countPages } from '../formats/pdf/page-tree.js'
import type { Certificate } from '../formats/x509/certificate.js'
import type { CertificateList } from '../formats/x509/crl.js'
import { formatName } from '../formats/x509/name.js'
import { readCmsSignature } from '../seal/signature/ber-cms-signature.js'
import { type FoundSignature, findSignatures } from '../seal/signature/found-signature.js'
import { KnownCertificates } from '../seal/signature/known-certificates.js'
import { identifySigner } from '../seal/signature/signer.js'
import { findDanglingReferences } from '../seal/sign/dangling-references.js'
import { readSignedReceipt } from '../seal/verify/signed-receipt.js'

/** Of the objects that are not there at most so many are named. */
const MOST_NAMED = 20

/** What a certificate says of itself. */
export interface CertificateSummary {
  readonly subject: string
  readonly issuer: string
  /** Lower-case hexadecimal. */
  readonly serialNumber: string
  readonly notBefore: string
  readonly notAfter: string
}

/** What a revocation list says of itself. */
export interface CrlSummary {
  readonly issuer: string
  readonly thisUpdate: string
  readonly nextUpdate: string | null
}

/** What a PDF says of itself. Nothing in it was verified. */
export interface PdfInspection {
  readonly file: string
  readonly kind: 'pdf'
  readonly version: string
  readonly size: number
  readonly pages: number | null
  readonly encrypted: boolean
  readonly revisions: readonly { readonly start: number; readonly end: number; readonly xref: string }[]
  readonly signatures: readonly SignatureSummary[]
  readonly embeddedFiles: readonly {
    readonly name: string
    readonly mediaType: string | null
    readonly relationship: string | null
  }[]
  readonly receipt: SignedReceipt | null
  readonly findings: readonly Finding[]
}

/** What a signature says of itself. */
export interface SignatureSummary {
  readonly field: string
  readonly subFilter: string | null
  readonly byteRange: readonly number[] | null
  readonly coverage: string
  readonly claimedTime: string | null
  readonly signer: CertificateSummary | null
  readonly findings: readonly Finding[]
}

/** Returns what the PDF in `source` holds, in its newest revision. Throws `Malformed` for a file that cannot be read. */
export async function inspectPdf(source: ByteSource, name: string): Promise<PdfInspection> {
  const file = PdfFile.open(source)
  const common = {
    file: name,
    kind: 'pdf',
    version: file.header.version,
    size: source.size,
    encrypted: file.isEncrypted,
    revisions: file.revisions.map(({ start, end, form }) => ({ start, end, xref: form })),
  } as const
  if (file.isEncrypted) {
    return { ...common, pages: null, signatures: [], embeddedFiles: [], receipt: null, findings: [] }
  }
  const { content, findings } = await readSignedReceipt(file)
  const { numbers } = findDanglingReferences(file)
  const dangling = [...numbers].sort((left, right) => left - right)
  const signatures: SignatureSummary[] = []
  for (const found of findSignatures(file)) signatures.push(await signatureSummary(found))
  return {
    ...common,
    pages: countPages(file),
    signatures,
    embeddedFiles: embeddedFiles(file).map(({ name: fileName, mediaType, relationship }) => ({
      name: fileName,
      mediaType: mediaType ?? null,
      relationship: relationship ?? null,
    })),
    receipt: content?.receipt ?? null,
    findings: [
      ...findings,
      ...(dangling.length === 0
        ? []
        : [finding('reference.dangling', dangling.slice(0, MOST_NAMED).join(' '))]),
    ],
  }
}

async function signatureSummary(found: FoundSignature): Promise<SignatureSummary> {
  const { field, dictionary, coverage } = found
  const signer = dictionary.contents === undefined ? undefined : await signerOf(dictionary.contents.bytes)
  return {
    field,
    subFilter: dictionary.subFilterName,
    byteRange: dictionary.byteRange ?? null,
    coverage: coverage.coverage,
    claimedTime: dictionary.claimedTime,
    signer: signer === undefined ? null : certificateSummary(signer),
    findings: found.findings,
  }
}

async function signerOf(contents: Uint8Array): Promise<Certificate | undefined> {
  const { cms } = readCmsSignature(contents)
  if (cms === undefined) return undefined
  const { signer } = await identifySigner(cms, new KnownCertificates())
  return signer?.certificate
}

/** Returns what `certificate` says of itself. */
export function certificateSummary(certificate: Certificate): CertificateSummary {
  const { subject, issuer, serialNumber, notBefore, notAfter } = certificate
  return {
    subject: formatName(subject),
    issuer: formatName(issuer),
    serialNumber: toHex(serialNumber),
    notBefore: new Date(notBefore).toISOString(),
    notAfter: new Date(notAfter).toISOString(),
  }
}

/** Returns what `crl` says of itself. */
export function crlSummary({ issuer, thisUpdate, nextUpdate }: CertificateList): CrlSummary {
  return {
    issuer: formatName(issuer),
    thisUpdate: new Date(thisUpdate).toISOString(),
    nextUpdate: nextUpdate === undefined ? null : new Date(nextUpdate).toISOString(),
  }
}
