import { toUtf8 } from '../base/bytes.js'
import { FiscalSealError } from '../base/errors.js'
import { equalBytes } from '../base/bytes.js'
import { toPrintable } from '../seal/report/printable.js'
import type { IssueOptions } from '../trust/issuing/authority-options.js'
import { KEY_KINDS } from '../trust/issuing/key-kind.js'
import type { Identity } from '../trust/keys/identity.js'
import { exportPem, exportPkcs12 } from '../trust/keys/save-identity.js'
import { type Arguments, readArguments, readChoice, readCount, requireOption } from './arguments.js'
import { openAuthority, readSecretFile, secretFile } from './authority-folder.js'
import type { Command } from './command.js'
import { EXIT } from './exit-code.js'
import { requireAbsent, writeOutputFiles } from './output-file.js'
import { choosePassphrase, openWithPassphrase } from './passphrase.js'
import { Progress } from './progress.js'
import type { Terminal } from './terminal.js'
import { UsageError } from './usage-error.js'

const OPTIONS = {
  authority: { type: 'string' },
  name: { type: 'string' },
  'tax-id': { type: 'string' },
  country: { type: 'string' },
  key: { type: 'string' },
  days: { type: 'string' },
  out: { type: 'string' },
  'passphrase-file': { type: 'string' },
  'authority-passphrase-file': { type: 'string' },
  unencrypted: { type: 'boolean' },
  force: { type: 'boolean' },
} as const

const HELP = `Usage: fiscalseal issue --authority FOLDER --name NAME --tax-id ID --out FILE [OPTIONS]

Issues a key and a certificate with the tax id of a seller, under an authority that
"fiscalseal authority new" made. The seller seals with the file.

  --authority FOLDER      the folder of the authority; required
  --name NAME             legal name of the seller; required
  --tax-id ID             his tax id; required
  --country CC            country of the tax id (default: that of the authority)
  --key KIND              ${KEY_KINDS.slice(0, 4).join(', ')},
                          ${KEY_KINDS.slice(4).join(', ')} (default: P-256)
  --days N                for how many days it is valid (default: 730)
  --out FILE              where it goes: .p12 or .pfx for PKCS#12, .pem for PEM; required
  --passphrase-file FILE  holds the passphrase for the new key; else FISCALSEAL_PASSPHRASE
                          is used, with a warning, or you are asked
  --authority-passphrase-file FILE
                          holds the passphrase of the authority; else
                          FISCALSEAL_AUTHORITY_PASSPHRASE, or you are asked
  --unencrypted           PEM only: keep the key in the clear, readable by you alone
  --force                 replace FILE if it exists

Examples:
  fiscalseal issue --authority authority --name "Soko Ltd" --tax-id P051234567X --out soko.p12
  fiscalseal issue --authority authority --name "Soko Ltd" --tax-id P051234567X --key RSA-2048 \\
    --passphrase-file secret.txt --out soko.pem
`

/** `fiscalseal issue`: key and certificate of a seller. */
export const issue: Command = {
  help: HELP,
  run: async (args, terminal) => {
    const { values } = readArguments(args, OPTIONS, { name: 'argument', min: 0, max: 0 })
    const order = readOrder(values)
    const secret = readSecretFile(order.folder)
    const opened = await openWithPassphrase(
      authoritySources(values, order.folder),
      terminal,
      async (passphrase) => ({
        authority: await openAuthority(secret, passphrase),
        passphrase,
      }),
    )
    const passphrase = await readPassphrase(values, order, terminal)
    const identity = await new Progress(terminal).during('Making the key …', () =>
      opened.authority.issue(order.options),
    )
    const bytes = await exported(identity, order.format, passphrase)
    const record = await secretFile(opened.authority, order.folder, opened.passphrase)
    requireUnchanged(order.folder, secret)
    writeOutputFiles([
      { path: order.out, bytes, isSecret: true, replace: order.replace },
      { ...record, replace: true },
    ])
    const { subject, notAfter } = identity.toJSON()
    terminal.err(
      `${toPrintable(order.out)}: ${toPrintable(subject)}, valid until ${notAfter.slice(0, 10)}.\n`,
    )
    return EXIT.ok
  },
}

type Values = Arguments<typeof OPTIONS>['values']

/** What is asked for, checked before anybody is asked for a passphrase. */
interface Order {
  readonly folder: string
  readonly out: string
  readonly format: 'pkcs12' | 'pem'
  readonly replace: boolean
  readonly options: IssueOptions
}

function readOrder(values: Values): Order {
  const out = requireOption(values.out, 'out')
  const replace = values.force === true
  const order = {
    folder: requireOption(values.authority, 'authority'),
    out,
    format: formatOf(out),
    replace,
    options: readIssueOptions(values),
  }
  if (!replace) requireAbsent([out])
  return order
}

function readIssueOptions(values: Values): IssueOptions {
  const key = readChoice(values.key, 'key', KEY_KINDS)
  const days = readCount(values.days, 'days')
  return {
    legalName: requireOption(values.name, 'name'),
    taxId: requireOption(values['tax-id'], 'tax-id'),
    ...(values.country === undefined ? {} : { country: values.country.toUpperCase() }),
    ...(key === undefined ? {} : { key }),
    ...(days === undefined ? {} : { days }),
  }
}

function formatOf(path: string): Order['format'] {
  const name = path.toLowerCase()
  if (name.endsWith('.p12') || name.endsWith('.pfx')) return 'pkcs12'
  if (name.endsWith('.pem')) return 'pem'
  throw new UsageError('--out ends in .p12 or .pfx for PKCS#12, or in .pem for PEM.')
}

function authoritySources(values: Values, folder: string): Parameters<typeof openWithPassphrase>[0] {
  return {
    file: values['authority-passphrase-file'],
    variable: 'FISCALSEAL_AUTHORITY_PASSPHRASE',
    subject: `the authority in ${folder}`,
  }
}

async function readPassphrase(values: Values, order: Order, terminal: Terminal): Promise<string | undefined> {
  const file = values['passphrase-file']
  if (values.unencrypted !== true) {
    const subject = `the key of ${order.options.legalName}`
    return choosePassphrase({ file, variable: 'FISCALSEAL_PASSPHRASE', subject }, terminal)
  }
  if (file !== undefined) throw new UsageError('--passphrase-file and --unencrypted exclude each other.')
  if (order.format === 'pkcs12')
    throw new UsageError('--unencrypted is for PEM only; a PKCS#12 file has a passphrase.')
  return undefined
}

async function exported(
  identity: Identity,
  format: Order['format'],
  passphrase: string | undefined,
): Promise<Uint8Array> {
  if (passphrase === undefined) return toUtf8(await exportPem(identity))
  if (format === 'pem') return toUtf8(await exportPem(identity, { passphrase }))
  return exportPkcs12(identity, { passphrase })
}

/** Two runs at once: the second must not forget what the first issued. */
function requireUnchanged(folder: string, secret: Uint8Array): void {
  if (equalBytes(readSecretFile(folder), secret)) return
  throw new FiscalSealError(
    'authority.invalid',
    'The authority issued something else in the meantime; run the command again.',
  )
}
