import { requireOption } from '../arguments.js'
import { openWithPassphrase } from '../passphrase.js'
import type { Terminal } from '../terminal.js'
import { openAuthority, readSecretFile, type OpenAuthority } from './authority-folder.js'

/** Options of every command that works on an authority. */
export const AUTHORITY_OPTIONS = {
  authority: { type: 'string' },
  'authority-passphrase-file': { type: 'string' },
} as const

/** What `--help` says of them. */
export const AUTHORITY_HELP = `  --authority FOLDER      the folder of the authority; required
  --authority-passphrase-file FILE
                          holds the passphrase of the authority; else
                          FISCALSEAL_AUTHORITY_PASSPHRASE, or you are asked`

/** Values of these options. */
export interface AuthorityValues {
  readonly authority?: string | undefined
  readonly 'authority-passphrase-file'?: string | undefined
}

/** Returns the authority that the options name, its passphrase asked for where it needs one. Throws `UsageError`, `FiscalSealError`. */
export function openNamedAuthority(values: AuthorityValues, terminal: Terminal): Promise<OpenAuthority> {
  const folder = requireOption(values.authority, 'authority')
  const secret = readSecretFile(folder)
  const sources = {
    file: values['authority-passphrase-file'],
    variable: 'FISCALSEAL_AUTHORITY_PASSPHRASE',
    subject: `the authority in ${folder}`,
  }
  return openWithPassphrase(sources, terminal, (passphrase) => openAuthority(folder, passphrase, secret))
}
