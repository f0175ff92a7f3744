import { FiscalSealError, type Problem } from '../../base/errors.js'
import type { Colour } from '../draw/drawing.js'
import type { XrefForm } from '../draw/objects.js'
import type { Layout, PageSize } from '../model/layout.js'
import { contrastWithWhite, isReadable, parseColour } from './accent.js'

/** How `buildReceipt` lays a receipt out and writes it. */
export interface ReceiptOptions {
  readonly layout?: Layout
  /** Form of the file: a table that everything reads (default), or streams, which are smaller. */
  readonly xref?: XrefForm
}

const SIZES: readonly PageSize[] = ['A4', 'A5', 'Letter', 'roll80', 'roll58']
const XREF_FORMS: ReadonlySet<unknown> = new Set([undefined, 'table', 'stream'])
const FLAGS: ReadonlySet<unknown> = new Set([undefined, true, false])
const LAYOUT_FIELDS: readonly string[] = ['page', 'logo', 'fonts', 'accent', 'sealBox']

/** Throws `receipt.invalid` with all problems when an option is not what it should be. */
export function checkOptions(options: ReceiptOptions): void {
  const problems: Problem[] = []
  const report = (path: string, message: string): void => {
    problems.push({ path, code: 'value.not-allowed', message })
  }
  if (isRecord('options', options, report)) {
    const { layout, xref } = options
    for (const key of Object.keys(options))
      if (key !== 'layout' && key !== 'xref') report(key, 'unknown option')
    if (!XREF_FORMS.has(xref)) report('xref', "'table' or 'stream' is expected")
    if (layout !== undefined) checkLayout(layout, report)
  }
  if (problems.length === 0) return
  const message = problems.map(({ path, message: text }) => `${path}: ${text}`).join('\n')
  throw new FiscalSealError('receipt.invalid', message, { problems })
}

type Report = (path: string, message: string) => void

/** Callers without types may give anything. */
function isRecord(path: string, value: unknown, report: Report): boolean {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return true
  report(path, 'an object is expected')
  return false
}

function checkLayout(layout: Layout, report: Report): void {
  if (!isRecord('layout', layout, report)) return
  for (const key of Object.keys(layout))
    if (!LAYOUT_FIELDS.includes(key)) report(`layout.${key}`, 'unknown option')
  const { page, logo, fonts, accent, sealBox } = layout
  if (page !== undefined && !SIZES.includes(page))
    report('layout.page', `one of ${SIZES.join(', ')} is expected`)
  if (logo !== undefined && isRecord('layout.logo', logo, report)) {
    checkBytes('layout.logo.bytes', logo.bytes, report)
    const text: unknown = logo.alternativeText
    if (typeof text !== 'string' || text.trim() === '') {
      report('layout.logo.alternativeText', 'a text is expected that is said instead of the picture')
    }
  }
  if (fonts !== undefined && isRecord('layout.fonts', fonts, report)) {
    checkBytes('layout.fonts.regular', fonts.regular, report)
    checkBytes('layout.fonts.bold', fonts.bold, report)
  }
  if (accent !== undefined) checkAccent(accent, report)
  if (!FLAGS.has(sealBox)) report('layout.sealBox', 'true or false is expected')
}

function checkBytes(path: string, value: unknown, report: Report): void {
  if (!(value instanceof Uint8Array)) report(path, 'the bytes of the file are expected, as a Uint8Array')
}

function checkAccent(accent: unknown, report: Report): void {
  const colour = typeof accent === 'string' ? parseColour(accent) : undefined
  if (colour === undefined) report('layout.accent', 'a colour is expected, such as #1F4E79')
  else if (!isReadable(colour)) {
    const contrast = contrastWithWhite(colour).toFixed(1)
    report(
      'layout.accent',
      `its contrast with white is ${contrast} : 1, at least 4.5 : 1 is needed: choose a darker colour`,
    )
  }
}

/** Returns the colour of name and amount due; black when none was given. */
export function accentOf(layout: Layout | undefined): Colour {
  return (layout?.accent === undefined ? undefined : parseColour(layout.accent)) ?? 0
}
