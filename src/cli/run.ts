import { readFileSync } from 'node:fs'
import type { Command } from './command.js'
import { EXIT, type ExitCode } from './exit-code.js'
import { reportFailure } from './failure.js'
import type { Terminal } from './terminal.js'
import { UsageError } from './usage-error.js'

/** A sub-command as the overview shows it. */
interface Entry {
  /** As it is typed. */
  readonly name: string
  readonly summary: string
  /** Only what is called is loaded: verifying needs no fonts. */
  readonly load: () => Promise<Command>
}

const COMMANDS: readonly Entry[] = [
  {
    name: 'authority new',
    summary: 'Make an authority of your own: root, issuing CA, trust store',
    load: async () => (await import('./authority/authority-new.js')).authorityNew,
  },
  {
    name: 'authority list',
    summary: 'Show the certificates that your authority issued',
    load: async () => (await import('./authority/authority-list.js')).authorityList,
  },
  {
    name: 'authority renew',
    summary: 'Issue a certificate that follows an earlier one',
    load: async () => (await import('./authority/authority-renew.js')).authorityRenew,
  },
  {
    name: 'authority revoke',
    summary: 'Revoke a certificate',
    load: async () => (await import('./authority/authority-revoke.js')).authorityRevoke,
  },
  {
    name: 'authority crl',
    summary: 'Write a new revocation list',
    load: async () => (await import('./authority/authority-crl.js')).authorityCrl,
  },
  {
    name: 'authority serve',
    summary: 'Answer OCSP and time-stamp requests over HTTP',
    load: async () => (await import('./authority/authority-serve.js')).authorityServe,
  },
  {
    name: 'csr',
    summary: 'Make or check a certification request for a key of your own',
    load: async () => (await import('./csr.js')).csr,
  },
  {
    name: 'issue',
    summary: 'Issue a key and a certificate for a seller',
    load: async () => (await import('./issue.js')).issue,
  },
  {
    name: 'receipt',
    summary: 'Build the PDF of a receipt or invoice from its data',
    load: async () => (await import('./receipt.js')).receipt,
  },
  {
    name: 'sign',
    summary: 'Seal a PDF with the key and certificate of the seller',
    load: async () => (await import('./sign.js')).sign,
  },
  {
    name: 'verify',
    summary: 'Verify sealed PDFs against the authorities that you accept',
    load: async () => (await import('./verify.js')).verify,
  },
  {
    name: 'path',
    summary: 'Explain the path from a certificate to an authority',
    load: async () => (await import('./path/path.js')).path,
  },
  {
    name: 'trust list',
    summary: 'Show whom a trust store accepts, and what ends soon',
    load: async () => (await import('./trust/trust-list.js')).trustList,
  },
  {
    name: 'trust show',
    summary: 'Show all that a trust store says of one authority',
    load: async () => (await import('./trust/trust-show.js')).trustShow,
  },
  {
    name: 'trust import',
    summary: 'Put certificates, lists and rules into one trust store',
    load: async () => (await import('./trust/trust-import.js')).trustImport,
  },
  {
    name: 'trust explain',
    summary: 'Say which authorities stand behind a PDF or certificate, and why not',
    load: async () => (await import('./trust/trust-explain.js')).trustExplain,
  },
  {
    name: 'trust diff',
    summary: 'Show what differs between two trust stores',
    load: async () => (await import('./trust/trust-diff.js')).trustDiff,
  },
  {
    name: 'trust bundle key',
    summary: 'Make a key that signs roots or lists',
    load: async () => (await import('./trust/bundle-key.js')).bundleKey,
  },
  {
    name: 'trust bundle new',
    summary: 'Make the first root of a signed trust list',
    load: async () => (await import('./trust/bundle-root.js')).bundleNew,
  },
  {
    name: 'trust bundle rotate',
    summary: 'Make the root that follows, with other keys',
    load: async () => (await import('./trust/bundle-root.js')).bundleRotate,
  },
  {
    name: 'trust bundle sign',
    summary: 'Sign a root or a trust list',
    load: async () => (await import('./trust/bundle-sign.js')).bundleSign,
  },
  {
    name: 'trust bundle pack',
    summary: 'Put signed roots and list into a bundle',
    load: async () => (await import('./trust/bundle-pack.js')).bundlePack,
  },
  {
    name: 'trust bundle check',
    summary: 'Check a bundle against a root',
    load: async () => (await import('./trust/bundle-check.js')).bundleCheck,
  },
  {
    name: 'trust bundle update',
    summary: 'Keep the newest good bundle in a folder',
    load: async () => (await import('./trust/bundle-update.js')).bundleUpdate,
  },
  {
    name: 'inspect',
    summary: 'Show what a PDF or certificate says of itself, unverified',
    load: async () => (await import('./inspect.js')).inspect,
  },
]

