import { toPrintable } from '../../seal/report/printable.js'
import { importTrustedLists } from '../../trust/lists/european/trusted-lists.js'
import type { TrustedLists } from '../../trust/lists/european/trusted-lists-options.js'
import type { TrustStore } from '../../trust/store/trust-store.js'
import { readInputFile } from '../input-file.js'
import { FETCH_OPTIONS, readFetcher } from '../fetch-option.js'
import { UsageError } from '../usage-error.js'

/** Options for trusted lists of the European Union. */
export const EUROPEAN_OPTIONS = {
  eu: { type: 'string' },
  signer: { type: 'string', multiple: true },
  'eu-list': { type: 'string', multiple: true },
  territory: { type: 'string', multiple: true },
  ...FETCH_OPTIONS,
} as const

/** What `--help` says of them. */
export const EUROPEAN_HELP = `  --eu FILE              the list of trusted lists of the European Union (XML)
  --signer FILE          a certificate with which it may be signed, as published in the
                         Official Journal; may be given several times
  --eu-list FILE         a national list that it points to (XML); may be given several times
  --territory CODE       only the lists of these countries; may be given several times
  --fetch                fetch the national lists that are not given, from public addresses
  --fetch-host HOST      a host, or HOST:PORT, that may be asked on a private network too; may
                         be given several times`

/** Values of these options. */
export interface EuropeanValues {
  readonly eu?: string | undefined
  readonly signer?: readonly string[] | undefined
  readonly 'eu-list'?: readonly string[] | undefined
  readonly territory?: readonly string[] | undefined
}

/** What came of European lists. */
export interface EuropeanImport {
  readonly store: TrustStore | undefined
  readonly text: string
  /** Whether no list was refused. */
  readonly isComplete: boolean
}

/** Returns what European trusted lists hold, when there are some. Throws `UsageError` and `FiscalSealError`. */
export async function importEuropean(
  values: EuropeanValues & Parameters<typeof readFetcher>[0],
  at: Date,
): Promise<EuropeanImport> {
  const { eu, signer = [], territory } = values
  if (eu === undefined) {
    if (
      signer.length > 0 ||
      (values['eu-list'] ?? territory ?? values.fetch ?? values['fetch-host']) !== undefined
    )
      throw new UsageError('--signer, --eu-list, --territory and --fetch are for --eu FILE.')
    return { store: undefined, text: '', isComplete: true }
  }
  if (signer.length === 0)
    throw new UsageError('--signer is missing: say which certificates may sign the list of lists.')
  const fetcher = await readFetcher(values)
  const imported = await importTrustedLists({
    lotl: { xml: readInputFile(eu), signers: signer.map((file) => readInputFile(file)) },
    lists: (values['eu-list'] ?? []).map((file) => readInputFile(file)),
    ...(territory === undefined ? {} : { territories: territory }),
    ...(fetcher === undefined ? {} : { fetcher }),
    at,
  })
  return {
    store: imported.store,
    text: textOf(imported),
    isComplete: imported.refusals.length === 0,
  }
}

function textOf({ lists, refusals, warnings }: TrustedLists): string {
  return [
    ...lists.map(
      ({ territory, sequenceNumber, services, list }) =>
        `European list ${toPrintable(territory)}, number ${sequenceNumber}: ${list.anchors.length} of ${services.length} services are taken as authorities\n`,
    ),
    ...refusals.map(
      ({ name, territory, code, message }) =>
        `Refused: ${toPrintable(name)}${territory === undefined ? '' : ` (${toPrintable(territory)})`}: ${toPrintable(message)} (${code})\n`,
    ),
    ...warnings.map(
      ({ territory, code, message }) =>
        `Warning: ${toPrintable(territory)}: ${toPrintable(message)} (${code})\n`,
    ),
  ].join('')
}
