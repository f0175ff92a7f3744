import { FiscalSealError, type Problem } from '../base/errors.js'
import { toPrintable } from '../seal/report/printable.js'
import type { Advice, Command } from './command.js'
import { EXIT, type ExitCode } from './exit-code.js'
import { Interrupted, type Terminal } from './terminal.js'
import { UsageError } from './usage-error.js'

/** What most commands advise. */
const ADVICE: Advice = {
  'file.not-found': 'Check the name and the permissions of the file.',
  'file.not-writable': 'Choose another place, or change the permissions there.',
  'file.exists': 'Choose another name with --out, or add --force to replace it.',
  'fetch.refused':
    'Give an http or https address on a public network; others are asked when --fetch-host names them.',
  'fetch.failed': 'Check the address, or try again later.',
  'identity.unreadable': 'Give a PKCS#12 file (.p12, .pfx) or PEM with key and certificate.',
  'identity.wrong-passphrase': 'Try again; mind the keyboard layout and a line break at the end of the file.',
  'identity.passphrase-required':
    'Give it in a file or in the environment (--help says how), or run the command in a terminal to be asked.',
  'identity.key-mismatch': 'Give the certificate that was issued for this key.',
  'identity.no-key': 'Give the file that holds the private key.',
  'identity.no-certificate': 'Add the certificate with --certificate FILE.',
  'identity.expired': 'Ask the authority for a new certificate.',
  'identity.not-yet-valid': 'Wait until the certificate is valid, or check the clock of this machine.',
  'identity.is-authority': 'Issue a certificate for the seller: fiscalseal issue --help',
  'trust.missing': 'Add --trust FILE with the root certificate of the tax authority.',
  'trust.invalid': 'Give certificates (PEM or DER) or a trust store in JSON.',
  'bundle.too-large': 'Get the bundle again; the list in it has to be split when it is really so large.',
  'bundle.malformed': 'Get the bundle again, and check that it is one.',
  'bundle.wrong-type':
    'Do not use it: somebody took one signed thing for another. Tell whoever publishes it.',
  'bundle.wrong-list': 'Check that bundle and root belong together.',
  'bundle.threshold': 'Have it signed by the keys that are missing, or get the bundle again.',
  'bundle.root-skipped': 'Get a bundle with all roots since the one that you trust.',
  'bundle.other-root': 'Do not use it: compare your root with the one of whoever publishes the list.',
  'bundle.rollback': 'Get the newest bundle; what is kept stays in use.',
  'bundle.version-reused': 'Give the list the next version, and sign it again.',
  'bundle.expired':
    'Get a newer bundle; verdicts on the one that is kept are indeterminate once it is out of date.',
  'bundle.storage':
    'Check the folder and its permissions; a damaged bundle.json can be restored from a backup.',
  'authority.locked': 'Wait until the other command is done, and run this one again.',
  'request.invalid': 'Make a request with: fiscalseal csr --help',
  'authority.invalid': 'Make an authority first: fiscalseal authority new --help',
  'receipt.invalid':
    'Correct the receipt and run the command again. The fields are explained by: fiscalseal receipt --help',
  'receipt.missing-glyph': 'Leave it out, or give fonts that have it with --font-regular and --font-bold.',
  'receipt.image': 'Give a PNG or JPEG file of at most 4 megapixels.',
  'sign.not-a-pdf': 'Check that the right file was given.',
  'sign.encrypted': 'Remove the password protection first.',
  'sign.appearance':
    'Say where with --page and --rect; a receipt that was built with --seal-box keeps a place for it.',
  'sign.already-sealed': 'Nothing needs to be done; to seal it once more add --again.',
  'sign.seller-mismatch':
    'Seal it with the certificate of the seller that the document names, or add --any-seller.',
}

const MOST_PROBLEMS = 50

/** What failed. */
interface Failed {
  /** As it is typed. */
  readonly name: string
  /** Unknown when it could not even be loaded. */
  readonly command?: Command | undefined
}

/** Prints `error` as one line, its problems one a line, and what to do; never a stack trace. Returns the exit code. */
export function reportFailure(error: unknown, { name, command }: Failed, terminal: Terminal): ExitCode {
  if (error instanceof UsageError) {
    terminal.err(`fiscalseal: ${toPrintable(error.message)}\nSee: ${name} --help\n`)
    return EXIT.usage
  }
  if (error instanceof Interrupted) {
    terminal.err('fiscalseal: Given up; nothing was written.\n')
    return EXIT.failed
  }
  terminal.err(describeFailure(error, command?.advice))
  if (terminal.env('FISCALSEAL_DEBUG') !== undefined && error instanceof Error)
    terminal.err(`${error.stack ?? ''}\n`)
  const isMisuse = error instanceof FiscalSealError && command?.isMisuse?.(error) === true
  return isMisuse ? EXIT.usage : (command?.failed ?? EXIT.failed)
}

/**
 * Returns what `reportFailure` prints for an error that is no mistake in the arguments. Of a message it is the first line: what follows
 * there is for those who call the library.
 */
export function describeFailure(error: unknown, own: Advice = {}): string {
  if (!(error instanceof FiscalSealError)) {
    return `fiscalseal: Something unexpected happened: ${toPrintable(messageOf(error))}\n`
  }
  const [first = ''] = error.message.split('\n')
  const head = `fiscalseal: ${toPrintable(first)} (${error.code})\n`
  const advice = own[error.code] ?? ADVICE[error.code]
  return head + problemLines(error) + (advice === undefined ? '' : `${advice}\n`)
}

function problemLines({ problems }: FiscalSealError): string {
  if (problems.length < 2) return ''
  const shown = problems.slice(0, MOST_PROBLEMS).map((problem) => `  ${toPrintable(sentenceOf(problem))}\n`)
  const rest = problems.length - shown.length
  return shown.join('') + (rest > 0 ? `  … and ${rest} more\n` : '')
}

function sentenceOf({ path, message }: Problem): string {
  return path === '' || message.startsWith(path) ? message : `${path}: ${message}`
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
