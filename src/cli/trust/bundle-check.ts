import { checkTrustBundle } from '../../trust/lists/bundle/update-bundle.js'
import { readArguments, readTime, requireOption } from '../arguments.js'
import type { Command } from '../command.js'
import { EXIT } from '../exit-code.js'
import { readBundlePart } from './bundle-arguments.js'
import { showBundle } from './bundle-text.js'

const OPTIONS = {
  root: { type: 'string' },
  at: { type: 'string' },
  json: { type: 'boolean' },
} as const

const HELP = `Usage: fiscalseal trust bundle check FILE --root FILE [OPTIONS]

Checks a bundle as somebody does who holds that root and has kept nothing yet: every root, the
signatures of the list, the ends of both. Says what is in it, and warns of what ends within
60 days.

  --root FILE   the root that you trust, or a bundle that you had before; required
  --at TIME     check as of this moment (default: now)
  --json        one JSON object, for programs

Exit code: 0 good; 1 refused, with the reason; 2 wrong usage.

Examples:
  fiscalseal trust bundle check bundle.json --root root.json
  fiscalseal trust bundle check bundle.json --root root.json --at 2027-01-31 --json
`

/** `fiscalseal trust bundle check`: is this bundle good? */
export const bundleCheck: Command = {
  help: HELP,
  run: async (args, terminal) => {
    const { values, positionals } = readArguments(args, OPTIONS, { name: 'FILE', min: 1, max: 1 })
    const root = readBundlePart(requireOption(values.root, 'root'))
    const at = readTime(values.at, 'at') ?? new Date()
    const bundle = await checkTrustBundle(readBundlePart(positionals[0] ?? ''), { root, at })
    showBundle(bundle, { at, isJson: values.json === true }, terminal)
    return EXIT.ok
  },
}
