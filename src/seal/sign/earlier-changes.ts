import { PdfFile } from '../../formats/pdf/file.js'
import type { SealedOutput } from './sealed-output.js'
import { notPermitted } from './sign-error.js'

/**
 * Throws `FiscalSealError('sign.not-permitted')` when those who verify would say of the revision with the new signature that it changes what the
 * earlier ones cover (THREATS, difference analysis): nobody's seal may break another one. Needed for a document that is signed already.
 */
export async function requireEarlierKept(output: SealedOutput): Promise<void> {
  const { RevisionHistory } = await import('../../formats/pdf/differences/revision-history.js')
  const file = PdfFile.open(output)
  const { level, changes } = new RevisionHistory(file).changesOf(file.revisions.length - 1)
  if (level !== 'other') return
  const telling = changes.find((change) => change.level === level)
  const place = telling?.paths[0] ?? `object ${telling?.number ?? 0}`
  throw notPermitted(`it is signed, and to add a signature would change more of it (${place})`)
}
