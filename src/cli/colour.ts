import type { DocumentStatus } from '../seal/verify/types.js'
import type { Terminal } from './terminal.js'

const RESET = '\u001b[0m'
const CODES: Readonly<Record<DocumentStatus, string>> = {
  trusted: '\u001b[1;32m',
  altered: '\u001b[1;31m',
  untrusted: '\u001b[1;31m',
  indeterminate: '\u001b[1;33m',
  unsigned: '\u001b[1;33m',
  unreadable: '\u001b[1;31m',
}

/** Returns whether standard output is shown in colour: on a terminal, unless NO_COLOR is set (no-color.org) or it is a dumb one. */
export function usesColour(terminal: Terminal): boolean {
  return terminal.outIsTerminal && terminal.env('NO_COLOR') === undefined && terminal.env('TERM') !== 'dumb'
}

/** Returns the text of a report with the verdict at the end of its first line in colour. */
export function colourVerdict(text: string, status: DocumentStatus): string {
  const end = text.indexOf('\n')
  const verdict = `: ${status}`
  const line = text.slice(0, end)
  if (!line.endsWith(verdict)) return text
  return `${line.slice(0, -status.length)}${CODES[status]}${status}${RESET}${text.slice(end)}`
}
