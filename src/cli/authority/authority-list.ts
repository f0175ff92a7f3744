import { toPrintable } from '../../seal/report/printable.js'
import type { Authority } from '../../trust/issuing/authority.js'
import type { IssuedCertificate } from '../../trust/issuing/certificate-register.js'
import { readArguments } from '../arguments.js'
import type { Command } from '../command.js'
import { EXIT } from '../exit-code.js'
import { toJsonLine } from '../json-line.js'
import { AUTHORITY_HELP, AUTHORITY_OPTIONS, openNamedAuthority } from './authority-access.js'

const OPTIONS = { ...AUTHORITY_OPTIONS, json: { type: 'boolean' } } as const

const HELP = `Usage: fiscalseal authority list --authority FOLDER [OPTIONS]

Shows the certificates that an authority issued, the oldest first: serial number, status, last
day, name.

${AUTHORITY_HELP}
  --json                  one JSON object a line

Examples:
  fiscalseal authority list --authority authority
  fiscalseal authority list --authority authority --json | grep revoked
`

/** `fiscalseal authority list`: what was issued. */
export const authorityList: Command = {
  help: HELP,
  run: async (args, terminal) => {
    const { values } = readArguments(args, OPTIONS, { name: 'argument', min: 0, max: 0 })
    const { authority } = await openNamedAuthority(values, terminal)
    const toLine = values.json === true ? jsonLine : textLine
    for (const issued of authority.issued) terminal.out(toLine(authority, issued))
    return EXIT.ok
  },
}

function textLine(authority: Authority, issued: IssuedCertificate): string {
  const { serialNumber, subject, notAfter } = issued
  const words = [serialNumber, statusOf(authority, issued).status.padEnd(7), notAfter.slice(0, 10)]
  return `${words.join('  ')}  ${toPrintable(subject)}\n`
}

function jsonLine(authority: Authority, issued: IssuedCertificate): string {
  const { certificate: _, ...facts } = issued
  return toJsonLine(JSON.stringify({ ...facts, ...statusOf(authority, issued) }))
}

function statusOf(
  authority: Authority,
  { serialNumber, notAfter }: IssuedCertificate,
): { readonly status: string; readonly reason?: string; readonly revokedAt?: string } {
  const known = authority.statusOf(serialNumber)
  if (known.status === 'revoked')
    return { status: 'revoked', reason: known.reason, revokedAt: new Date(known.at).toISOString() }
  return { status: new Date(notAfter).getTime() < Date.now() ? 'expired' : known.status }
}