/** Runs the command with the arguments that follow its name, and returns the exit code. Never throws. */
export async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [first] = args
  if (first === undefined) {
    terminal.err(overview())
    return EXIT.usage
  }
  if (first === '--help' || first === '-h' || first === 'help') return tell(overview(), terminal)
  if (first === '--version') return tell(`${version()}\n`, terminal)
  const command = COMMANDS.find(({ name }) => name === args.slice(0, name.split(' ').length).join(' '))
  const group = command === undefined ? groupAskedFor(args) : []
  if (group.length > 0) return tell(`${summaries(group)}\n`, terminal)
  if (command === undefined) return reportFailure(unknown(args), { name: 'fiscalseal' }, terminal)
  return runCommand(command, args.slice(command.name.split(' ').length), terminal)
}

async function runCommand(entry: Entry, args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let command: Command | undefined
  try {
    command = await entry.load()
    if (asksForHelp(args)) return await tell(command.help, terminal)
    const code = await command.run(args, terminal)
    await terminal.written()
    return code
  } catch (error) {
    return reportFailure(error, { name: `fiscalseal ${entry.name}`, command }, terminal)
  }
}

async function tell(text: string, terminal: Terminal): Promise<ExitCode> {
  try {
    terminal.out(text)
    await terminal.written()
    return EXIT.ok
  } catch (error) {
    return reportFailure(error, { name: 'fiscalseal' }, terminal)
  }
}

function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--')
  return (end < 0 ? args : args.slice(0, end)).some((argument) => argument === '--help' || argument === '-h')
}

/** Returns the commands that begin with the words before `--help`; none when something else is asked. */
function groupAskedFor(args: readonly string[]): readonly Entry[] {
  const last = args.at(-1)
  if (last !== '--help' && last !== '-h') return []
  const words = args.slice(0, -1).join(' ')
  return COMMANDS.filter(({ name }) => name.startsWith(`${words} `))
}

function unknown(args: readonly string[]): UsageError {
  const begun = (words: readonly string[]): readonly Entry[] =>
    COMMANDS.filter(({ name }) => name.startsWith(`${words.join(' ')} `))
  const length = [2, 1].find((count) => count <= args.length && begun(args.slice(0, count)).length > 0) ?? 0
  const asked = args.slice(0, length + 1).join(' ')
  if (length === 0) return new UsageError(`There is no command ${JSON.stringify(asked)}.`)
  const names = begun(args.slice(0, length)).map(({ name }) => name)
  return new UsageError(
    args.length === length
      ? `Say which: ${names.join(', ')}.`
      : `There is no command ${JSON.stringify(asked)}; there is ${names.join(', ')}.`,
  )
}

const USAGE = `Usage: fiscalseal COMMAND [OPTIONS]
       fiscalseal COMMAND --help
`

function summaries(commands: readonly Entry[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length))
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`)
  return `${USAGE}\n${lines.join('\n')}`
}

function overview(): string {
  return `fiscalseal: seal receipts and invoices, and verify them against the tax authorities that you accept.

${summaries(COMMANDS)}

  --help      this text
  --version   the version

From nothing to a verified receipt:

  fiscalseal authority new --name "Revenue Authority" --country KE --out authority
  fiscalseal issue --authority authority --name "Soko Ltd" --tax-id P051234567X --out soko.p12
  fiscalseal receipt sale.json --out receipt.pdf
  fiscalseal sign receipt.pdf --identity soko.p12 --out sealed.pdf
  fiscalseal verify sealed.pdf --trust authority/trust.json
`
}

/** package.json lies above the sources and above the built files, one folder further up there. */
function version(): string {
  for (const place of ['../../package.json', '../../../package.json']) {
    const found = versionIn(new URL(place, import.meta.url))
    if (found !== undefined) return found
  }
  return 'unknown'
}

function versionIn(place: URL): string | undefined {
  try {
    const manifest: unknown = JSON.parse(readFileSync(place, 'utf8'))
    const isOurs =
      typeof manifest === 'object' &&
      manifest !== null &&
      'name' in manifest &&
      manifest.name === 'fiscalseal'
    return isOurs && 'version' in manifest ? String(manifest.version) : undefined
  } catch {
    return undefined
  }
}
