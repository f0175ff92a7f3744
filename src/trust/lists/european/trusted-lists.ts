import { FiscalSealError } from '../../../base/errors.js'
import { checkOptionNames, type OptionNames } from '../../../base/known-options.js'
import { momentOf } from '../../../base/moment.js'
import type { Certificate } from '../../../formats/x509/certificate.js'
import { TrustStore } from '../../store/trust-store.js'
import {
  importList,
  MAX_LIST_BYTES,
  RefusedList,
  type ImportContext,
  type ListFile,
  type ListImport,
} from './list-import.js'
import { readableCertificates, readSigners } from './list-signers.js'
import { Refused } from './refusal.js'
import type { ListPointer } from './trusted-list-reader.js'
import type {
  ImportedTrustedList,
  ListRefusal,
  ListWarning,
  TrustedLists,
  TrustedListsOptions,
} from './trusted-lists-options.js'

/**
 * Returns the authorities that European trusted lists name (ETSI TS 119 612, versions 5 and 6), each list checked against the certificates
 * that may sign it: those that the caller states, or else those that the list of lists names. A list that is broken is among the refusals and
 * takes no other with it. Throws `FiscalSealError('argument.invalid')` for options that cannot be meant.
 */
export async function importTrustedLists(options: TrustedListsOptions): Promise<TrustedLists> {
  const stated = readOptions(options)
  const outcome: Outcome = { lists: new Map(), refusals: [], warnings: [] }
  const { lotl, pointers } = await importListOfLists(options, outcome)
  const signers = new Map([...namedSigners(pointers), ...stated])
  const context: ImportContext = { options, signersOf: (territory) => signers.get(territory) ?? [] }
  for (const [index, bytes] of (options.lists ?? []).entries())
    await importNational({ name: `lists[${index}]`, bytes }, context, outcome)
  await importFetched(pointers, context, outcome)
  const imports = [...outcome.lists]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([, each]) => each)
  return {
    store: imports.length === 0 ? undefined : TrustStore.from(imports.map(({ store }) => store)),
    lotl,
    lists: imports.map(({ list }) => list),
    refusals: outcome.refusals,
    warnings: outcome.warnings,
  }
}

/** What came of the lists so far. */
interface Outcome {
  readonly lists: Map<string, ListImport>
  readonly refusals: ListRefusal[]
  readonly warnings: ListWarning[]
}

type Signers = ReadonlyMap<string, readonly Certificate[]>

const KNOWN: OptionNames<TrustedListsOptions> = {
  lotl: true,
  lists: true,
  signers: true,
  at: true,
  atLeast: true,
  purpose: true,
  fetcher: true,
  territories: true,
}

function readOptions(options: TrustedListsOptions): Signers {
  checkOptionNames(options, KNOWN, { of: 'importTrustedLists' })
  const { at, signers, lists, lotl } = options
  momentOf(at, 'at')
  for (const bytes of [...(lists ?? []), ...(lotl === undefined ? [] : [lotl.xml])])
    if (!(bytes instanceof Uint8Array))
      throw new FiscalSealError('argument.invalid', 'A list is given as its bytes, a Uint8Array.')
  return new Map(
    Object.entries(signers ?? {}).map(([territory, each]) => [
      territory,
      readSigners(each, `signers.${territory}`),
    ]),
  )
}

async function importListOfLists(
  options: TrustedListsOptions,
  outcome: Outcome,
): Promise<{ readonly lotl: ImportedTrustedList | undefined; readonly pointers: readonly ListPointer[] }> {
  if (options.lotl === undefined) return { lotl: undefined, pointers: [] }
  const signers = readSigners(options.lotl.signers, 'lotl.signers')
  const file = { name: 'lotl', bytes: options.lotl.xml }
  const imported = await importList(file, { options, signersOf: () => signers })
  if (imported instanceof RefusedList) refuse(file.name, imported, outcome)
  else if (!imported.isListOfLists)
    refuse(
      file.name,
      new RefusedList(new Refused('list.content', 'it is no list of lists'), imported.list.territory),
      outcome,
    )
  else {
    outcome.warnings.push(...imported.warnings)
    return { lotl: imported.list, pointers: imported.pointers }
  }
  return { lotl: undefined, pointers: [] }
}

/** Several pointers to one list name its signers together. */
function namedSigners(pointers: readonly ListPointer[]): Signers {
  const signers = new Map<string, readonly Certificate[]>()
  for (const { territory, signers: ders } of pointers)
    signers.set(territory, [...(signers.get(territory) ?? []), ...readableCertificates(ders)])
  return signers
}

async function importNational(file: ListFile, context: ImportContext, outcome: Outcome): Promise<void> {
  const imported = await importList(file, context)
  if (imported instanceof RefusedList) {
    refuse(file.name, imported, outcome)
    return
  }
  const { territory } = imported.list
  const again = imported.isListOfLists
    ? new Refused('list.content', 'it is a list of lists')
    : outcome.lists.has(territory) && new Refused('list.duplicate')
  if (again) {
    refuse(file.name, new RefusedList(again, territory), outcome)
    return
  }
  outcome.lists.set(territory, imported)
  outcome.warnings.push(...imported.warnings)
}

function refuse(name: string, { refusal, territory }: RefusedList, outcome: Outcome): void {
  outcome.refusals.push({ name, territory, code: refusal.code, message: refusal.message })
}

/** The lists that are pointed to and were neither given nor, having been given, refused. */
async function importFetched(
  pointers: readonly ListPointer[],
  context: ImportContext,
  outcome: Outcome,
): Promise<void> {
  const { fetcher, territories } = context.options
  if (fetcher === undefined) return
  const seen = new Set<string | undefined>([
    ...outcome.lists.keys(),
    ...outcome.refusals.map(({ territory }) => territory),
  ])
  for (const { territory, location } of pointers) {
    if (seen.has(territory) || territories?.includes(territory) === false) continue
    seen.add(territory)
    try {
      const bytes = await fetcher({ url: location, maxBytes: MAX_LIST_BYTES })
      await importNational({ name: location, bytes }, context, outcome)
    } catch (error) {
      if (!(error instanceof FiscalSealError)) throw error
      refuse(location, new RefusedList(new Refused('list.not-fetched', error.message), territory), outcome)
    }
  }
}
