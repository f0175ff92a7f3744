import { Malformed } from '../../../src/base/errors.js'
import { RevisionHistory } from '../../../src/formats/pdf/differences/revision-history.js'
import { embeddedFiles } from '../../../src/formats/pdf/embedded-files.js'
import { PdfFile } from '../../../src/formats/pdf/file.js'
import { signatureFields } from '../../../src/formats/pdf/form-fields.js'
import { countPages } from '../../../src/formats/pdf/page-tree.js'
import { findSignatureTokens } from '../../../src/formats/pdf/signature-tokens.js'
import { PdfStream } from '../../../src/formats/pdf/values.js'
import { memorySource } from '../../../src/base/source.js'

/** Does with a file all that the reader can do. Returns the codes of what it refused; whatever else is thrown goes on. */
export function readEverything(bytes: Uint8Array): ReadonlySet<string> {
  const codes = new Set<string>()
  const attempt = <T>(act: () => T): T | undefined => {
    try {
      return act()
    } catch (error) {
      if (!(error instanceof Malformed)) throw error
      codes.add(error.code)
      return undefined
    }
  }
  const file = attempt(() => PdfFile.open(memorySource(bytes)))
  if (file === undefined) return codes
  attempt(() => countPages(file))
  attempt(() => embeddedFiles(file).map((each) => file.decode(each.stream)))
  for (const field of attempt(() => signatureFields(file)) ?? []) {
    const { signatureReference } = field
    if (signatureReference !== undefined) attempt(() => findSignatureTokens(file, signatureReference))
  }
  for (const number of attempt(() => file.numbers()) ?? []) {
    const value = attempt(() => file.object(number))?.value
    if (value instanceof PdfStream) attempt(() => file.decode(value))
  }
  const history = new RevisionHistory(file)
  for (const revision of file.revisions) history.changesAfter(revision.index)
  return codes
}
