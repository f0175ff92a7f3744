import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { toUtf8 } from '../../base/bytes.js'
import { FiscalSealError } from '../../base/errors.js'
import { toPrintable } from '../../seal/report/printable.js'
import { folderStorage } from '../../trust/lists/bundle/bundle-storage.js'
import {
  loadTrustBundle,
  updateTrustBundle,
  type BundleSource,
  type TrustBundle,
} from '../../trust/lists/bundle/update-bundle.js'
import { readArguments, readTime, requireOption, type Arguments } from '../arguments.js'
import type { Command } from '../command.js'
import { EXIT } from '../exit-code.js'
import { writeOutputFiles } from '../output-file.js'
import { UsageError } from '../usage-error.js'
import { readBundlePart } from './bundle-arguments.js'
import { showBundle } from './bundle-text.js'

const OPTIONS = {
  root: { type: 'string' },
  folder: { type: 'string' },
  from: { type: 'string' },
  url: { type: 'string' },
  'fetch-host': { type: 'string', multiple: true },
  at: { type: 'string' },
  json: { type: 'boolean' },
} as const

const HELP = `Usage: fiscalseal trust bundle update --root FILE --folder FOLDER --from FILE [OPTIONS]
       fiscalseal trust bundle update --root FILE --folder FOLDER --url URL [OPTIONS]

Takes a new bundle over what the folder has: checks all of it first, and that it is not older.
What is refused changes nothing. The folder then holds bundle.json, the last good bundle, and
trust.json, the same as a trust store: give the folder to --trust of the other commands. Once
it is out of date, verdicts on it are indeterminate until there is a newer one.

  --root FILE          the root that you trust, or a bundle that you had before; required
  --folder FOLDER      where the last good one is kept; made if it is not there; required
  --from FILE          the new bundle, or
  --url URL            where to fetch it, from a public address
  --fetch-host HOST    a host, or HOST:PORT, that may be asked on a private network too; may be
                       given several times
  --at TIME            judge as of this moment (default: now)
  --json               one JSON object, for programs

Exit code: 0 up to date; 1 refused, with the reason, and the last good one stays; 2 wrong usage.

Examples:
  fiscalseal trust bundle update --root root.json --folder trust --from bundle.json
  fiscalseal trust bundle update --root root.json --folder trust --url https://lists.example/bundle.json
  fiscalseal verify invoice.pdf --trust trust
`

/** `fiscalseal trust bundle update`: keep the newest good one. */
export const bundleUpdate: Command = {
  help: HELP,
  run: async (args, terminal) => {
    const { values } = readArguments(args, OPTIONS, { name: 'argument', min: 0, max: 0 })
    const root = readBundlePart(requireOption(values.root, 'root'))
    const folder = requireOption(values.folder, 'folder')
    const at = readTime(values.at, 'at') ?? new Date()
    const source = await readSource(values)
    // The machine may have stopped between the two files of an earlier update.
    const kept = await loadTrustBundle(folderStorage(folder), { root })
    if (kept !== undefined && existsSync(folder)) writeStore(folder, kept)
    const bundle = await updateTrustBundle(source, folderStorage(folder), { root, at })
    writeStore(folder, bundle)
    showBundle(bundle, { at, isJson: values.json === true }, terminal)
    const what = bundle.changed ? 'has a new bundle' : 'was up to date'
    terminal.err(`${toPrintable(folder)} ${what}.\n`)
    return EXIT.ok
  },
}

function writeStore(folder: string, { trust }: TrustBundle): void {
  const bytes = toUtf8(`${JSON.stringify(trust.toJSON(), null, 2)}\n`)
  writeOutputFiles([{ path: join(folder, 'trust.json'), bytes, replace: true }])
}

/** What reaches the network is loaded only when an address is given. */
async function readSource(values: Arguments<typeof OPTIONS>['values']): Promise<BundleSource> {
  const { from, url } = values
  const allowedHosts = values['fetch-host'] ?? []
  if ((from === undefined) === (url === undefined)) throw new UsageError('Give either --from or --url.')
  if (from !== undefined && allowedHosts.length > 0)
    throw new UsageError('--fetch-host says whom --url may ask; --url is missing.')
  if (url === undefined) return readBundlePart(from ?? '')
  const { createFetcher } = await import('../../net/fetcher.js')
  const fetcher = createFetcher({ allowedHosts })
  return { url, fetcher: (request) => fetcher(request).catch(refuseFetched) }
}

/** A fetcher says why in a few words, for a place in a finding. */
function refuseFetched(cause: unknown): never {
  if (!(cause instanceof FiscalSealError)) throw cause
  throw new FiscalSealError(cause.code, `The bundle cannot be fetched: ${cause.message}.`, { cause })
}
