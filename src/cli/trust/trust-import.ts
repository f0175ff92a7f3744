import { fromUtf8, toUtf8 } from '../../base/bytes.js'
import { FiscalSealError } from '../../base/errors.js'
import type { TrustAnchor } from '../../trust/store/anchor.js'
import type { TrustStore } from '../../trust/store/trust-store.js'
import { findEndings } from '../../trust/store/endings.js'
import { makeTrustList } from '../../trust/store/list-writer.js'
import { readArguments, readCount, readTime, type Arguments } from '../arguments.js'
import type { Command } from '../command.js'
import { EXIT } from '../exit-code.js'
import { readInputFile } from '../input-file.js'
import { OUTPUT_OPTIONS, requireOutput, writeOutput } from '../output-option.js'
import { UsageError } from '../usage-error.js'
import { endingLine } from './ending-text.js'
import { EUROPEAN_HELP, EUROPEAN_OPTIONS, importEuropean } from './european-import.js'
import { importCertificates } from './imported-certificates.js'
import { importedText } from './imported-text.js'
import { requireListId } from './store-arguments.js'
import { profileHelp, RULE_HELP, RULE_OPTIONS } from './imported-rules.js'

const OPTIONS = {
  ...RULE_OPTIONS,
  ...EUROPEAN_OPTIONS,
  source: { type: 'string' },
  list: { type: 'string' },
  'list-version': { type: 'string' },
  expires: { type: 'string' },
  at: { type: 'string' },
  ...OUTPUT_OPTIONS,
} as const

const help = (): string => `Usage: fiscalseal trust import PATH… --out FILE [OPTIONS]
       fiscalseal trust import --eu LOTL.xml --signer CERT --eu-list TL.xml… --out FILE

Puts what you accept into one file: certificates (PEM, DER), trust stores and trust lists
(JSON), and folders of these. Rules that you state are for the certificates; stores and lists
bring their own along. To add an authority to a store that you have, give both: the store and
the certificate.

Importing is the moment at which you decide whom to believe. Take certificates from a place
that the authority itself names, and compare the fingerprints that are printed with those
that it publishes elsewhere. A profile states what the certificates and seals of such an
authority look like; it is no accreditation, and brings no certificate along.

${RULE_HELP}
  --source URL           where the certificates were taken from, kept as evidence; required
                         with --list
  --list LISTID          write a trust list, to be signed with "fiscalseal trust bundle";
                         default: a trust store. It leaves nothing open: for certificates
                         give --revocation and --source
  --list-version N       of the list (default: one more than the version that is given)
  --expires TIME         end of the list (default: in 180 days)
${EUROPEAN_HELP}
  --at TIME              the moment of the import (default: now)
  --out FILE             where to write; required
  --force                replace FILE

Profiles:
${profileHelp()}

Exit code: 0; 1 nothing was written; 2 wrong usage; 3 written, but some lists were refused.

Examples:
  fiscalseal trust import kra-root.pem --id ke.kra --profile generic-authority --out trust.json
  fiscalseal trust import trust.json new-root.pem --id ke.kra.2 --out trust.json --force
  fiscalseal trust import lisbon.pem --profile pt-at --revocation require \\
    --source https://example.com/ca.cer --list my-authorities --out list.json
`

type Values = Arguments<typeof OPTIONS>['values']

/** `fiscalseal trust import`: whom somebody accepts, in one file. */
export const trustImport: Command = {
  help: help(),
  advice: {
    'trust.invalid':
      'Give certificates (PEM or DER), trust stores or trust lists; what a store leaves open is stated in it.',
  },
  isMisuse: ({ code }) => code === 'argument.invalid',
  run: async (args, terminal) => {
    const { values, positionals } = readArguments(args, OPTIONS, { name: 'PATH', min: 0, max: Infinity })
    const out = requireOutput(values, lostInputs(values, positionals))
    const at = readTime(values.at, 'at') ?? new Date()
    if (positionals.length === 0 && values.eu === undefined) throw new UsageError('PATH is missing.')
    if (values.list === undefined && (values['list-version'] ?? values.expires) !== undefined)
      throw new UsageError('--list-version and --expires are for --list LISTID.')
    const european = await importEuropean(values, at)
    if (positionals.length === 0 && european.store === undefined) {
      terminal.err(european.text)
      throw new FiscalSealError('trust.invalid', 'No list could be imported; nothing was written.')
    }
    const { store, added } = await importCertificates(positionals, {
      values,
      at,
      beside: european.store,
    })
    if (values.list !== undefined) requireWhole(added)
    const content = values.list === undefined ? store.toJSON() : await listOf(store, values, at)
    const bytes = toUtf8(`${JSON.stringify(content, null, 2)}\n`)
    writeOutput(values, bytes)
    terminal.out(`${importedText(out, store, added)}${european.text}`)
    terminal.out(findEndings(store, { at }).map(endingLine).join(''))
    return european.isComplete ? EXIT.ok : EXIT.doubtful
  },
}

/** A store is brought up to date in its place, and stays in what is written there; a certificate or a European list would be lost. */
function lostInputs(values: Values, paths: readonly string[]): readonly (string | undefined)[] {
  const { out = '', eu, signer = [], 'eu-list': lists = [] } = values
  return [...(isStore(out) ? [] : paths), eu, ...signer, ...lists]
}

function isStore(path: string): boolean {
  try {
    return fromUtf8(readInputFile(path))?.trimStart().startsWith('{') === true
  } catch (error) {
    if (error instanceof FiscalSealError) return false
    throw error
  }
}

/** A trust list leaves nothing open; of certificates that bring no rules, the options have to say it. */
function requireWhole(added: readonly TrustAnchor[]): void {
  const open = {
    '--revocation MODE': added.some(({ revocation }) => revocation.mode === 'auto'),
    '--source URL': added.some(({ evidence }) => evidence.length === 0),
  }
  const missing = Object.entries(open).flatMap(([option, isMissing]) => (isMissing ? [option] : []))
  if (missing.length === 0) return
  throw new UsageError(
    `A trust list says of every certificate how it is checked and where it is from: add ${missing.join(' and ')}.`,
  )
}

const LIST_DAYS = 180

async function listOf(store: TrustStore, values: Values, at: Date): Promise<unknown> {
  const listId = requireListId(values.list, 'list')
  const former = store.lists.filter((list) => list.listId === listId).map(({ version }) => version)
  const version = readCount(values['list-version'], 'list-version') ?? Math.max(0, ...former) + 1
  const expiresAt = readTime(values.expires, 'expires') ?? new Date(at.getTime() + LIST_DAYS * 86_400_000)
  if (expiresAt <= at) throw new UsageError('--expires is over already.')
  return makeTrustList(store, { listId, version, issuedAt: at, expiresAt })
}
