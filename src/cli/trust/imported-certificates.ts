import { toBase64 } from '../../base/base64.js'
import { toHex } from '../../base/bytes.js'
import { digest } from '../../crypto/digest.js'
import type { TrustAnchor } from '../../trust/store/anchor.js'
import { toOptions } from '../../trust/store/anchor-options.js'
import { URI } from '../../trust/store/anchor-rules.js'
import { readTrustFiles } from '../../trust/store/trust-files.js'
import type { AnchorOptions } from '../../trust/store/trust-list.js'
import { TrustStore, type TrustInput } from '../../trust/store/trust-store.js'
import { UsageError } from '../usage-error.js'
import { readRules, type RuleValues } from './imported-rules.js'

/** How certificates are imported. */
export interface ImportOptions {
  readonly values: RuleValues & { readonly source?: string | undefined }
  readonly at: Date
  /** What else goes into the store. */
  readonly beside: TrustStore | undefined
}

/** Everything that was given as one store, and the anchors of it that came as certificates without rules. */
export interface Imported {
  readonly store: TrustStore
  readonly added: readonly TrustAnchor[]
}

/** Returns what is in files and folders, with the rules of the options for certificates that bring none. Throws `FiscalSealError`, `UsageError`. */
export async function importCertificates(
  paths: readonly string[],
  { values, at, beside }: ImportOptions,
): Promise<Imported> {
  const rules = readRules(values)
  requireAddress(values.source)
  const given = paths.length === 0 ? undefined : readTrustFiles(paths)
  const bare = given?.anchors.filter(({ origin }) => origin === 'certificate') ?? []
  const states = Object.keys(rules).length > 0 || values.source !== undefined
  if (states && bare.length === 0)
    throw new UsageError('Rules are for certificates, and none was given that has no rules yet.')
  if (rules.id !== undefined && bare.length > 1)
    throw new UsageError(`--id names one authority, and there are ${bare.length} certificates.`)
  if (!states) return join(given, bare.map(toOptions), beside)
  const options = await Promise.all(bare.map((anchor) => withRules(anchor, rules, { values, at })))
  return join(given, options, beside)
}

function requireAddress(source: string | undefined): void {
  if (source === undefined || URI.test(source)) return
  throw new UsageError(
    `--source is an address such as https://example.com/ca.cer, not ${JSON.stringify(source)}.`,
  )
}

async function withRules(
  { id, certificate }: TrustAnchor,
  rules: Omit<AnchorOptions, 'certificate'>,
  { values, at }: Pick<ImportOptions, 'values' | 'at'>,
): Promise<AnchorOptions> {
  const der = certificate?.der ?? new Uint8Array(0)
  const evidence = {
    url: values.source ?? '',
    retrievedAt: at.toISOString().replace(/\.\d{3}Z$/, 'Z'),
    sha256: toHex(await digest('SHA-256', [der])),
  }
  return {
    certificate: toBase64(der),
    id,
    ...rules,
    ...(values.source === undefined ? {} : { evidence: [evidence] }),
  }
}

function join(
  given: TrustStore | undefined,
  options: readonly AnchorOptions[],
  beside: TrustStore | undefined,
): Imported {
  const plain = given?.toJSON()
  const ruled =
    plain === undefined
      ? []
      : [{ ...plain, anchors: plain.anchors.filter((each) => Object.keys(each).length > 1) }]
  const inputs: readonly TrustInput[] = [...ruled, ...options, ...(beside === undefined ? [] : [beside])]
  const store = TrustStore.from(inputs)
  const keys = new Set(options.map(({ certificate }) => certificate))
  const isAdded = ({ certificate, list }: TrustAnchor): boolean =>
    certificate !== undefined && list === undefined && keys.has(toBase64(certificate.der))
  return { store, added: store.anchors.filter(isAdded) }
}
