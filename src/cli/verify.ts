import { finding } from '../base/findings/finding.js'
import { openFile } from '../crypto/file.js'
import { reportToJson } from '../seal/report/json.js'
import { reportToText } from '../seal/report/text.js'
import type { DocumentStatus, ExpectedSeller, Report, Verifier, VerifyOptions } from '../seal/verify/types.js'
import { createVerifier } from '../seal/verify/verifier.js'
import { readTrustFiles } from '../trust/store/trust-files.js'
import { type Arguments, readArguments, readChoice, readCount, readTime, requireOption } from './arguments.js'
import { colourVerdict, usesColour } from './colour.js'
import type { Command } from './command.js'
import { EXIT, type ExitCode, exitCodeOf } from './exit-code.js'
import { FETCH_HELP, FETCH_OPTIONS, readFetcher } from './fetch-option.js'
import { requireFile } from './input-file.js'
import { toJsonLine } from './json-line.js'
import { Progress } from './progress.js'
import type { Terminal } from './terminal.js'
import { readCrlFiles, readOcspFiles } from './evidence-files.js'
import { UsageError } from './usage-error.js'

const OPTIONS = {
  trust: { type: 'string', multiple: true },
  at: { type: 'string' },
  seller: { type: 'string' },
  'any-seller': { type: 'boolean' },
  revocation: { type: 'string' },
  crl: { type: 'string', multiple: true },
  ocsp: { type: 'string', multiple: true },
  ...FETCH_OPTIONS,
  'allow-signatures': { type: 'boolean' },
  'allow-test': { type: 'boolean' },
  'stale-grace': { type: 'string' },
  json: { type: 'boolean' },
} as const

const HELP = `Usage: fiscalseal verify FILE… --trust PATH [OPTIONS]

Says of each PDF whether it is sealed by the seller that it names, under an authority
that you accept, and unchanged since.

  --trust PATH         whom you accept: a certificate (PEM, DER), a trust store (JSON),
                       or a folder of these; may be given several times; required
  --at TIME            judge as of this moment, e.g. 2026-11-22 or 2026-11-22T09:30:00Z
                       (default: now)
  --seller TAXID       the seller that you expect (default: the one that the document names)
  --any-seller         any seller under an authority that you accept
  --revocation MODE    require, prefer or none (default: as the trust store says)
  --crl FILE           a certificate revocation list (DER, PEM); may be given several times
  --ocsp FILE          an OCSP response (DER, PEM); may be given several times
${FETCH_HELP}
  --allow-signatures   accept further signatures after the one of the seller
  --allow-test         accept authorities that are marked as test
  --stale-grace DAYS   accept trust lists for so many days after their end
  --json               one JSON report a line, for programs (report.schema.json)

The exit code tells a script what was found:

  0  all trusted             3  some indeterminate or untrusted
  1  some altered            4  some unsigned
  2  wrong usage             5  some unreadable
Where they meet, 1 counts before 5, that before 3, that before 4.

Examples:
  fiscalseal verify invoice.pdf --trust kra-root.pem
  fiscalseal verify inbox/*.pdf --trust trust/ --json > reports.jsonl
  fiscalseal verify invoice.pdf --trust trust/ --seller P051234567X --at 2026-11-22
`

/** `fiscalseal verify`: a report on each file. */
export const verify: Command = {
  help: HELP,
  // Code 1 would say that a document was altered.
  failed: EXIT.usage,
  run: async (args, terminal) => {
    const { values, positionals } = readArguments(args, OPTIONS, { name: 'FILE', min: 1, max: Infinity })
    const verifier = await prepareVerifier(values)
    return verifyFiles(positionals, {
      verifier,
      terminal,
      at: readTime(values.at, 'at'),
      json: values.json === true,
    })
  },
}

type Values = Arguments<typeof OPTIONS>['values']

