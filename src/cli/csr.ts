import { toUtf8 } from '../base/bytes.js'
import { formatName } from '../formats/x509/name.js'
import { toPem } from '../formats/x509/pem.js'
import { toPrintable } from '../seal/report/printable.js'
import {
  createRequest,
  readRequest,
  type KeyHolder,
  type RequestOptions,
} from '../trust/issuing/certification-request.js'
import { createKey, loadKeyHolder } from '../trust/issuing/key-holder.js'
import { KEY_KINDS, type KeyKind } from '../trust/issuing/key-kind.js'
import { type Arguments, readArguments, readChoice, requireOption } from './arguments.js'
import type { Command } from './command.js'
import { EXIT, type ExitCode } from './exit-code.js'
import { readInputFile } from './input-file.js'
import { readKeyPassphrase } from './new-key-file.js'
import { requirePlace, writeOutputFiles, type OutputFile } from './output-file.js'
import { OUTPUT_OPTIONS, requireOutput, requireOutputName } from './output-option.js'
import { openWithPassphrase } from './passphrase.js'
import { isSamePlace } from './same-file.js'
import type { Terminal } from './terminal.js'
import { UsageError } from './usage-error.js'

const OPTIONS = {
  name: { type: 'string' },
  'tax-id': { type: 'string' },
  country: { type: 'string' },
  'key-file': { type: 'string' },
  'new-key': { type: 'string' },
  ...OUTPUT_OPTIONS,
  check: { type: 'string' },
  'passphrase-file': { type: 'string' },
  unencrypted: { type: 'boolean' },
} as const

const HELP = `Usage: fiscalseal csr --name NAME --tax-id ID --country CC --key-file FILE --out FILE [OPTIONS]
       fiscalseal csr --check FILE

Makes a certification request (PKCS#10) for a key that nobody else gets to see: the authority
gets the request and gives back a certificate. Or checks a request: that its maker has the key.

  --name NAME             legal name of the seller; required
  --tax-id ID             his tax id; required
  --country CC            country of the tax id, ISO 3166-1 (KE, PT, …); required
  --key-file FILE         the key: PEM, DER or PKCS#12, with or without certificates; required
  --new-key KIND          make the key, and write it to the --key-file in PEM:
                          ${KEY_KINDS.slice(0, 4).join(', ')},
                          ${KEY_KINDS.slice(4).join(', ')}
  --out FILE              where the request goes, in PEM; required
  --passphrase-file FILE  holds the passphrase of the key; else FISCALSEAL_PASSPHRASE is used,
                          with a warning, or you are asked
  --unencrypted           with --new-key: keep the key in the clear, readable by you alone
  --force                 replace the output if it exists; an existing key never is
  --check FILE            say whom a request asks to certify, and whether its maker has the key

Examples:
  fiscalseal csr --name "Soko Ltd" --tax-id P051234567X --country KE --new-key P-256 \\
    --key-file soko-key.pem --out soko.csr
  fiscalseal csr --check soko.csr
`

/** `fiscalseal csr`: certification requests, made and checked. */
export const csr: Command = {
  help: HELP,
  advice: { 'file.exists': 'Choose another name, or add --force to replace the --out file; a key never is.' },
  isMisuse: ({ code }) => code === 'argument.invalid',
  run: async (args, terminal) => {
    const { values } = readArguments(args, OPTIONS, { name: 'argument', min: 0, max: 0 })
    if (values.check === undefined) return make(values, terminal)
    if (Object.keys(values).length > 1) throw new UsageError('--check stands alone.')
    return check(values.check, terminal)
  },
}

type Values = Arguments<typeof OPTIONS>['values']

const MAX_REQUEST_LENGTH = 64 * 1024

async function check(path: string, terminal: Terminal): Promise<ExitCode> {
  const { request, publicKey } = await readRequest(readInputFile(path, MAX_REQUEST_LENGTH))
  const { curve, kind, bits } = publicKey
  terminal.out(`${toPrintable(formatName(request.subject))}\n`)
  terminal.out(
    `Key: ${curve ?? `${kind} ${bits}`}. Its maker has the key; who he is, is for you to find out.\n`,
  )
  return EXIT.ok
}

async function make(values: Values, terminal: Terminal): Promise<ExitCode> {
  const options = readOptions(values)
  const keyFile = requireOption(values['key-file'], 'key-file')
  const kind = readChoice(values['new-key'], 'new-key', KEY_KINDS)
  const read = kind === undefined ? keyFile : undefined
  const out = requireOutput(values, [read, values['passphrase-file']])
  const made = await (kind === undefined
    ? existingKey(values, keyFile, terminal)
    : newKey(values, { kind, name: options.legalName }, terminal))
  const request = toPem('CERTIFICATE REQUEST', await createRequest(made.holder, options))
  writeOutputFiles([...made.files, { path: out, bytes: toUtf8(request), replace: values.force === true }])
  terminal.err(`${toPrintable(out)}: give it to the authority; keep ${toPrintable(keyFile)} to yourself.\n`)
  return EXIT.ok
}

/** Who holds the key, and the files that keep it when it is new. */
interface Made {
  readonly holder: KeyHolder
  readonly files: readonly OutputFile[]
}

async function existingKey(values: Values, path: string, terminal: Terminal): Promise<Made> {
  if (values.unencrypted === true) throw new UsageError('--unencrypted is for a new key: add --new-key KIND.')
  const bytes = readInputFile(path)
  const sources = {
    file: values['passphrase-file'],
    variable: 'FISCALSEAL_PASSPHRASE',
    subject: `the key in ${path}`,
  }
  const holder = await openWithPassphrase(sources, terminal, (passphrase) =>
    loadKeyHolder(bytes, passphrase === undefined ? {} : { passphrase }),
  )
  return { holder, files: [] }
}

async function newKey(
  values: Values,
  { kind, name }: { readonly kind: KeyKind; readonly name: string },
  terminal: Terminal,
): Promise<Made> {
  const path = requireOutputName(values['key-file'], 'key-file')
  if (isSamePlace(path, values.out ?? '')) throw new UsageError('--key-file and --out name the same file.')
  requirePlace({ path })
  const passphrase = await readKeyPassphrase(values, { format: 'pem', name }, terminal)
  const { holder, pem } = await createKey(kind, passphrase === undefined ? {} : { passphrase })
  return { holder, files: [{ path, bytes: toUtf8(pem), isSecret: true }] }
}

function readOptions(values: Values): RequestOptions {
  return {
    legalName: requireOption(values.name, 'name'),
    taxId: requireOption(values['tax-id'], 'tax-id'),
    country: requireOption(values.country, 'country').toUpperCase(),
  }
}
