import { toUtf8 } from '../../base/bytes.js'
import { toPem } from '../../formats/x509/pem.js'
import { toPrintable } from '../../seal/report/printable.js'
import { createKey } from '../../trust/issuing/key-holder.js'
import { readArguments, readChoice } from '../arguments.js'
import type { Command } from '../command.js'
import { EXIT } from '../exit-code.js'
import { readKeyPassphrase } from '../new-key-file.js'
import { requirePlace, writeOutputFiles } from '../output-file.js'
import { requireOutputName } from '../output-option.js'
import { isSamePlace } from '../same-file.js'
import { UsageError } from '../usage-error.js'

const OPTIONS = {
  kind: { type: 'string' },
  out: { type: 'string' },
  public: { type: 'string' },
  'passphrase-file': { type: 'string' },
  unencrypted: { type: 'boolean' },
} as const

const HELP = `Usage: fiscalseal trust bundle key --out FILE --public FILE [OPTIONS]

Makes a key that signs roots or lists: the private half, which nobody else gets to see, and
the public half, which goes into the root. Keys of roots belong where no network reaches.

  --out FILE              the private key, in PEM, readable by you alone; required
  --public FILE           the public key, in PEM; required
  --kind KIND             Ed25519 (default) or P-256
  --passphrase-file FILE  holds the passphrase that protects the key; else FISCALSEAL_PASSPHRASE
                          is used, with a warning, or you are asked
  --unencrypted           keep the key in the clear

Examples:
  fiscalseal trust bundle key --out root-a.pem --public root-a.pub
  fiscalseal trust bundle key --kind P-256 --out list.pem --public list.pub
`

/** `fiscalseal trust bundle key`: a key pair for roots or lists. */
export const bundleKey: Command = {
  help: HELP,
  advice: { 'file.exists': 'Choose other names with --out and --public; a key is never replaced.' },
  run: async (args, terminal) => {
    const { values } = readArguments(args, OPTIONS, { name: 'argument', min: 0, max: 0 })
    const paths = [requireOutputName(values.out, 'out'), requireOutputName(values.public, 'public')] as const
    const kind = readChoice(values.kind, 'kind', ['Ed25519', 'P-256']) ?? 'Ed25519'
    if (isSamePlace(...paths)) throw new UsageError('--out and --public name the same file.')
    for (const path of paths) requirePlace({ path })
    const passphrase = await readKeyPassphrase(values, { format: 'pem', name: paths[0] }, terminal)
    const { holder, pem } = await createKey(kind, passphrase === undefined ? {} : { passphrase })
    const publicPem = toPem('PUBLIC KEY', holder.publicKey.spki)
    writeOutputFiles([
      { path: paths[0], bytes: toUtf8(pem), isSecret: true },
      { path: paths[1], bytes: toUtf8(publicPem) },
    ])
    terminal.err(`Keep ${toPrintable(paths[0])} to yourself; give out ${toPrintable(paths[1])}.\n`)
    return EXIT.ok
  },
}
