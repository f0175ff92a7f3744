import { toPrintable } from '../seal/report/printable.js'
import { sign as seal } from '../seal/sign/sign.js'
import type { Appearance, SignOptions } from '../seal/sign/types.js'
import { type LoadIdentityOptions, loadIdentity } from '../trust/keys/load-identity.js'
import type { Identity } from '../trust/keys/identity.js'
import { type Arguments, readArguments, readChoice, readTime, requireOption } from './arguments.js'
import type { Command } from './command.js'
import { EXIT } from './exit-code.js'
import { readInputFile } from './input-file.js'
import { OUTPUT_OPTIONS, requireOutput, writeOutput } from './output-option.js'
import { openWithPassphrase } from './passphrase.js'
import { Progress } from './progress.js'
import type { Terminal } from './terminal.js'
import { UsageError } from './usage-error.js'

const OPTIONS = {
  ...OUTPUT_OPTIONS,
  identity: { type: 'string' },
  certificate: { type: 'string' },
  chain: { type: 'string', multiple: true },
  'passphrase-file': { type: 'string' },
  'key-name': { type: 'string' },
  'rsa-pss': { type: 'boolean' },
  visible: { type: 'boolean' },
  page: { type: 'string' },
  rect: { type: 'string' },
  logo: { type: 'string' },
  reason: { type: 'string' },
  location: { type: 'string' },
  contact: { type: 'string' },
  field: { type: 'string' },
  at: { type: 'string' },
  'sub-filter': { type: 'string' },
  again: { type: 'boolean' },
  'any-seller': { type: 'boolean' },
} as const

/** PDFs up to this size are read into memory to be sealed. */
const MAX_PDF_BYTES = 2 ** 31 - 1

const HELP = `Usage: fiscalseal sign FILE --identity KEYFILE --out FILE [OPTIONS]

Seals a PDF: appends a PAdES signature, and reads it again and verifies it before anything
is written. The bytes of FILE stay as they are at the beginning of the sealed file.

  --identity KEYFILE      key and certificate: PKCS#12 (.p12, .pfx) or PEM; required
  --certificate FILE      the certificate, when KEYFILE holds only the key
  --chain FILE            certificates of the authorities above it, when KEYFILE lacks them;
                          may be given several times
  --passphrase-file FILE  holds the passphrase of KEYFILE; else FISCALSEAL_PASSPHRASE is
                          used, with a warning, or you are asked
  --key-name NAME         which key of a PKCS#12 file with several
  --rsa-pss               RSA signatures with PSS instead of PKCS#1 v1.5
  --out FILE              where the sealed PDF goes; required
  --visible               show a seal on the page: who, tax id, authority, when, serial number;
                          on a receipt in the place kept with --seal-box, or give --rect
  --page N                page of the visible seal, 1 is the first, -1 the last (default)
  --rect X,Y,WIDTH,HEIGHT its place in points from the lower left corner
  --logo FILE             PNG or JPEG in the visible seal
  --reason, --location, --contact TEXT
                          written into the signature
  --field NAME            name of the signature field; an empty one of this name is filled
  --at TIME               claimed time of the signature (default: now)
  --sub-filter NAME       ETSI.CAdES.detached (default, PAdES B-B) or adbe.pkcs7.detached
  --again                 seal once more what this identity has sealed already
  --any-seller            seal a document that names another seller than the certificate
  --force                 replace the --out file if it exists

Examples:
  fiscalseal sign receipt.pdf --identity soko.p12 --out sealed.pdf
  fiscalseal sign roll.pdf --identity soko.p12 --passphrase-file secret.txt --visible --out sealed.pdf
  fiscalseal sign receipt.pdf --identity key.pem --certificate soko.pem --chain issuing.pem --out sealed.pdf
`

