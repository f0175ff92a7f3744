import { memorySource } from '../../base/source.js'
import { FiscalSealError } from '../../base/errors.js'
import { byteAt, isWhite } from '../../formats/pdf/characters.js'
import { PdfFile } from '../../formats/pdf/file.js'
import { findDanglingReferences } from './dangling-references.js'
import { malformed } from './sign-error.js'

/** A file that may be sealed. */
export interface OpenDocument {
  readonly file: PdfFile
  /** Numbers that it refers to without having them: new objects get others. */
  readonly takenNumbers: ReadonlySet<number>
}

/**
 * Returns the file to seal. Throws `FiscalSealError('sign.encrypted')`, `sign.malformed` for what would make the seal doubtful (bytes after
 * the end, references that lead to nothing), and `Malformed` for what cannot be read.
 */
export function openDocument(bytes: Uint8Array): OpenDocument {
  const file = PdfFile.open(memorySource(bytes))
  if (file.isEncrypted) {
    throw new FiscalSealError(
      'sign.encrypted',
      'The PDF is encrypted; seal it before it is encrypted, or without encryption.',
    )
  }
  for (let index = file.end; index < bytes.length; index++)
    if (!isWhite(byteAt(bytes, index))) throw malformed('bytes that belong to nothing follow its end')
  const { reachable, numbers } = findDanglingReferences(file)
  if (reachable !== undefined) {
    throw malformed(
      `object ${reachable.number} is referred to and not there, so it could be added after sealing`,
    )
  }
  return { file, takenNumbers: numbers }
}
