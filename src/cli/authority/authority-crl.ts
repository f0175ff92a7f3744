import { toHex } from '../../base/bytes.js'
import { crlNumberOf } from '../../formats/x509/crl.js'
import { toPrintable } from '../../seal/report/printable.js'
import { readArguments } from '../arguments.js'
import type { Command } from '../command.js'
import { EXIT } from '../exit-code.js'
import { AUTHORITY_HELP, AUTHORITY_OPTIONS, openNamedAuthority } from './authority-access.js'
import { changeAuthority } from './authority-folder.js'

const OPTIONS = { ...AUTHORITY_OPTIONS, all: { type: 'boolean' } } as const

const HELP = `Usage: fiscalseal authority crl --authority FOLDER [OPTIONS]

Writes a new revocation list of the issuing CA, current from now on. A list that has run out
makes verifiers say that they do not know: run this before it does, once a day for example.
"fiscalseal authority serve" does it by itself.

${AUTHORITY_HELP}
  --all                   write the lists of the CAs above it too

Examples:
  fiscalseal authority crl --authority authority
  fiscalseal authority crl --authority authority --all
`

/** `fiscalseal authority crl`: new revocation lists. */
export const authorityCrl: Command = {
  help: HELP,
  run: async (args, terminal) => {
    const { values } = readArguments(args, OPTIONS, { name: 'argument', min: 0, max: 0 })
    const opened = await openNamedAuthority(values, terminal)
    const crl = await changeAuthority(opened, async (authority) => {
      await (values.all === true ? authority.renewCrls() : authority.renewCrl())
      return authority.crls.at(-1)
    })
    const number = crl === undefined ? undefined : crlNumberOf(crl)
    const until = new Date(crl?.nextUpdate ?? 0).toISOString().slice(0, 10)
    const words = `list number ${BigInt(`0x${toHex(number ?? Uint8Array.of(0))}`).toString()}, current until ${until}`
    terminal.err(`${toPrintable(opened.folder)}: ${words}.\n`)
    return EXIT.ok
  },
}
