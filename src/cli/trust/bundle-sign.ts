import { toPrintable } from '../../seal/report/printable.js'
import { loadKeyHolder } from '../../trust/issuing/key-holder.js'
import { addBundleSignature, wrapTrustList } from '../../trust/lists/bundle/bundle-signing.js'
import { readArguments, requireOption } from '../arguments.js'
import type { Command } from '../command.js'
import { EXIT } from '../exit-code.js'
import { readInputFile } from '../input-file.js'
import { openWithPassphrase } from '../passphrase.js'
import { OUTPUT_OPTIONS, requireOutput, writeOutput } from '../output-option.js'
import { readBundlePart } from './bundle-arguments.js'

const OPTIONS = {
  ...OUTPUT_OPTIONS,
  key: { type: 'string' },
  'passphrase-file': { type: 'string' },
} as const

const HELP = `Usage: fiscalseal trust bundle sign FILE --key FILE --out FILE [OPTIONS]

Adds one signature to FILE: a root, a list that others have signed already, or a bare trust
list, of which exactly these bytes are signed. Where several have to sign, one does after the
other, each on a machine of his own; the order does not matter.

  --key FILE              the private key (PEM, DER or PKCS#12; Ed25519 or P-256); required
  --passphrase-file FILE  holds its passphrase; else FISCALSEAL_PASSPHRASE is used, with a
                          warning, or you are asked
  --out FILE              where the signed file goes; required
  --force                 replace the output if it exists; it may be FILE itself

Examples:
  fiscalseal trust bundle sign root.json --key root-a.pem --out root.json --force
  fiscalseal trust bundle sign list.json --key list.pem --out list.signed.json
`

/** `fiscalseal trust bundle sign`: one more signature. */
export const bundleSign: Command = {
  help: HELP,
  run: async (args, terminal) => {
    const { values, positionals } = readArguments(args, OPTIONS, { name: 'FILE', min: 1, max: 1 })
    const keyFile = requireOption(values.key, 'key')
    const out = requireOutput(values, [keyFile, values['passphrase-file']])
    const given = readBundlePart(positionals[0] ?? '')
    const envelope = isEnvelope(given) ? given : wrapTrustList(given)
    const key = readInputFile(keyFile)
    const sources = {
      file: values['passphrase-file'],
      variable: 'FISCALSEAL_PASSPHRASE',
      subject: `the key in ${keyFile}`,
    }
    const holder = await openWithPassphrase(sources, terminal, (passphrase) =>
      loadKeyHolder(key, passphrase === undefined ? {} : { passphrase }),
    )
    writeOutput(values, await addBundleSignature(envelope, holder))
    terminal.err(`${toPrintable(out)}: signed with ${toPrintable(keyFile)}.\n`)
    return EXIT.ok
  },
}

/** What it really is, its reader sees to. */
function isEnvelope(bytes: Uint8Array): boolean {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return typeof value === 'object' && value !== null && 'payloadType' in value
  } catch {
    return false
  }
}
