import { toPrintable } from '../../seal/report/printable.js'
import type { TrustBundle } from '../../trust/lists/bundle/update-bundle.js'
import { findEndings } from '../../trust/store/endings.js'
import { toJsonLine } from '../json-line.js'
import type { Terminal } from '../terminal.js'
import { endingLine } from './ending-text.js'

/** How a bundle is shown. */
export interface BundleView {
  /** The moment for which it is shown. */
  readonly at: Date
  readonly isJson: boolean
}

/** Shows what is in a bundle on standard output, and on standard error what of it ends soon. */
export function showBundle(bundle: TrustBundle, view: BundleView, terminal: Terminal): void {
  terminal.out(view.isJson ? toJson(bundle) : toText(bundle))
  for (const ending of findEndings(bundle.trust, { at: view.at })) terminal.err(endingLine(ending))
}

function toText({ listId, version, root, expiresAt, trust }: TrustBundle): string {
  const count = trust.anchors.length
  const authorities = count === 1 ? '1 authority' : `${count} authorities`
  return (
    `${toPrintable(listId)}, version ${version}, under root ${root.version}: ${authorities}.\n` +
    `Good until ${instant(expiresAt)}; the root until ${instant(root.expiresAt)}.\n`
  )
}

function toJson({ listId, version, root, issuedAt, expiresAt, trust }: TrustBundle): string {
  const facts = {
    listId,
    version,
    issuedAt: instant(issuedAt),
    expiresAt: instant(expiresAt),
    root: { version: root.version, expiresAt: instant(root.expiresAt) },
    authorities: trust.anchors.map(({ id }) => id),
  }
  return toJsonLine(JSON.stringify(facts))
}

const instant = (milliseconds: number): string => new Date(milliseconds).toISOString()
