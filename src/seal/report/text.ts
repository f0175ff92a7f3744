import { ADVICE } from '../../base/findings/advice.js'
import type { Finding } from '../../base/findings/finding.js'
import type {
  Answers,
  DocumentStatus,
  ReachedAuthority,
  Report,
  SignatureReport,
  Signer,
  SignerAuthority,
} from '../verify/types.js'
import { toPrintable } from './printable.js'
import { requireReport } from './require-report.js'

/**
 * Returns the report in words for a person: the verdict, the six answers, each signature, and for each finding what to do.
 * Text that comes from the file is escaped (THREATS T-11). Lines end in `\n`. Throws `FiscalSealError('argument.invalid')` for what is no report.
 */
export function reportToText(report: Report): string {
  requireReport(report, 'reportToText')
  const name = report.file === null ? 'Document' : toPrintable(report.file)
  return [
    `${name}: ${report.status}`,
    `  ${verdict(report)}`,
    '',
    ...answerLines(report.answers),
    ...report.signatures.flatMap(signatureLines),
    ...(report.findings.length === 0 ? [] : ['', '  On the file:', ...report.findings.flatMap(findingLines)]),
    '',
    `  Judged for ${report.validationTime}.`,
    '',
  ].join('\n')
}

const VERDICTS: Readonly<Record<Exclude<DocumentStatus, 'trusted'>, string>> = {
  altered: 'The signed bytes do not hold, or the document was changed after it was sealed. Do not book it.',
  untrusted: 'It is sealed, but not by somebody whom you accept as its seller. Do not book it.',
  indeterminate:
    'Evidence is missing: nothing speaks against the document, but too little for it. Do not book it yet.',
  unsigned: 'It carries no seal. Anybody may have written it.',
  unreadable: 'It cannot be read, so nothing can be said about it.',
}

function verdict(report: Report): string {
  if (report.status !== 'trusted') return VERDICTS[report.status]
  const authority = `${toPrintable(report.authority.name)} (${toPrintable(report.authority.jurisdiction)})`
  const test = report.authority.environment === 'test' ? ' This is a test authority.' : ''
  return `Sealed by ${signerName(report.signer)} under ${authority}; nothing was changed since.${test}`
}

function signerName(signer: Signer): string {
  const name = toPrintable(signer.legalName ?? signer.subject)
  const ids = signer.taxIds.map(toPrintable).join(', ')
  return ids === '' ? name : `${name}, tax id ${ids}`
}

/** The six answers, each with what its values mean. */
const ANSWERS: { readonly [Name in keyof Answers]: Readonly<Record<Answers[Name], string>> } = {
  intact: {
    yes: 'the signed bytes are those that were signed',
    no: 'the signed bytes, or the signature over them, were changed',
    unknown: 'it could not be computed',
  },
  whole: {
    yes: 'the seal covers the file as it was sealed, to the last byte',
    no: 'the seal leaves out bytes that it should cover',
    unknown: 'it could not be established',
  },
  authority: {
    accepted: 'an authority that you accept stands behind the signer',
    'not-accepted': 'no authority that you accept stands behind the signer',
    unknown: 'it could not be established',
  },
  seller: {
    match: 'the signer is the seller that the document names or that you expect',
    mismatch: 'the signer is another taxpayer than the seller',
    unknown: 'nothing says who the seller is, or the certificate has no tax id',
    'not-required': 'you did not ask for it',
  },
  changes: {
    none: 'nothing was added after sealing',
    archival: 'only validation data was added after sealing',
    signatures: 'a further signature was added after sealing',
    'form-filling': 'a form was filled in after sealing',
    annotations: 'annotations were added after sealing',
    other: 'content was changed after sealing',
    unknown: 'it could not be established',
  },
  consistent: {
    match: 'page and data say the same',
    mismatch: 'page and data differ',
    'not-checked': 'page and data were not compared',
  },
}

function answerLines(answers: Answers): string[] {
  return (Object.keys(ANSWERS) as (keyof Answers)[]).map((name) => {
    const meanings: Readonly<Record<string, string>> = ANSWERS[name]
    const label = name.charAt(0).toUpperCase() + name.slice(1)
    return `  ${label.padEnd(11)} ${answers[name].padEnd(13)} ${meanings[answers[name]] ?? ''}`
  })
}

function signatureLines(signature: SignatureReport): string[] {
  const kind = signature.kind === 'signature' ? 'Signature' : 'Document time-stamp'
  const reason = signature.subIndication === null ? '' : ` (${signature.subIndication})`
  return [
    '',
    `  ${kind} "${toPrintable(signature.field)}": ${signature.status}${reason}`,
    ...detailLines(signature),
    ...signature.findings.flatMap(findingLines),
  ]
}

function detailLines(signature: SignatureReport): string[] {
  const { signer, authority } = signature
  const details: readonly (readonly [string, string | null | undefined])[] = [
    ['signer', signer === null ? null : signerName(signer)],
    ['authority', authority === null ? null : authorityName(authority)],
    ...signature.authorities.flatMap((each) => otherAuthority(each, authority)),
    [
      'certificate',
      signer === null ? null : `${signer.serialNumber}, valid ${signer.notBefore} to ${signer.notAfter}`,
    ],
    ['level', signature.level],
    ['algorithm', signature.algorithm],
    ['integrity', signature.integrity],
    ['coverage', signature.coverage],
    ['changes', signature.changes],
    ['revocation', signature.revocation],
    [
      'claims',
      signature.claimedTime === null ? null : `signed at ${signature.claimedTime}, which nothing proves`,
    ],
  ]
  return details.flatMap(([label, value]) =>
    value === null || value === undefined ? [] : [`    ${label.padEnd(11)} ${toPrintable(value)}`],
  )
}

function authorityName({ name, jurisdiction, role, status, list }: SignerAuthority): string {
  const by = list === undefined ? '' : `, by ${list.listId} version ${list.version}`
  return `${name} (${jurisdiction}), ${role}, ${status.value} since ${status.from}${by}`
}

/** Several may stand behind one signer, or refuse him. */
function otherAuthority(
  { anchor, jurisdiction, holds, code }: ReachedAuthority,
  deciding: SignerAuthority | null,
): (readonly [string, string])[] {
  if (anchor === deciding?.anchor) return []
  const label = holds ? 'also under' : 'not under'
  return [[label, `${anchor} (${jurisdiction})${code === null ? '' : `, ${code}`}`]]
}

function findingLines(found: Finding): string[] {
  const detail = found.detail === undefined ? '' : ` [${toPrintable(found.detail)}]`
  return [`    - ${found.message}${detail} (${found.code})`, `      ${ADVICE[found.code]}`]
}
