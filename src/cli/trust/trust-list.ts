import { toPrintable } from '../../seal/report/printable.js'
import { findEndings, WARNING_DAYS, type Ending } from '../../trust/store/endings.js'
import { listAnchors, type AnchorSummary } from '../../trust/store/listing.js'
import { readArguments, readCount, readTime } from '../arguments.js'
import type { Command } from '../command.js'
import { EXIT } from '../exit-code.js'
import { toJsonLine } from '../json-line.js'
import { endingLine } from './ending-text.js'
import { FILTER_HELP, FILTER_OPTIONS, readStore } from './store-arguments.js'
import { toTable } from './table.js'

const OPTIONS = {
  ...FILTER_OPTIONS,
  at: { type: 'string' },
  days: { type: 'string' },
  check: { type: 'boolean' },
  json: { type: 'boolean' },
} as const

const HELP = `Usage: fiscalseal trust list PATH… [OPTIONS]

Shows whom a trust store accepts: for each authority its id (the name by which reports call
it), where it is competent, what it is, its status on that day, and what ends first: its
certificate, its acceptance, or the list that names it. PATH is a trust store or trust list
(JSON), certificates (PEM, DER), or a folder of these.

What ends soon is warned about. A list that is over makes every answer under it
indeterminate; the certificate of an authority may be over without harm, but then nobody
issues under it, and a successor is to be expected.

${FILTER_HELP}
  --at TIME              the day for which it is shown (default: now)
  --days N               warn so many days before the end (default: ${WARNING_DAYS})
  --check                return 3 when something is warned about, for a nightly job
  --json                 one JSON object, for programs

Exit code: 0, with --check 3 where something is warned about; 1 not readable, 2 wrong usage.

Examples:
  fiscalseal trust list trust.json
  fiscalseal trust list trust/ --jurisdiction PT --role timestamp-authority
  fiscalseal trust list trust/ --check --days 30
`

/** `fiscalseal trust list`: what a store holds, and what ends soon. */
export const trustList: Command = {
  help: HELP,
  run: (args, terminal) => {
    const { values, positionals } = readArguments(args, OPTIONS, { name: 'PATH', min: 1, max: Infinity })
    const at = readTime(values.at, 'at') ?? new Date()
    const days = readCount(values.days, 'days') ?? WARNING_DAYS
    const store = readStore(positionals, values)
    const anchors = listAnchors(store, { at })
    const warnings = findEndings(store, { at, days })
    terminal.out(values.json === true ? toJson(anchors, warnings, at) : toText(anchors, warnings, at))
    return Promise.resolve(values.check === true && warnings.length > 0 ? EXIT.doubtful : EXIT.ok)
  },
}

function toJson(anchors: readonly AnchorSummary[], warnings: readonly Ending[], at: Date): string {
  return toJsonLine(JSON.stringify({ at: at.toISOString(), anchors, warnings }))
}

const HEADINGS = ['ID', 'AUTHORITY', 'WHERE', 'ROLE', 'STATUS', 'ENDS']

function toText(anchors: readonly AnchorSummary[], warnings: readonly Ending[], at: Date): string {
  const count = `${anchors.length} ${anchors.length === 1 ? 'authority' : 'authorities'}`
  const lists = [...new Set(anchors.map(({ list }) => list).filter((list) => list !== null))]
  const from = lists.length === 0 ? '' : `; from ${lists.map(toPrintable).join('; ')}`
  const table = anchors.length === 0 ? '' : `\n${toTable(HEADINGS, anchors.map(cellsOf))}`
  const notes = warnings.length === 0 ? '' : `\n${warnings.map(endingLine).join('')}`
  return `${count}, as of ${at.toISOString().slice(0, 10)}${from}\n${table}${notes}`
}

function cellsOf(anchor: AnchorSummary): readonly string[] {
  const { id, authority, jurisdiction, environment, role, status, endsAt } = anchor
  return [
    ...[id, authority, jurisdiction],
    environment === 'test' ? `${role} (test)` : role,
    status === 'none' ? 'not yet' : status,
    endsAt?.slice(0, 10) ?? 'never',
  ]
}