async function prepareVerifier(values: Values): Promise<Verifier> {
  const fetcher = await readFetcher(values)
  const options = { ...readOptions(values), ...(fetcher === undefined ? {} : { fetcher }) }
  const verifier = createVerifier(options)
  // Lists and responses are read with the first file: here with one that holds nothing, so that a mistake is nobody's file.
  await verifier.verify(new Uint8Array(0))
  return verifier
}

function readOptions(values: Values): VerifyOptions {
  const at = readTime(values.at, 'at')
  const revocation = readChoice(values.revocation, 'revocation', ['require', 'prefer', 'none'])
  const seller = readSeller(values)
  const trust = values.trust ?? []
  if (trust.length === 0)
    throw new UsageError('--trust is missing: there are no built-in roots; say whom you accept.')
  return {
    trust: readTrustFiles(trust),
    seller,
    ...(at === undefined ? {} : { at }),
    ...(revocation === undefined ? {} : { revocation }),
    crls: readCrlFiles(values.crl ?? []),
    ocsp: readOcspFiles(values.ocsp ?? []),
    allow: { furtherSignatures: values['allow-signatures'] === true },
    allowTest: values['allow-test'] === true,
    staleGraceDays: readCount(values['stale-grace'], 'stale-grace') ?? 0,
  }
}

function readSeller(values: Values): ExpectedSeller {
  const anySeller = values['any-seller'] === true
  if (values.seller === undefined) return anySeller ? 'not-required' : 'from-document'
  if (anySeller) throw new UsageError('--seller and --any-seller exclude each other.')
  return { taxId: requireOption(values.seller, 'seller') }
}

interface Run {
  readonly verifier: Verifier
  readonly terminal: Terminal
  readonly at: Date | undefined
  readonly json: boolean
}

async function verifyFiles(files: readonly string[], run: Run): Promise<ExitCode> {
  const statuses: DocumentStatus[] = []
  const progress = new Progress(run.terminal)
  for (const [index, file] of files.entries()) {
    progress.update(`Verifying ${index + 1} of ${files.length}: ${file}`)
    const report = await verifyFile(file, run)
    statuses.push(report.status)
    progress.clear()
    print(report, run, index > 0)
  }
  if (files.length > 1 && !run.json) run.terminal.out(`\n${summary(statuses)}\n`)
  return exitCodeOf(new Set(statuses))
}

/** One file that cannot be verified, for whatever reason, never hides the result of another. */
async function verifyFile(path: string, run: Run): Promise<Report> {
  try {
    requireFile(path)
    const source = openFile(path)
    try {
      return await run.verifier.verify(source, { file: path })
    } finally {
      source.close()
    }
  } catch (error) {
    return unreadable(path, error, run.at ?? new Date())
  }
}

function unreadable(file: string, error: unknown, at: Date): Report {
  const why = error instanceof Error ? error.message : String(error)
  const unknown = 'unknown'
  return {
    status: 'unreadable',
    file,
    validationTime: at.toISOString(),
    answers: {
      intact: unknown,
      whole: unknown,
      authority: unknown,
      seller: unknown,
      changes: unknown,
      consistent: 'not-checked',
    },
    signatures: [],
    findings: [finding('file.unreadable', why)],
  }
}

function print(report: Report, { terminal, json }: Run, isFurther: boolean): void {
  if (json) {
    terminal.out(toJsonLine(reportToJson(report)))
    return
  }
  const text = reportToText(report)
  const shown = usesColour(terminal) ? colourVerdict(text, report.status) : text
  terminal.out(isFurther ? `\n${shown}` : shown)
}

function summary(statuses: readonly DocumentStatus[]): string {
  const counts = new Map<DocumentStatus, number>()
  for (const status of statuses) counts.set(status, (counts.get(status) ?? 0) + 1)
  const parts = [...counts].map(([status, count]) => `${count} ${status}`)
  return `${statuses.length} files: ${parts.join(', ')}`
}
