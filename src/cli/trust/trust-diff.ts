import { toPrintable } from '../../seal/report/printable.js'
import { compareStores, type FieldChange, type StoreDifferences } from '../../trust/store/differences.js'
import { readTrustFiles } from '../../trust/store/trust-files.js'
import { readArguments } from '../arguments.js'
import type { Command } from '../command.js'
import { EXIT } from '../exit-code.js'
import { toJsonLine } from '../json-line.js'

const OPTIONS = { json: { type: 'boolean' } } as const

const HELP = `Usage: fiscalseal trust diff OLD NEW [--json]

Shows what differs between two trust stores: which authorities were added and removed, and
of the others every rule that is another one now. Read it before you put a new store into
use: an authority that was added is somebody who can make you book. Each of OLD and NEW is a
trust store or trust list (JSON), certificates (PEM, DER), or a folder of these. Authorities
are compared by their ids.

  --json   one JSON object, for programs

Exit code: 0 the same, 1 they differ, 2 wrong usage or not readable.

Examples:
  fiscalseal trust diff trust.json downloaded.json
  fiscalseal trust diff old/ new/ --json
`

/** `fiscalseal trust diff`: what differs between two stores. */
export const trustDiff: Command = {
  help: HELP,
  // Code 1 would say that they differ.
  failed: EXIT.usage,
  run: (args, terminal) => {
    const { values, positionals } = readArguments(args, OPTIONS, { name: 'OLD or NEW', min: 2, max: 2 })
    const [before = '', after = ''] = positionals
    const differences = compareStores(readTrustFiles(before), readTrustFiles(after))
    terminal.out(values.json === true ? toJsonLine(JSON.stringify(differences)) : toText(differences))
    return Promise.resolve(isSame(differences) ? EXIT.ok : EXIT.failed)
  },
}

function isSame({ added, removed, changed, lists }: StoreDifferences): boolean {
  return added.length + removed.length + changed.length + lists.length === 0
}

function toText(differences: StoreDifferences): string {
  if (isSame(differences)) return 'The same authorities under the same rules.\n'
  const { added, removed, changed, lists } = differences
  return [
    ...lists.map(({ listId, changes }) => changedText(`list ${toPrintable(listId)}`, changes)),
    ...added.map((id) => `added    ${toPrintable(id)}\n`),
    ...removed.map((id) => `removed  ${toPrintable(id)}\n`),
    ...changed.map(({ id, changes }) => changedText(toPrintable(id), changes)),
  ].join('')
}

function changedText(what: string, changes: readonly FieldChange[]): string {
  return `changed  ${what}\n${changes.map(changeLine).join('')}`
}

function changeLine({ field, before, after }: FieldChange): string {
  return `           ${toPrintable(field)}: ${valueText(before)} → ${valueText(after)}\n`
}

function valueText(value: unknown): string {
  if (value === undefined) return '(none)'
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > 100 ? `${toPrintable(text.slice(0, 99))}…` : toPrintable(text)
}
