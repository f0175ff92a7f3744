import type { AnchorFilter } from '../../trust/store/anchor-filter.js'
import type { AnchorRole } from '../../trust/store/anchor.js'
import { readTrustFiles } from '../../trust/store/trust-files.js'
import type { TrustStore } from '../../trust/store/trust-store.js'
import { readChoice, requireOption } from '../arguments.js'
import { UsageError } from '../usage-error.js'

/** Options that choose some of the authorities of a store. */
export const FILTER_OPTIONS = {
  jurisdiction: { type: 'string', multiple: true },
  authority: { type: 'string', multiple: true },
  environment: { type: 'string' },
  role: { type: 'string', multiple: true },
} as const

/** What `--help` says of them. */
export const FILTER_HELP = `  --jurisdiction CODE    only these countries (PT) or parts of them (PT-20); may be given several times
  --authority NAME       only authorities of this name; may be given several times
  --environment WHICH    only production, or only test
  --role ROLE            only these: issuer-ca, accredited-ca, direct-signer, device-ca,
                         timestamp-authority; may be given several times`

/** Values of these options. */
export interface FilterValues {
  readonly jurisdiction?: readonly string[] | undefined
  readonly authority?: readonly string[] | undefined
  readonly environment?: string | undefined
  readonly role?: readonly string[] | undefined
}

const ROLES: readonly AnchorRole[] = [
  'issuer-ca',
  'accredited-ca',
  'direct-signer',
  'device-ca',
  'timestamp-authority',
]

/** Returns what the options ask for; throws `UsageError`. */
export function readFilter(values: FilterValues): AnchorFilter {
  const environment = readChoice(values.environment, 'environment', ['production', 'test'])
  const roles = values.role
    ?.map((role) => readChoice(role, 'role', ROLES))
    .filter((role) => role !== undefined)
  for (const code of values.jurisdiction ?? []) requireJurisdiction(code)
  return {
    ...(values.jurisdiction === undefined ? {} : { jurisdiction: values.jurisdiction }),
    ...(values.authority === undefined ? {} : { authority: values.authority }),
    ...(environment === undefined ? {} : { environment }),
    ...(roles === undefined ? {} : { role: roles }),
  }
}

/** Returns the code; throws `UsageError` when it is none of ISO 3166-1 or -2. */
export function requireJurisdiction(code: string): string {
  if (/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/.test(code)) return code
  throw new UsageError(`--jurisdiction is a code such as PT or PT-20, not ${JSON.stringify(code)}.`)
}

/** Returns the name of a trust list; throws `UsageError`. */
export function requireListId(value: string | undefined, name: string): string {
  const listId = requireOption(value, name)
  if (/^[a-z0-9.-]{1,64}$/.test(listId)) return listId
  throw new UsageError(`--${name} is small letters, digits, dots and hyphens, such as my-authorities.`)
}

/** Returns the store in files and folders, and of it what the options ask for. Throws `FiscalSealError` and `UsageError`. */
export function readStore(paths: readonly string[], values: FilterValues): TrustStore {
  return readTrustFiles(paths).filter(readFilter(values))
}
