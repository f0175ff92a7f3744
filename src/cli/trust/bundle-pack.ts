import { toPrintable } from '../../seal/report/printable.js'
import { packTrustBundle } from '../../trust/lists/bundle/bundle-signing.js'
import { readArguments, readTime, requireOption } from '../arguments.js'
import type { Command } from '../command.js'
import { EXIT } from '../exit-code.js'
import { OUTPUT_OPTIONS, requireOutput, writeOutput } from '../output-option.js'
import { readBundlePart, requireSome } from './bundle-arguments.js'

const OPTIONS = {
  ...OUTPUT_OPTIONS,
  root: { type: 'string', multiple: true },
  list: { type: 'string' },
  at: { type: 'string' },
} as const

const HELP = `Usage: fiscalseal trust bundle pack --root FILE… --list FILE --out FILE [OPTIONS]

Puts the signed roots and the signed list into the one file that is published. Before that it
checks it as everybody will who holds the first root: signatures, versions, ends.

  --root FILE   a signed root; several in their order, from the oldest that anybody may hold.
                The first may be the bundle that was published before, for its roots and so
                that its version is not gone below; required
  --list FILE   the signed list; required
  --at TIME     check as of this moment (default: now)
  --out FILE    where the bundle goes; required
  --force       replace the output if it exists

Examples:
  fiscalseal trust bundle pack --root root.json --list list.signed.json --out bundle.json
  fiscalseal trust bundle pack --root bundle.json --root root-2.json --list list.signed.json \\
    --out bundle.json --force
`

/** `fiscalseal trust bundle pack`: what is published. */
export const bundlePack: Command = {
  help: HELP,
  run: async (args, terminal) => {
    const { values } = readArguments(args, OPTIONS, { name: 'argument', min: 0, max: 0 })
    // The first may be the bundle that was published before: it is in the new one.
    const out = requireOutput(values, [...(values.root ?? []).slice(1), values.list])
    const roots = requireSome(values.root, 'root').map(readBundlePart)
    const list = readBundlePart(requireOption(values.list, 'list'))
    const at = readTime(values.at, 'at')
    const bundle = await packTrustBundle({ roots, list }, at === undefined ? {} : { at })
    writeOutput(values, bundle)
    terminal.err(`${toPrintable(out)}: checked, and ready to be published.\n`)
    return EXIT.ok
  },
}
