import { toPrintable } from '../seal/report/printable.js'
import type { Authority, Certified } from '../trust/issuing/authority.js'
import type { IssueOptions } from '../trust/issuing/authority-options.js'
import { readRequest } from '../trust/issuing/certification-request.js'
import { KEY_KINDS } from '../trust/issuing/key-kind.js'
import { MAX_DAYS } from '../trust/issuing/option-fields.js'
import { formatName } from '../formats/x509/name.js'
import { type Arguments, readArguments, readChoice, readCount, requireOption } from './arguments.js'
import { AUTHORITY_HELP, AUTHORITY_OPTIONS, openNamedAuthority } from './authority/authority-access.js'
import { changeAuthority } from './authority/authority-folder.js'
import type { Command } from './command.js'
import { EXIT } from './exit-code.js'
import { readInputFile } from './input-file.js'
import {
  KEY_FILE_OPTIONS,
  readCertificateFile,
  readKeyFile,
  readKeyPassphrase,
  writeCertificateFile,
  writeKeyFile,
  type KeyFile,
} from './new-key-file.js'
import { Progress } from './progress.js'
import type { Terminal } from './terminal.js'
import { UsageError } from './usage-error.js'

const OPTIONS = {
  ...AUTHORITY_OPTIONS,
  ...KEY_FILE_OPTIONS,
  name: { type: 'string' },
  'tax-id': { type: 'string' },
  country: { type: 'string' },
  key: { type: 'string' },
  csr: { type: 'string' },
  days: { type: 'string' },
} as const

const HELP = `Usage: fiscalseal issue --authority FOLDER --name NAME --tax-id ID --out FILE [OPTIONS]

Issues a key and a certificate with the tax id of a seller, under an authority that
"fiscalseal authority new" made. The seller seals with the file. With --csr the seller keeps
the key to himself and gets a certificate for it.

${AUTHORITY_HELP}
  --name NAME             legal name of the seller; required
  --tax-id ID             his tax id; required
  --country CC            country of the tax id (default: that of the authority)
  --key KIND              ${KEY_KINDS.slice(0, 4).join(', ')},
                          ${KEY_KINDS.slice(4).join(', ')} (default: P-256)
  --csr FILE              certify the key of this request ("fiscalseal csr" makes one); what
                          the certificate says is what you say here, not what the request says
  --days N                for how many days it is valid (default: 730)
  --out FILE              where it goes: .p12 or .pfx for PKCS#12, .pem for PEM; required
  --passphrase-file FILE  holds the passphrase for the new key; else FISCALSEAL_PASSPHRASE
                          is used, with a warning, or you are asked
  --unencrypted           PEM only: keep the key in the clear, readable by you alone
  --force                 replace FILE if it exists

Examples:
  fiscalseal issue --authority authority --name "Soko Ltd" --tax-id P051234567X --out soko.p12
  fiscalseal issue --authority authority --name "Soko Ltd" --tax-id P051234567X --key RSA-2048 \\
    --passphrase-file secret.txt --out soko.pem
  fiscalseal issue --authority authority --name "Soko Ltd" --tax-id P051234567X --csr soko.csr --out soko.pem
`

/** `fiscalseal issue`: key and certificate of a seller. */
export const issue: Command = {
  help: HELP,
  isMisuse: ({ code }) => code === 'argument.invalid',
  run: async (args, terminal) => {
    const { values } = readArguments(args, OPTIONS, { name: 'argument', min: 0, max: 0 })
    const { certificate, path } = await (values.csr === undefined
      ? issueKey(values, terminal)
      : certifyRequest(values, values.csr, terminal))
    const until = new Date(certificate.notAfter).toISOString().slice(0, 10)
    terminal.err(
      `${toPrintable(path)}: ${toPrintable(formatName(certificate.subject))}, valid until ${until}.\n`,
    )
    return EXIT.ok
  },
}

type Values = Arguments<typeof OPTIONS>['values']

/** What was issued, and where it is. */
type Issued = Pick<Certified, 'certificate'> & Pick<KeyFile, 'path'>

async function issueKey(values: Values, terminal: Terminal): Promise<Issued> {
  const file = readKeyFile(values, [values['authority-passphrase-file']])
  const key = readChoice(values.key, 'key', KEY_KINDS)
  const options = { ...readIssueOptions(values), ...(key === undefined ? {} : { key }) }
  const opened = await openNamedAuthority(values, terminal)
  const to = { format: file.format, name: options.legalName }
  const passphrase = await readKeyPassphrase(values, to, terminal)
  const identity = await new Progress(terminal).during('Making the key …', () =>
    changeAuthority(opened, (authority: Authority) => authority.issue(options)),
  )
  await writeKeyFile(file, identity, passphrase)
  return { certificate: identity.certificate, path: file.path }
}

const MAX_REQUEST_LENGTH = 64 * 1024

async function certifyRequest(values: Values, csr: string, terminal: Terminal): Promise<Issued> {
  if (values.key !== undefined) throw new UsageError('--csr brings a key, so --key says nothing here.')
  const file = readCertificateFile(values, [csr, values['authority-passphrase-file']])
  const options = readIssueOptions(values)
  const bytes = readInputFile(csr, MAX_REQUEST_LENGTH)
  const { request } = await readRequest(bytes)
  const opened = await openNamedAuthority(values, terminal)
  terminal.err(`${toPrintable(csr)} asks for ${toPrintable(formatName(request.subject))}.\n`)
  const certified = await changeAuthority(opened, (authority) => authority.certify(bytes, options))
  writeCertificateFile(file, certified)
  return { certificate: certified.certificate, path: file.path }
}

function readIssueOptions(values: Values): Omit<IssueOptions, 'key'> {
  const days = readCount(values.days, 'days', MAX_DAYS)
  return {
    legalName: requireOption(values.name, 'name'),
    taxId: requireOption(values['tax-id'], 'tax-id'),
    ...(values.country === undefined ? {} : { country: values.country.toUpperCase() }),
    ...(days === undefined ? {} : { days }),
  }
}
