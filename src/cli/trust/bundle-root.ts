import { FiscalSealError } from '../../base/errors.js'
import { readInputFile } from '../input-file.js'
import { toPrintable } from '../../seal/report/printable.js'
import {
  createTrustRoot,
  nextTrustRoot,
  type KeyRolePlan,
  type TrustRootChanges,
} from '../../trust/lists/bundle/root-plan.js'
import { readArguments, readCount, readTime, requireOption, type Arguments } from '../arguments.js'
import type { Command } from '../command.js'
import { EXIT } from '../exit-code.js'
import { UsageError } from '../usage-error.js'
import { requireListId } from './store-arguments.js'
import { OUTPUT_OPTIONS, requireOutput, writeOutput } from '../output-option.js'
import { readBundlePart, requireSome } from './bundle-arguments.js'

const ROOT_OPTIONS = {
  ...OUTPUT_OPTIONS,
  'root-key': { type: 'string', multiple: true },
  'root-threshold': { type: 'string' },
  'list-key': { type: 'string', multiple: true },
  'list-threshold': { type: 'string' },
  expires: { type: 'string' },
} as const

const NEW_OPTIONS = { ...ROOT_OPTIONS, 'list-id': { type: 'string' } } as const

const ROOT_HELP = `  --root-key FILE       public key that may sign roots (PEM); may be given several times
  --root-threshold N    so many of them must sign (default: more than half)
  --list-key FILE       public key that may sign lists; may be given several times
  --list-threshold N    so many of them must sign (default: 1)
  --expires DATE        until when the root is good; the list under it is good no longer; required
  --out FILE            where the root goes; required
  --force               replace the output if it exists`

const NEW_HELP = `Usage: fiscalseal trust bundle new --list-id ID --root-key FILE… --list-key FILE… --expires DATE --out FILE

Makes the first root of a trust list: which keys may sign it and its successors, and which
keys may sign lists. Nobody has signed it yet: that is next, by each who holds a root key.
Those who use the list get it with your program, or from hand to hand.

  --list-id ID          the list for which it speaks, as the list names itself; required
${ROOT_HELP}

Examples:
  fiscalseal trust bundle new --list-id ke.authorities --root-key a.pub --root-key b.pub \\
    --root-key c.pub --list-key list.pub --expires 2028-11-22 --out root.json
`

/** `fiscalseal trust bundle new`: the first root. */
export const bundleNew: Command = {
  help: NEW_HELP,
  run: async (args, terminal) => {
    const { values } = readArguments(args, NEW_OPTIONS, { name: 'argument', min: 0, max: 0 })
    const out = requireOutput(values, keyFilesIn(values))
    const plan = {
      listId: requireListId(values['list-id'], 'list-id'),
      expiresAt: requireEnd(values),
      root: requireRole(values, 'root'),
      list: requireRole(values, 'list'),
    }
    writeOutput(values, await createTrustRoot(plan))
    const { threshold } = plan.root
    const signers = threshold === 1 ? '1 root key has' : `${threshold} root keys have`
    terminal.err(`${toPrintable(out)}: ${signers} to sign it now.\n`)
    return EXIT.ok
  },
}

const ROTATE_HELP = `Usage: fiscalseal trust bundle rotate FILE --expires DATE --out FILE [OPTIONS]

Makes the root that follows the newest one in FILE, a root or a bundle: with other keys, or
with the same ones for longer. What is not given stays. It counts once enough keys of the
root before it have signed, and enough of its own. A key that it leaves out signs no more;
when the keys of the list are exchanged, its versions may start anew.

${ROOT_HELP}

Examples:
  fiscalseal trust bundle rotate bundle.json --list-key new.pub --expires 2028-11-22 --out root-2.json
`

/** `fiscalseal trust bundle rotate`: the root that follows. */
export const bundleRotate: Command = {
  help: ROTATE_HELP,
  run: async (args, terminal) => {
    const { values, positionals } = readArguments(args, ROOT_OPTIONS, { name: 'FILE', min: 1, max: 1 })
    const out = requireOutput(values, [positionals[0], ...keyFilesIn(values)])
    const root = readRole(values, 'root')
    const list = readRole(values, 'list')
    const changes: TrustRootChanges = {
      expiresAt: requireEnd(values),
      ...(root === undefined ? {} : { root }),
      ...(list === undefined ? {} : { list }),
    }
    writeOutput(values, await nextTrustRoot(readBundlePart(positionals[0] ?? ''), changes))
    terminal.err(`${toPrintable(out)}: the keys of the root before it have to sign it now, and its own.\n`)
    return EXIT.ok
  },
}

type Values = Arguments<typeof ROOT_OPTIONS>['values']

function keyFilesIn(values: Values): readonly string[] {
  return [...(values['root-key'] ?? []), ...(values['list-key'] ?? [])]
}

function requireEnd(values: Values): Date {
  const end = readTime(requireOption(values.expires, 'expires'), 'expires')
  if (end === undefined) throw new UsageError('--expires is missing.')
  if (end.getTime() <= Date.now()) throw new UsageError('--expires is over already.')
  return end
}

function requireRole(values: Values, name: 'root' | 'list'): KeyRolePlan {
  requireSome(values[`${name}-key`], `${name}-key`)
  const role = readRole(values, name)
  if (role === undefined) throw new UsageError(`--${name}-key is missing.`)
  return role
}

function readRole(values: Values, name: 'root' | 'list'): KeyRolePlan | undefined {
  const files = values[`${name}-key`]
  const threshold = readCount(values[`${name}-threshold`], `${name}-threshold`)
  if (files === undefined) {
    if (threshold === undefined) return undefined
    throw new UsageError(`--${name}-threshold goes with --${name}-key: give all the keys.`)
  }
  const standard = name === 'root' ? Math.floor(files.length / 2) + 1 : 1
  if ((threshold ?? standard) > files.length)
    throw new UsageError(`--${name}-threshold is more than there are keys.`)
  return { threshold: threshold ?? standard, keys: files.map(readPublicKeyFile) }
}

const MAX_KEY_LENGTH = 64 * 1024

/** A private key in its place would end in a file that everybody gets. */
function readPublicKeyFile(path: string): Uint8Array {
  const bytes = readInputFile(path, MAX_KEY_LENGTH)
  const text = new TextDecoder().decode(bytes)
  if (!text.includes('PRIVATE KEY')) return bytes
  throw new FiscalSealError('argument.invalid', `${path} is a private key; give the public one.`)
}
