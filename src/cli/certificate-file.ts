import { toLatin1 } from '../base/bytes.js'
import type { ByteSource } from '../base/source.js'
import { TAG } from '../formats/der/tag.js'
import { isPem } from '../formats/x509/pem.js'

/** As far as explanatory text before a first block is looked through. */
const START = 64 * 1024
/** Where the header of a PDF is looked for. */
const HEADER = 1024

/** Returns whether a file begins as certificates do, with a SEQUENCE or with text that has a PEM block; everything that might be a PDF is none. */
export function holdsCertificates(source: ByteSource): boolean {
  const start = source.read(0, Math.min(START, source.size))
  if (start[0] === TAG.sequence) return true
  return isPem(start) && !toLatin1(start.subarray(0, HEADER)).includes('%PDF-')
}
