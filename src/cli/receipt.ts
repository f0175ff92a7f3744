import { FiscalSealError, Malformed } from '../base/errors.js'
import { parseJson } from '../base/json.js'
import type { Layout, LayoutFonts, Logo } from '../document/model/layout.js'
import type { ReceiptModel } from '../document/model/types.js'
import { buildReceipt } from '../document/page/build-receipt.js'
import { toPrintable } from '../seal/report/printable.js'
import { type Arguments, readArguments, readChoice } from './arguments.js'
import type { Command } from './command.js'
import { EXIT } from './exit-code.js'
import { readInputFile } from './input-file.js'
import { OUTPUT_OPTIONS, requireOutput, writeOutput } from './output-option.js'
import { Progress } from './progress.js'
import type { Terminal } from './terminal.js'
import { UsageError } from './usage-error.js'

const OPTIONS = {
  ...OUTPUT_OPTIONS,
  page: { type: 'string' },
  logo: { type: 'string' },
  'logo-text': { type: 'string' },
  accent: { type: 'string' },
  'font-regular': { type: 'string' },
  'font-bold': { type: 'string' },
  'seal-box': { type: 'boolean' },
} as const

const PAGES = ['A4', 'A5', 'Letter', 'roll80', 'roll58'] as const
const MAX_MODEL_BYTES = 64 * 1024 * 1024
const MAX_DEPTH = 16
/** U+FEFF in UTF-8. */
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf]

const HELP = `Usage: fiscalseal receipt MODEL --out FILE [OPTIONS]

Builds the PDF of a receipt or invoice from its data (JSON). All sums and taxes are derived;
the data travels inside the PDF. MODEL is a file, or - for standard input.

  --out FILE           where the PDF goes; required
  --page SIZE          A4 (default), A5, Letter, roll80 or roll58
  --logo FILE          PNG or JPEG for the head of the page
  --logo-text TEXT     what a screen reader says instead of the logo (default: the seller's name)
  --accent #RRGGBB     colour of the seller's name and the amount due
  --font-regular FILE  TrueType fonts of your own, both together
  --font-bold FILE
  --seal-box           keep a place for a visible seal (fiscalseal sign --visible)
  --force              replace FILE if it exists

Amounts are texts, not numbers ("3.49"), since numbers lose cents. Say whether prices
contain tax. A small sale.json:

  {
    "kind": "receipt", "number": "R-117", "issuedAt": "2026-11-22T09:30:00+03:00",
    "currency": "KES", "language": "en", "pricesInclude": "tax",
    "seller": {
      "name": "Soko Ltd", "taxIds": [{ "scheme": "PIN", "country": "KE", "value": "P051234567X" }],
      "address": { "city": "Nairobi", "country": "KE" }
    },
    "lines": [
      { "name": "Coffee beans 1 kg", "quantity": "2", "unitPrice": "1450.00",
        "tax": [{ "category": "S", "rate": "16" }] }
    ],
    "payments": [{ "method": "cash", "amount": "3000.00" }]
  }

Examples:
  fiscalseal receipt sale.json --out receipt.pdf
  fiscalseal receipt sale.json --out roll.pdf --page roll80 --seal-box
  fiscalseal receipt - --out receipt.pdf < sale.json
`

/** `fiscalseal receipt`: a receipt PDF from its model. */
export const receipt: Command = {
  help: HELP,
  isMisuse: ({ problems }) => problems.length > 0 && problems.every(({ path }) => path.startsWith('layout.')),
  run: async (args, terminal) => {
    const { values, positionals } = readArguments(args, OPTIONS, { name: 'MODEL', min: 1, max: 1 })
    const [source = ''] = positionals
    const fonts = [values['font-regular'], values['font-bold']]
    const out = requireOutput(values, [source === '-' ? undefined : source, values.logo, ...fonts])
    const model = parseModel(await readModelBytes(source, terminal))
    const layout = readLayout(values, model)
    const { bytes, computed, pages } = await new Progress(terminal).during('Building the receipt …', () =>
      buildReceipt(model, { layout }),
    )
    writeOutput(values, bytes)
    const { due } = computed.totals
    terminal.err(
      `${toPrintable(out)}: ${computed.kind} ${toPrintable(computed.number)}, ${due} ${computed.currency} due, ${pages === 1 ? '1 page' : `${pages} pages`}.\n`,
    )
    return EXIT.ok
  },
}

async function readModelBytes(path: string, terminal: Terminal): Promise<Uint8Array> {
  if (path !== '-') return readInputFile(path, MAX_MODEL_BYTES)
  try {
    return await terminal.readInput(MAX_MODEL_BYTES)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new FiscalSealError('argument.invalid', error.message, { cause: error })
  }
}

/** The strict reader, so that no field is there twice; what it holds is checked by the builder. */
function parseModel(bytes: Uint8Array): ReceiptModel {
  try {
    const value: unknown = parseJson(withoutMark(bytes), { maxBytes: MAX_MODEL_BYTES, maxDepth: MAX_DEPTH })
    return value as ReceiptModel
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    const place = error.offset === undefined ? '' : ` at character ${error.offset + 1}`
    throw new FiscalSealError(
      'receipt.invalid',
      `The receipt is no JSON that can be read: ${error.detail}${place}.`,
      {
        cause: error,
      },
    )
  }
}

/** Editors put a byte-order mark there; RFC 8259 §8.1 lets a reader pass over it. */
function withoutMark(bytes: Uint8Array): Uint8Array {
  return BYTE_ORDER_MARK.every((byte, index) => bytes[index] === byte)
    ? bytes.subarray(BYTE_ORDER_MARK.length)
    : bytes
}

type Values = Arguments<typeof OPTIONS>['values']

function readLayout(values: Values, model: ReceiptModel): Layout {
  const page = readChoice(values.page, 'page', PAGES)
  const logo = readLogo(values, model)
  const fonts = readFonts(values)
  return {
    ...(page === undefined ? {} : { page }),
    ...(logo === undefined ? {} : { logo }),
    ...(fonts === undefined ? {} : { fonts }),
    ...(values.accent === undefined ? {} : { accent: values.accent }),
    ...(values['seal-box'] === true ? { sealBox: true } : {}),
  }
}

function readLogo(values: Values, model: ReceiptModel): Logo | undefined {
  if (values.logo === undefined) {
    if (values['logo-text'] !== undefined) throw new UsageError('--logo-text is for --logo FILE.')
    return undefined
  }
  const name: unknown = (model as Partial<ReceiptModel> | null)?.seller?.name
  const alternativeText = values['logo-text'] ?? (typeof name === 'string' ? name : 'Logo')
  return { bytes: readInputFile(values.logo), alternativeText }
}

function readFonts(values: Values): LayoutFonts | undefined {
  const { 'font-regular': regular, 'font-bold': bold } = values
  if (regular === undefined && bold === undefined) return undefined
  if (regular === undefined || bold === undefined)
    throw new UsageError('--font-regular and --font-bold are given together.')
  return { regular: readInputFile(regular), bold: readInputFile(bold) }
}
