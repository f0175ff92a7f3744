import { toPrintable } from '../../seal/report/printable.js'
import { createAuthority } from '../../trust/issuing/authority.js'
import { KEY_KINDS } from '../../trust/issuing/key-kind.js'
import { MAX_DAYS } from '../../trust/issuing/option-fields.js'
import { type Arguments, readArguments, readChoice, readCount, requireOption } from '../arguments.js'
import { authorityFiles } from './authority-folder.js'
import type { Command } from '../command.js'
import { EXIT } from '../exit-code.js'
import { requireAbsent, writeOutputFolder } from '../output-file.js'
import { requireOutputName } from '../output-option.js'
import { join } from 'node:path'
import { choosePassphrase } from '../passphrase.js'
import { Progress } from '../progress.js'
import type { Terminal } from '../terminal.js'
import { UsageError } from '../usage-error.js'

const OPTIONS = {
  name: { type: 'string' },
  country: { type: 'string' },
  out: { type: 'string' },
  key: { type: 'string' },
  test: { type: 'boolean' },
  url: { type: 'string' },
  'crl-url': { type: 'string' },
  'crl-days': { type: 'string' },
  'ocsp-url': { type: 'string' },
  'issuer-url': { type: 'string' },
  intermediates: { type: 'string' },
  'passphrase-file': { type: 'string' },
  unencrypted: { type: 'boolean' },
} as const

const HELP = `Usage: fiscalseal authority new --name NAME --country CC --out FOLDER [OPTIONS]

Makes an authority of your own: a root, an issuing CA under it, and a revocation list.
Real tax authorities have their own; this one is for trying things out, for tests, and for
circles that trust you.

  --name NAME             name of the authority; required
  --country CC            its country, ISO 3166-1 (KE, PT, …); required
  --out FOLDER            where its files go; required
  --key KIND              ${KEY_KINDS.slice(0, 4).join(', ')},
                          ${KEY_KINDS.slice(4).join(', ')} (default: P-256)
  --test                  mark it as a test authority: verifiers must allow it by name
  --url URL               where "fiscalseal authority serve" will answer, such as
                          http://ca.example.com: certificates then name where their status, the
                          revocation lists and the CAs are to be had there
  --crl-url URL           where its revocation list will be published, if elsewhere
  --crl-days N            for how many days a revocation list is current (default: 30)
  --ocsp-url URL          where its OCSP responder will answer, if elsewhere
  --issuer-url URL        where the certificate of its issuing CA will be, if elsewhere
  --intermediates N       CAs between the root and the issuing CA, 1 to 4 (default: none)
  --passphrase-file FILE  holds the passphrase for its keys; else FISCALSEAL_AUTHORITY_PASSPHRASE
                          is used, with a warning, or you are asked
  --unencrypted           keep the keys in the clear, readable by you alone

The folder then holds:

  authority.json  the keys: keep it secret and keep a copy
  trust.json      what verifiers need: give it to them
  certificates    what was issued, one file each: keep a copy of it too
  root.pem, root.crl, issuing-ca.pem, issuing-ca.crl
                  certificates and revocation lists of the CAs, for other programs

Examples:
  fiscalseal authority new --name "Revenue Authority" --country KE --out authority
  fiscalseal authority new --name "Test Authority" --country PT --test --unencrypted --out test-authority
`

/** `fiscalseal authority new`: an authority of one's own in a folder. */
export const authorityNew: Command = {
  help: HELP,
  advice: {
    'file.exists': 'Choose another folder with --out; an authority is never replaced.',
    'authority.invalid': 'Correct the options; they are explained by: fiscalseal authority new --help',
  },
  // What is refused here are options: there is no authority yet.
  isMisuse: ({ code }) => code === 'authority.invalid',
  run: async (args, terminal) => {
    const { values } = readArguments(args, OPTIONS, { name: 'argument', min: 0, max: 0 })
    const folder = requireOutputName(values.out, 'out')
    const options = readOptions(values)
    requireAbsent([join(folder, 'authority.json'), join(folder, 'trust.json')])
    const passphrase = await readPassphrase(values, options.name, terminal)
    const authority = await new Progress(terminal).during('Making the keys …', () => createAuthority(options))
    const files = await authorityFiles(authority, folder, passphrase)
    writeOutputFolder(folder, files)
    terminal.err(`${toPrintable(folder)}: authority ${toPrintable(authority.name)} (${authority.country}).\n`)
    terminal.err(
      `Give ${toPrintable(join(folder, 'trust.json'))} to verifiers; keep authority.json secret.\n`,
    )
    return EXIT.ok
  },
}

type Values = Arguments<typeof OPTIONS>['values']

function readOptions(values: Values): Parameters<typeof createAuthority>[0] {
  const key = readChoice(values.key, 'key', KEY_KINDS)
  const crlDays = readCount(values['crl-days'], 'crl-days', MAX_DAYS)
  const intermediates = readCount(values.intermediates, 'intermediates')
  return {
    name: requireOption(values.name, 'name'),
    country: requireOption(values.country, 'country').toUpperCase(),
    environment: values.test === true ? 'test' : 'production',
    ...(key === undefined ? {} : { key }),
    ...(crlDays === undefined ? {} : { crlDays }),
    ...(intermediates === undefined ? {} : { intermediates }),
    ...(values.url === undefined ? {} : { url: values.url }),
    ...(values['crl-url'] === undefined ? {} : { crlUrl: values['crl-url'] }),
    ...(values['ocsp-url'] === undefined ? {} : { ocspUrl: values['ocsp-url'] }),
    ...(values['issuer-url'] === undefined ? {} : { issuerUrl: values['issuer-url'] }),
  }
}

async function readPassphrase(values: Values, name: string, terminal: Terminal): Promise<string | undefined> {
  const file = values['passphrase-file']
  if (values.unencrypted !== true) {
    const subject = `the keys of ${name}`
    return choosePassphrase({ file, variable: 'FISCALSEAL_AUTHORITY_PASSPHRASE', subject }, terminal)
  }
  if (file !== undefined) throw new UsageError('--passphrase-file and --unencrypted exclude each other.')
  return undefined
}
