import { FiscalSealError } from '../../base/errors.js'
import type { TrustAnchor } from '../../trust/store/anchor.js'
import { toPlain } from '../../trust/store/store-content.js'
import { findEndings } from '../../trust/store/endings.js'
import { readTrustFiles } from '../../trust/store/trust-files.js'
import { readArguments, readTime } from '../arguments.js'
import type { Command } from '../command.js'
import { EXIT } from '../exit-code.js'
import { toJsonLine } from '../json-line.js'
import { anchorText } from './anchor-text.js'
import { endingLine } from './ending-text.js'

const OPTIONS = { at: { type: 'string' }, json: { type: 'boolean' } } as const

const HELP = `Usage: fiscalseal trust show ID PATH… [OPTIONS]

Shows everything that a trust store says of one authority: who it is, since when it is
accepted, what the certificate of a signer must look like, where in it the tax id is read,
how revocation is checked, what documents must be, and where its certificate was taken from.
"fiscalseal trust list" shows the ids. PATH is a trust store or trust list (JSON),
certificates (PEM, DER), or a folder of these.

  --at TIME   the day for which it is shown (default: now)
  --json      the record itself as JSON, to be edited and given to programs

Exit code: 0; 1 there is no such authority, or nothing readable; 2 wrong usage.

Examples:
  fiscalseal trust show pt.tax-authority trust.json
  fiscalseal trust show pt.tax-authority trust/ --json > record.json
`

/** `fiscalseal trust show`: all that is said of one authority. */
export const trustShow: Command = {
  help: HELP,
  run: (args, terminal) => {
    const rule = { name: 'ID or PATH', min: 2, max: Infinity }
    const { values, positionals } = readArguments(args, OPTIONS, rule)
    const [id = '', ...paths] = positionals
    const at = readTime(values.at, 'at') ?? new Date()
    const store = readTrustFiles(paths)
    const anchor = store.anchors.find((each) => each.id === id)
    if (anchor === undefined) throw noSuchAnchor(id, store.anchors)
    if (values.json === true) terminal.out(toJsonLine(JSON.stringify(toPlain(anchor))))
    else {
      const listed = anchor.list === undefined ? '' : `${anchor.list.listId}, version ${anchor.list.version}`
      const warnings = findEndings(store, { at }).filter(({ what }) => what === id || what === listed)
      terminal.out(`${anchorText(anchor, at)}${warnings.map(endingLine).join('')}`)
    }
    return Promise.resolve(EXIT.ok)
  },
}

function noSuchAnchor(id: string, anchors: readonly TrustAnchor[]): FiscalSealError {
  const known = anchors.slice(0, 10).map((each) => each.id)
  const more = anchors.length > known.length ? ', …' : ''
  return new FiscalSealError(
    'argument.invalid',
    `There is no authority ${JSON.stringify(id)} in it; there is ${known.join(', ')}${more}.`,
  )
}
