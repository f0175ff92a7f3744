import { ADVICE } from '../../base/findings/advice.js'
import type { Finding } from '../../base/findings/finding.js'
import { openFile } from '../../crypto/file.js'
import { toPrintable } from '../../seal/report/printable.js'
import type { ExpectedSeller } from '../../seal/verify/types.js'
import { readCertificates } from '../../trust/path/path-input.js'
import { readTrustFiles } from '../../trust/store/trust-files.js'
import type { TrustStore } from '../../trust/store/trust-store.js'
import { readArguments, readChoice, readTime, requireOption, type Arguments } from '../arguments.js'
import { holdsCertificates } from '../certificate-file.js'
import type { Command } from '../command.js'
import { readCrlFiles, readOcspFiles } from '../evidence-files.js'
import { EXIT, exitCodeOf, type ExitCode } from '../exit-code.js'
import { readInputFile, requireFile } from '../input-file.js'
import { toJsonLine } from '../json-line.js'
import { UsageError } from '../usage-error.js'
import { explainCertificate } from './certificate-explanation.js'
import { explainDocument } from './document-explanation.js'
import type { Explanation } from './explanation.js'
import { explanationText } from './explanation-text.js'

const OPTIONS = {
  trust: { type: 'string', multiple: true },
  intermediate: { type: 'string', multiple: true },
  at: { type: 'string' },
  seller: { type: 'string' },
  'any-seller': { type: 'boolean' },
  revocation: { type: 'string' },
  crl: { type: 'string', multiple: true },
  ocsp: { type: 'string', multiple: true },
  'allow-test': { type: 'boolean' },
  all: { type: 'boolean' },
  json: { type: 'boolean' },
} as const

const HELP = `Usage: fiscalseal trust explain FILE --trust PATH [OPTIONS]

Says of each authority in a trust store whether it stands behind a sealed PDF or a
certificate, and why not: no path leads to it, the certificate was issued too late, it was
withdrawn on that day, it is a test environment, the certificate is for another use, the tax
id is missing, and so on. Where several match, the one with the most specific jurisdiction
decides: PT-20 before PT.

  --trust PATH           whom you accept: a certificate (PEM, DER), a trust store (JSON),
                         or a folder of these; may be given several times; required
  --intermediate FILE    certificates that may lie between (PEM, DER), for a certificate;
                         may be given several times
  --at TIME              judge as of this moment (default: now)
  --seller TAXID         the seller that you expect (default: the one that the PDF names)
  --any-seller           any seller under an authority that you accept
  --revocation MODE      require, prefer or none (default: as the trust store says)
  --crl FILE             a certificate revocation list (DER, PEM); may be given several times
  --ocsp FILE            an OCSP response (DER, PEM); may be given several times
  --allow-test           let authorities count that are marked as test
  --all                  name also all authorities that no path leads to
  --json                 one JSON object, for programs

Exit code, of a PDF as of "fiscalseal verify": 0 trusted, 1 altered, 3 indeterminate or
untrusted, 4 unsigned, 5 unreadable; of a certificate as of "fiscalseal path": 0 an authority
stands behind it, 1 none does, 3 indeterminate. 2 wrong usage.

Examples:
  fiscalseal trust explain invoice.pdf --trust trust.json
  fiscalseal trust explain seller.pem --trust trust/ --at 2026-01-31 --allow-test
`

/** `fiscalseal trust explain`: why an authority did or did not match. */
export const trustExplain: Command = {
  help: HELP,
  // Code 1 would say that it was refused.
  failed: EXIT.usage,
  run: async (args, terminal) => {
    const { values, positionals } = readArguments(args, OPTIONS, { name: 'FILE', min: 1, max: 1 })
    const [file = ''] = positionals
    if ((values.trust ?? []).length === 0)
      throw new UsageError('--trust is missing: there are no built-in roots; say whom you accept.')
    const seller = readSeller(values)
    const asked: Asked = { file, values, seller, trust: readTrustFiles(values.trust ?? []) }
    const found = isCertificate(file) ? await askCertificate(asked) : await askDocument(asked)
    terminal.out(values.json === true ? toJson(file, found) : toText(file, found, values.all === true))
    return found.code
  },
}

