import { formatName } from '../../formats/x509/name.js'
import { toPrintable } from '../../seal/report/printable.js'
import { KEY_KINDS } from '../../trust/issuing/key-kind.js'
import { MAX_DAYS } from '../../trust/issuing/option-fields.js'
import { type Arguments, readArguments, readChoice, readCount } from '../arguments.js'
import type { Command } from '../command.js'
import { EXIT } from '../exit-code.js'
import {
  KEY_FILE_OPTIONS,
  readCertificateFile,
  readKeyFile,
  readKeyPassphrase,
  writeCertificateFile,
  writeKeyFile,
} from '../new-key-file.js'
import { Progress } from '../progress.js'
import type { Terminal } from '../terminal.js'
import { UsageError } from '../usage-error.js'
import { AUTHORITY_HELP, AUTHORITY_OPTIONS, openNamedAuthority } from './authority-access.js'
import { changeAuthority } from './authority-folder.js'
import { readCertificateIn } from './named-certificate.js'
import type { Certificate } from '../../formats/x509/certificate.js'

const OPTIONS = {
  ...AUTHORITY_OPTIONS,
  ...KEY_FILE_OPTIONS,
  'new-key': { type: 'boolean' },
  key: { type: 'string' },
  days: { type: 'string' },
} as const

const HELP = `Usage: fiscalseal authority renew CERTIFICATE --authority FOLDER --out FILE [OPTIONS]

Issues a certificate that follows an earlier one: for the same name and the same key, or with
--new-key for the same name and a new key, which then goes into FILE too. A revoked
certificate is only followed by one for a new key.

  CERTIFICATE             a file that begins with the earlier certificate (PEM or DER); the key
                          beside it is not needed
${AUTHORITY_HELP}
  --new-key               make a new key, and write it with its certificate
  --key KIND              ${KEY_KINDS.slice(0, 4).join(', ')},
                          ${KEY_KINDS.slice(4).join(', ')} (default: P-256)
  --days N                for how many days it is valid (default: as long as the earlier one)
  --out FILE              where it goes: .pem; with --new-key also .p12 or .pfx; required
  --passphrase-file FILE  holds the passphrase for the new key; else FISCALSEAL_PASSPHRASE
                          is used, with a warning, or you are asked
  --unencrypted           PEM only: keep the new key in the clear, readable by you alone
  --force                 replace FILE if it exists

Examples:
  fiscalseal authority renew soko.pem --authority authority --out soko-certificate.pem
  fiscalseal authority renew soko.pem --authority authority --new-key --out soko-next.p12
`

/** `fiscalseal authority renew`: a certificate that follows an earlier one. */
export const authorityRenew: Command = {
  help: HELP,
  run: async (args, terminal) => {
    const { values, positionals } = readArguments(args, OPTIONS, { name: 'CERTIFICATE', min: 1, max: 1 })
    if (values.key !== undefined && values['new-key'] !== true)
      throw new UsageError('--key says of what kind a new key is: add --new-key.')
    const [path = ''] = positionals
    const earlier = { path, certificate: readCertificateIn(path) }
    const renewed = await (values['new-key'] === true
      ? renewWithKey(earlier, values, terminal)
      : renewCertificate(earlier, values, terminal))
    const until = new Date(renewed.notAfter).toISOString().slice(0, 10)
    terminal.err(
      `${toPrintable(values.out ?? '')}: ${toPrintable(formatName(renewed.subject))}, valid until ${until}.\n`,
    )
    return EXIT.ok
  },
}

type Values = Arguments<typeof OPTIONS>['values']

/** The certificate that is followed, and where it is. */
interface Earlier {
  readonly path: string
  readonly certificate: Certificate
}

async function renewCertificate(
  { path, certificate }: Earlier,
  values: Values,
  terminal: Terminal,
): Promise<Certificate> {
  const file = readCertificateFile(values, [path, values['authority-passphrase-file']])
  const options = readDays(values)
  const opened = await openNamedAuthority(values, terminal)
  const certified = await changeAuthority(opened, (authority) => authority.renew(certificate, options))
  writeCertificateFile(file, certified)
  return certified.certificate
}

async function renewWithKey(
  { path, certificate }: Earlier,
  values: Values,
  terminal: Terminal,
): Promise<Certificate> {
  const file = readKeyFile(values, [path, values['authority-passphrase-file']])
  const key = readChoice(values.key, 'key', KEY_KINDS)
  const options = { ...readDays(values), ...(key === undefined ? {} : { key }) }
  const opened = await openNamedAuthority(values, terminal)
  const to = { format: file.format, name: formatName(certificate.subject) }
  const passphrase = await readKeyPassphrase(values, to, terminal)
  const identity = await new Progress(terminal).during('Making the key …', () =>
    changeAuthority(opened, (authority) => authority.rekey(certificate, options)),
  )
  await writeKeyFile(file, identity, passphrase)
  return identity.certificate
}

function readDays(values: Values): { readonly days?: number } {
  const days = readCount(values.days, 'days', MAX_DAYS)
  return days === undefined ? {} : { days }
}
