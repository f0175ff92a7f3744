import { toPrintable } from '../../seal/report/printable.js'
import { REVOCATION_REASONS } from '../../trust/issuing/revocation.js'
import { readArguments, readChoice, readTime } from '../arguments.js'
import type { Command } from '../command.js'
import { EXIT } from '../exit-code.js'
import { UsageError } from '../usage-error.js'
import { AUTHORITY_HELP, AUTHORITY_OPTIONS, openNamedAuthority } from './authority-access.js'
import { changeAuthority } from './authority-folder.js'
import { readSerialNumber } from './named-certificate.js'

const OPTIONS = {
  ...AUTHORITY_OPTIONS,
  reason: { type: 'string' },
  at: { type: 'string' },
  'invalid-since': { type: 'string' },
} as const

const HELP = `Usage: fiscalseal authority revoke CERTIFICATE --authority FOLDER [OPTIONS]

Revokes a certificate and writes new revocation lists. Give trust.json, or the list, to
verifiers again: until then they know nothing of it.

  CERTIFICATE             its serial number in hexadecimal, or a file that begins with it (PEM
                          or DER)
${AUTHORITY_HELP}
  --reason REASON         ${REVOCATION_REASONS.slice(0, 4).join(', ')},
                          ${REVOCATION_REASONS.slice(4, 7).join(', ')},
                          ${REVOCATION_REASONS.slice(7).join(', ')} (default: unspecified)
  --at TIME               since when it does not count (default: now)
  --invalid-since TIME    since when its key is suspected

Examples:
  fiscalseal authority revoke soko.pem --authority authority --reason keyCompromise
  fiscalseal authority revoke 5d3af929eb4e6c74d5bcab647d7d8dfb --authority authority
`

/** `fiscalseal authority revoke`: a certificate does not count any more. */
export const authorityRevoke: Command = {
  help: HELP,
  run: async (args, terminal) => {
    const { values, positionals } = readArguments(args, OPTIONS, { name: 'CERTIFICATE', min: 1, max: 1 })
    const serialNumber = readSerialNumber(positionals[0] ?? '')
    const reason = readChoice(values.reason, 'reason', REVOCATION_REASONS)
    const at = readPast(values.at, 'at')
    const invalidSince = readPast(values['invalid-since'], 'invalid-since')
    const options = {
      ...(reason === undefined ? {} : { reason }),
      ...(at === undefined ? {} : { at }),
      ...(invalidSince === undefined ? {} : { invalidSince }),
    }
    const opened = await openNamedAuthority(values, terminal)
    await changeAuthority(opened, (authority) => authority.revoke(serialNumber, options))
    terminal.err(`${serialNumber} is revoked; the new lists are in ${toPrintable(opened.folder)}.\n`)
    return EXIT.ok
  },
}

/** A revocation cannot be taken back or brought forward: with the wrong year the certificate would count until then. */
function readPast(value: string | undefined, name: string): Date | undefined {
  const time = readTime(value, name)
  if (time !== undefined && time.getTime() > Date.now()) throw new UsageError(`--${name} is yet to come.`)
  return time
}