type Values = Arguments<typeof OPTIONS>['values']

interface Asked {
  readonly file: string
  readonly values: Values
  readonly seller: ExpectedSeller
  readonly trust: TrustStore
}

interface Found {
  readonly status: string
  readonly code: ExitCode
  /** On the file as a whole. */
  readonly findings: readonly Finding[]
  readonly explanations: readonly Explanation[]
}

function readSeller(values: Values): ExpectedSeller {
  if (values.seller === undefined) return values['any-seller'] === true ? 'not-required' : 'from-document'
  if (values['any-seller'] === true) throw new UsageError('--seller and --any-seller exclude each other.')
  return { taxId: requireOption(values.seller, 'seller') }
}

function isCertificate(file: string): boolean {
  requireFile(file)
  const source = openFile(file)
  try {
    return holdsCertificates(source)
  } finally {
    source.close()
  }
}

function judgementOf({ values, trust }: Asked): {
  readonly trust: TrustStore
  readonly at?: Date
  readonly revocation?: 'require' | 'prefer' | 'none'
  readonly crls: readonly Uint8Array[]
  readonly ocsp: readonly Uint8Array[]
  readonly allowTest: boolean
} {
  const at = readTime(values.at, 'at')
  const revocation = readChoice(values.revocation, 'revocation', ['require', 'prefer', 'none'])
  return {
    trust,
    ...(at === undefined ? {} : { at }),
    ...(revocation === undefined ? {} : { revocation }),
    crls: readCrlFiles(values.crl ?? []),
    ocsp: readOcspFiles(values.ocsp ?? []),
    allowTest: values['allow-test'] === true,
  }
}

async function askCertificate(asked: Asked): Promise<Found> {
  const { file, values } = asked
  if (values.seller !== undefined || values['any-seller'] === true)
    throw new UsageError('--seller and --any-seller are for a PDF.')
  const { values: certificates, findings } = readCertificates(readInputFile(file), 'certificate')
  if (certificates.length === 0) return { status: 'invalid', code: EXIT.failed, findings, explanations: [] }
  const intermediates = (values.intermediate ?? []).map((each) => readInputFile(each))
  const { status, explanation } = await explainCertificate(certificates, {
    ...judgementOf(asked),
    intermediates,
  })
  const code = { valid: EXIT.ok, invalid: EXIT.failed, indeterminate: EXIT.doubtful }[status]
  return { status, code, findings, explanations: [explanation] }
}

async function askDocument(asked: Asked): Promise<Found> {
  if (asked.values.intermediate !== undefined) throw new UsageError('--intermediate is for a certificate.')
  const options = { ...judgementOf(asked), seller: asked.seller }
  const { report, explanations } = await explainDocument(asked.file, options)
  const { status, findings } = report
  return { status, code: exitCodeOf(new Set([status])), findings, explanations }
}

function toText(file: string, { status, findings, explanations }: Found, showsAll: boolean): string {
  const lines = findings.map(({ code, message }) => `  ${message} (${code})\n    ${ADVICE[code]}\n`)
  const texts = explanations.map((each) => explanationText(each, showsAll))
  return [`${toPrintable(file)}: ${status}\n`, ...lines, ...texts].join('')
}

function toJson(file: string, { status, findings, explanations }: Found): string {
  const plain = explanations.map(({ reached, unreached, ...rest }) => ({
    ...rest,
    reached: reached.map(({ anchor, verdict, reasons }) => ({
      anchor: anchor.id,
      verdict,
      reasons: reasons.map((each) => ({ ...each, advice: ADVICE[each.code] })),
    })),
    unreached: unreached.map(({ anchor, why }) => ({ anchor: anchor.id, why })),
  }))
  return toJsonLine(JSON.stringify({ file, status, findings, explanations: plain }))
}
