import type { Finding } from '../base/findings/finding.js'
import type { SignedReceipt } from '../document/model/receipt-json.js'
import { toPrintable } from '../seal/report/printable.js'
import type { CertificateSummary, CrlSummary, PdfInspection, SignatureSummary } from './inspection.js'

const WARNING = 'Nothing here was verified: it is what the file says of itself.'

/** Returns an inspected PDF in words, text of the file escaped. Lines end in `\n`. */
export function pdfText(pdf: PdfInspection): string {
  const pages = pdf.pages === null ? 'encrypted' : plural(pdf.pages, 'page')
  return [
    `${toPrintable(pdf.file)}: PDF ${toPrintable(pdf.version)}, ${pdf.size} bytes, ${pages}`,
    WARNING,
    ...section('Revisions', pdf.revisions.map(revisionLine)),
    ...section('Signatures', pdf.signatures.flatMap(signatureLines)),
    ...section('Embedded files', pdf.embeddedFiles.map(embeddedLine)),
    ...(pdf.receipt === null ? [] : section('Receipt', receiptLines(pdf.receipt))),
    ...section('Findings', pdf.findings.map(findingLine)),
    '',
  ].join('\n')
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? ['', `${title}: none`] : ['', `${title}:`, ...lines.map((line) => `  ${line}`)]
}

function revisionLine(revision: PdfInspection['revisions'][number], index: number): string {
  return `${index + 1}: bytes ${revision.start} to ${revision.end}, cross-references as ${revision.xref}`
}

function signatureLines(signature: SignatureSummary): readonly string[] {
  const claims =
    signature.claimedTime === null ? 'claims no time' : `claims ${toPrintable(signature.claimedTime)}`
  return [
    `"${toPrintable(signature.field)}": ${toPrintable(signature.subFilter ?? 'unknown kind')}, covers ${signature.coverage}, ${claims}`,
    ...(signature.signer === null ? ['  no certificate of a signer'] : certificateLines(signature.signer)),
    ...signature.findings.map((each) => `  ${findingLine(each)}`),
  ]
}

function embeddedLine({ name, mediaType, relationship }: PdfInspection['embeddedFiles'][number]): string {
  return [name, mediaType ?? 'unknown type', relationship ?? 'no relationship'].map(toPrintable).join(', ')
}

function receiptLines({
  kind,
  number,
  issuedAt,
  seller,
  currency,
  lines,
  totals,
}: SignedReceipt): readonly string[] {
  const taxIds = seller.taxIds.map(({ value }) => toPrintable(value)).join(', ')
  return [
    `${kind} ${toPrintable(number)} of ${issuedAt}`,
    `seller: ${toPrintable(seller.name)}, tax id ${taxIds}`,
    `${plural(lines.length, 'line')}, ${totals.net} net, ${totals.tax} tax, ${totals.gross} gross, ${totals.due} ${currency} due`,
  ]
}

function findingLine({ code, message, detail }: Finding): string {
  return `${message}${detail === undefined ? '' : ` [${toPrintable(detail)}]`} (${code})`
}

/** Returns a certificate in words, three lines. */
export function certificateLines(certificate: CertificateSummary): readonly string[] {
  return [
    `  subject: ${toPrintable(certificate.subject)}`,
    `  issuer:  ${toPrintable(certificate.issuer)}`,
    `  serial number ${certificate.serialNumber}, valid ${certificate.notBefore} to ${certificate.notAfter}`,
  ]
}

/** Returns certificates and revocation lists in words. Lines end in `\n`. */
export function certificatesText(
  file: string,
  found: { readonly certificates: readonly CertificateSummary[]; readonly crls: readonly CrlSummary[] },
): string {
  return [
    `${toPrintable(file)}: ${plural(found.certificates.length, 'certificate')}, ${plural(found.crls.length, 'revocation list')}`,
    WARNING,
    ...found.certificates.flatMap((certificate) => ['', ...certificateLines(certificate)]),
    ...found.crls.flatMap((crl) => ['', ...crlLines(crl)]),
    '',
  ].join('\n')
}

function crlLines({ issuer, thisUpdate, nextUpdate }: CrlSummary): readonly string[] {
  return [
    `  revocation list of ${toPrintable(issuer)}`,
    `  of ${thisUpdate}, current until ${nextUpdate ?? 'nobody said when'}`,
  ]
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
