import type { Awaitable } from '../../base/bytes.js'
import type { PdfFile } from '../../formats/pdf/file.js'
import type { ChangesOutcome } from './judge-changes.js'
import type { FoundSignature } from '../signature/found-signature.js'
import type { OpenDocument } from './open-document.js'

const UNCHANGED: ChangesOutcome = { changes: 'none', findings: [] }

/**
 * Returns what was changed after the revision that a signature covers; the analysis is loaded for a file that has later ones. What no revision
 * holds cannot be compared and is `unknown`.
 */
export function checkChanges(
  { coverage: { revision }, signed }: FoundSignature,
  document: OpenDocument,
): Awaitable<ChangesOutcome> {
  if (revision === undefined) return { changes: 'unknown', findings: [] }
  return document.isLast(revision) ? UNCHANGED : compareLater(revision, { signed, document })
}

async function compareLater(
  revision: number,
  { signed, document }: { readonly signed: PdfFile | undefined; readonly document: OpenDocument },
): Promise<ChangesOutcome> {
  const { judgeChanges } = await import('./rarely-needed.js')
  return judgeChanges(await document.changesAfter(revision), { signed, latest: document.file })
}
