import { FiscalSealError, Malformed } from '../base/errors.js'
import { rowOf } from '../base/findings/finding.js'
import { openFile } from '../crypto/file.js'
import { parseCertificate } from '../formats/x509/certificate.js'
import { parseCrl } from '../formats/x509/crl.js'
import { parsePem, pemText } from '../formats/x509/pem.js'
import { readArguments } from './arguments.js'
import { holdsCertificates } from './certificate-file.js'
import type { Command } from './command.js'
import { EXIT } from './exit-code.js'
import { readInputFile, requireFile } from './input-file.js'
import { certificateSummary, crlSummary, inspectPdf } from './inspection.js'
import { certificatesText, pdfText } from './inspection-text.js'
import { toJsonLine } from './json-line.js'

const OPTIONS = { json: { type: 'boolean' } } as const

const HELP = `Usage: fiscalseal inspect FILE [--json]

Shows what a file says of itself: of a PDF its revisions, signatures, embedded files and the
receipt inside; of certificates and revocation lists (PEM, DER) whose they are and until when.
Nothing is verified: for that see "fiscalseal verify --help".

  --json   one JSON object, for programs

Examples:
  fiscalseal inspect sealed.pdf
  fiscalseal inspect authority/root.pem
`

/** `fiscalseal inspect`: what a file says of itself. */
export const inspect: Command = {
  help: HELP,
  run: async (args, terminal) => {
    const { values, positionals } = readArguments(args, OPTIONS, { name: 'FILE', min: 1, max: 1 })
    const [path = ''] = positionals
    const found = await inspected(path)
    terminal.out(values.json === true ? toJsonLine(JSON.stringify(found.json)) : found.text)
    return EXIT.ok
  },
}

interface Inspected {
  readonly json: unknown
  readonly text: string
}

async function inspected(path: string): Promise<Inspected> {
  requireFile(path)
  const source = openFile(path)
  try {
    if (holdsCertificates(source)) return inspectCertificates(path)
    const pdf = await inspectPdf(source, path)
    return { json: pdf, text: pdfText(pdf) }
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    throw new FiscalSealError('argument.invalid', `${path}: ${rowOf(error.code).message}`, { cause: error })
  } finally {
    source.close()
  }
}

const BLOCKS: Readonly<Record<string, 'certificates' | 'crls'>> = {
  CERTIFICATE: 'certificates',
  'X509 CRL': 'crls',
}

function inspectCertificates(path: string): Inspected {
  const bytes = readInputFile(path)
  const found = bytes[0] === 0x30 ? readDer(bytes) : readPem(pemText(bytes))
  const summaries = {
    certificates: found.certificates.map((der) => certificateSummary(parseCertificate(der))),
    crls: found.crls.map((der) => crlSummary(parseCrl(der))),
  }
  return { json: { file: path, kind: 'certificates', ...summaries }, text: certificatesText(path, summaries) }
}

interface Found {
  readonly certificates: readonly Uint8Array[]
  readonly crls: readonly Uint8Array[]
}

/** Keys in the file are not looked at. */
function readPem(text: string): Found {
  const blocks = parsePem(text)
  const of = (kind: 'certificates' | 'crls'): readonly Uint8Array[] =>
    blocks.filter(({ label }) => BLOCKS[label] === kind).map(({ der }) => der)
  return { certificates: of('certificates'), crls: of('crls') }
}

/** A list has times where a certificate has names: trying is the simplest test. */
function readDer(der: Uint8Array): Found {
  try {
    parseCrl(der)
    return { certificates: [], crls: [der] }
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    return { certificates: [der], crls: [] }
  }
}