/** `fiscalseal sign`: a sealed PDF. */
export const sign: Command = {
  help: HELP,
  advice: {
    'identity.no-key': 'Give the file that holds the private key, and with --key-name a name that is in it.',
    'receipt.missing-glyph':
      'Leave out --visible: the seal proves the same when it is not shown on the page.',
  },
  isMisuse: ({ code }) => code === 'argument.invalid',
  run: async (args, terminal) => {
    const { values, positionals } = readArguments(args, OPTIONS, { name: 'FILE', min: 1, max: 1 })
    const [path = ''] = positionals
    const out = requireOutput(values, [path, ...otherInputs(values)])
    const appearance = readAppearance(values)
    const pdf = readInputFile(path, MAX_PDF_BYTES)
    const identity = await openIdentity(values, terminal)
    const options = readSignOptions(values, identity, appearance)
    const sealed = await new Progress(terminal).during('Sealing …', () => seal(pdf, options))
    writeOutput(values, sealed.bytes)
    const subject = toPrintable(identity.toJSON().subject)
    terminal.err(
      `${toPrintable(out)}: sealed by ${subject}, ${sealed.level}, field ${toPrintable(sealed.field)}.\n`,
    )
    return EXIT.ok
  },
}

type Values = Arguments<typeof OPTIONS>['values']

function otherInputs(values: Values): readonly (string | undefined)[] {
  const { identity, certificate, chain = [], logo } = values
  return [identity, certificate, ...chain, logo, values['passphrase-file']]
}

function openIdentity(values: Values, terminal: Terminal): Promise<Identity> {
  const path = requireOption(values.identity, 'identity')
  const key = readInputFile(path)
  const input =
    values.certificate === undefined ? key : { key, certificate: readInputFile(values.certificate) }
  const options = readIdentityOptions(values)
  const sources = { file: values['passphrase-file'], variable: 'FISCALSEAL_PASSPHRASE', subject: path }
  return openWithPassphrase(sources, terminal, (passphrase) =>
    loadIdentity(input, { ...options, ...(passphrase === undefined ? {} : { passphrase }) }),
  )
}

function readIdentityOptions(values: Values): LoadIdentityOptions {
  const chain = (values.chain ?? []).map((file) => readInputFile(file))
  const at = readTime(values.at, 'at')
  const keyName = values['key-name']
  return {
    ...(chain.length === 0 ? {} : { chain }),
    ...(at === undefined ? {} : { at }),
    ...(values['rsa-pss'] === true ? { scheme: 'rsa-pss' } : {}),
    ...(keyName === undefined ? {} : { keyName }),
  }
}

function readSignOptions(
  values: Values,
  identity: Identity,
  appearance: Appearance | undefined,
): SignOptions {
  const at = readTime(values.at, 'at')
  const subFilter = readChoice(values['sub-filter'], 'sub-filter', [
    'ETSI.CAdES.detached',
    'adbe.pkcs7.detached',
  ])
  const { field, reason, location, contact } = values
  return {
    identity,
    ...(subFilter === undefined ? {} : { subFilter }),
    ...(field === undefined ? {} : { field }),
    ...(at === undefined ? {} : { at }),
    ...(reason === undefined ? {} : { reason }),
    ...(location === undefined ? {} : { location }),
    ...(contact === undefined ? {} : { contact }),
    ...(appearance === undefined ? {} : { appearance }),
    again: values.again === true,
    anySeller: values['any-seller'] === true,
  }
}

function readAppearance(values: Values): Appearance | undefined {
  const { page, rect, logo } = values
  const isVisible = values.visible === true || page !== undefined || rect !== undefined || logo !== undefined
  if (!isVisible) return undefined
  return {
    ...(page === undefined ? {} : { page: readPage(page) }),
    ...(rect === undefined ? {} : { rect: readRectangle(rect) }),
    ...(logo === undefined ? {} : { logo: readInputFile(logo) }),
  }
}

function readPage(text: string): number {
  const page = Number(text)
  if (Number.isSafeInteger(page) && page !== 0 && String(page) === text) return page
  throw new UsageError(`--page is a page number such as 1 or -1, not ${JSON.stringify(text)}.`)
}

function readRectangle(text: string): NonNullable<Appearance['rect']> {
  const [x, y, width, height, ...rest] = text
    .split(',')
    .map((part) => (part.trim() === '' ? Number.NaN : Number(part)))
  if (x === undefined || y === undefined || width === undefined || height === undefined || rest.length > 0) {
    throw new UsageError('--rect is four numbers: X,Y,WIDTH,HEIGHT.')
  }
  if (![x, y, width, height].every(Number.isFinite))
    throw new UsageError('--rect is four numbers: X,Y,WIDTH,HEIGHT.')
  return { x, y, width, height }
}
