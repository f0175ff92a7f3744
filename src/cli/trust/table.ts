import { toPrintable } from '../../seal/report/printable.js'

/** Widest column but the last, in characters. */
const WIDEST = 44

/** Returns rows of texts under their headings as lines, each column as wide as its longest text; nothing in them can steer a terminal. */
export function toTable(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const printable = rows.map((row) => row.map((cell) => shorten(toPrintable(cell))))
  const widths = headings.map((heading, column) =>
    printable.reduce((width, row) => Math.max(width, row[column]?.length ?? 0), heading.length),
  )
  return [headings, ...printable]
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('')
}

function shorten(text: string): string {
  return text.length > WIDEST ? `${text.slice(0, WIDEST - 1)}…` : text
}
