import type { Fetcher } from '../base/fetcher.js'
import { UsageError } from './usage-error.js'

/** The options of commands that may use the network. */
export const FETCH_OPTIONS = {
  fetch: { type: 'boolean' },
  'fetch-host': { type: 'string', multiple: true },
} as const

/** What to say about them in the help of a command. */
export const FETCH_HELP = `  --fetch              fetch revocation information that is not at hand, from public addresses
                       that the certificates name (default: the network is never used)
  --fetch-host HOST    a host, or HOST:PORT, that may be asked on a private network too; may be
                       given several times`

/** Returns the fetcher that was asked for, or `undefined`: what reaches the network is loaded only then. Throws `UsageError`. */
export async function readFetcher(values: {
  readonly fetch?: boolean | undefined
  readonly 'fetch-host'?: readonly string[] | undefined
}): Promise<Fetcher | undefined> {
  const allowedHosts = values['fetch-host'] ?? []
  if (values.fetch !== true) {
    if (allowedHosts.length > 0)
      throw new UsageError('--fetch-host says whom --fetch may ask; --fetch is missing.')
    return undefined
  }
  const { createFetcher } = await import('../net/fetcher.js')
  return createFetcher({ allowedHosts })
}
