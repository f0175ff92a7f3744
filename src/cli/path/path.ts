import { KEY_PURPOSE } from '../../formats/x509/oids.js'
import {
  validatePath,
  type PathValidation,
  type ValidatePathOptions,
} from '../../trust/path/validate-path.js'
import { readTrustFiles } from '../../trust/store/trust-files.js'
import { readArguments, readChoice, readCount, readTime, requireOid, type Arguments } from '../arguments.js'
import type { Command } from '../command.js'
import { EXIT, type ExitCode } from '../exit-code.js'
import { FETCH_HELP, FETCH_OPTIONS, readFetcher } from '../fetch-option.js'
import { readInputFile } from '../input-file.js'
import { toJsonLine } from '../json-line.js'
import { readCrlFiles, readOcspFiles } from '../evidence-files.js'
import { UsageError } from '../usage-error.js'
import { pathToJson } from './path-json.js'
import { explainPath } from './path-text.js'

const OPTIONS = {
  trust: { type: 'string', multiple: true },
  intermediate: { type: 'string', multiple: true },
  at: { type: 'string' },
  purpose: { type: 'string' },
  policy: { type: 'string', multiple: true },
  'require-policy': { type: 'boolean' },
  'inhibit-mapping': { type: 'boolean' },
  'inhibit-any-policy': { type: 'boolean' },
  strict: { type: 'boolean' },
  revocation: { type: 'string' },
  crl: { type: 'string', multiple: true },
  ocsp: { type: 'string', multiple: true },
  ...FETCH_OPTIONS,
  'allow-test': { type: 'boolean' },
  'stale-grace': { type: 'string' },
  json: { type: 'boolean' },
} as const

const HELP = `Usage: fiscalseal path CERTIFICATE --trust PATH [OPTIONS]

Says whether a path leads from a certificate to an authority that you accept, and why, or
what is wrong with the one that comes nearest. Where the file holds several certificates
(PEM), the first is meant and the others may lie between.

  --trust PATH           whom you accept: a certificate (PEM, DER), a trust store (JSON),
                         or a folder of these; may be given several times; required
  --intermediate FILE    certificates that may lie between (PEM, DER); may be given several times
  --at TIME              judge as of this moment, e.g. 2026-11-22 or 2026-11-22T09:30:00Z
                         (default: now)
  --purpose PURPOSE      what the certificate is for: document (default: signing, under the
                         rules of the authority), any, email, client, server, code,
                         time-stamping, ocsp, or an object identifier
  --policy OID           a policy that is wanted; may be given several times (default: any)
  --require-policy       the path must be valid under a policy
  --inhibit-mapping      no policy stands for another
  --inhibit-any-policy   the policy "any" stands for none
  --strict               certificates must be made as RFC 5280 asks also where others are lenient
  --revocation MODE      require, prefer or none (default: as the trust store says)
  --crl FILE             a certificate revocation list (DER, PEM); may be given several times
  --ocsp FILE            an OCSP response (DER, PEM); may be given several times
${FETCH_HELP}
  --allow-test           accept authorities that are marked as test
  --stale-grace DAYS     accept trust lists for so many days after their end
  --json                 one JSON object, for programs

Exit code: 0 valid, 1 invalid, 2 wrong usage, 3 indeterminate.

Examples:
  fiscalseal path seller.pem --trust kra-root.pem --intermediate issuing-ca.pem
  fiscalseal path seller.pem --trust trust/ --at 2026-01-31 --json
`

/** `fiscalseal path`: a path to an authority, explained. */
export const path: Command = {
  help: HELP,
  // Code 1 would say that the certificate was refused.
  failed: EXIT.usage,
  run: async (args, terminal) => {
    const { values, positionals } = readArguments(args, OPTIONS, { name: 'CERTIFICATE', min: 1, max: 1 })
    const [file = ''] = positionals
    const options = readOptions(values)
    const fetcher = await readFetcher(values)
    const all = { ...options, ...readEvidence(values), ...(fetcher === undefined ? {} : { fetcher }) }
    const result = await validatePath(readInputFile(file), all)
    terminal.out(
      values.json === true ? toJsonLine(JSON.stringify(pathToJson(result))) : explainPath(result, file),
    )
    return EXIT_OF[result.status]
  },
}

const EXIT_OF: Readonly<Record<PathValidation['status'], ExitCode>> = {
  valid: EXIT.ok,
  invalid: EXIT.failed,
  indeterminate: EXIT.doubtful,
}

type Values = Arguments<typeof OPTIONS>['values']

/** What needs no file. */
function readOptions(values: Values): Omit<ValidatePathOptions, 'trust'> {
  const at = readTime(values.at, 'at')
  const revocation = readChoice(values.revocation, 'revocation', ['require', 'prefer', 'none'])
  if ((values.trust ?? []).length === 0)
    throw new UsageError('--trust is missing: there are no built-in roots; say whom you accept.')
  const initial = values.policy ?? []
  for (const oid of initial) requireOid(oid, 'policy')
  return {
    ...(at === undefined ? {} : { at }),
    ...(revocation === undefined ? {} : { revocation }),
    purpose: readPurpose(values.purpose),
    policies: {
      initial,
      requireExplicit: values['require-policy'] === true,
      inhibitMapping: values['inhibit-mapping'] === true,
      inhibitAny: values['inhibit-any-policy'] === true,
    },
    strict: values.strict === true,
    allowTest: values['allow-test'] === true,
    staleGraceDays: readCount(values['stale-grace'], 'stale-grace') ?? 0,
  }
}

function readEvidence(
  values: Values,
): Pick<ValidatePathOptions, 'trust' | 'intermediates' | 'crls' | 'ocsp'> {
  return {
    trust: readTrustFiles(values.trust ?? []),
    intermediates: (values.intermediate ?? []).map((file) => readInputFile(file)),
    crls: readCrlFiles(values.crl ?? []),
    ocsp: readOcspFiles(values.ocsp ?? []),
  }
}

const PURPOSES: Readonly<Record<string, string>> = {
  email: KEY_PURPOSE.emailProtection,
  client: KEY_PURPOSE.clientAuthentication,
  server: KEY_PURPOSE.serverAuthentication,
  code: KEY_PURPOSE.codeSigning,
  'time-stamping': KEY_PURPOSE.timeStamping,
  ocsp: KEY_PURPOSE.ocspSigning,
}

function readPurpose(word = 'document'): NonNullable<ValidatePathOptions['purpose']> {
  if (word === 'document') return 'document-signature'
  if (word === 'any') return word
  return [PURPOSES[word] ?? requireOid(word, 'purpose')]
}
