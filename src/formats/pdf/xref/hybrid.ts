import { Malformed } from '../../../base/errors.js'
import type { ByteSource } from '../../../base/source.js'
import type { Budget } from '../limits.js'
import { PdfNumber } from '../values.js'
import { sameEntry, type XrefEntry, type XrefSection } from './section.js'
import { readXrefStream } from './stream.js'

/**
 * Returns the stream that the /XRefStm of a table's trailer names, `undefined` without one (ISO 32000-2 §7.5.8.4). It may say something only
 * of numbers that the table leaves free or out, or the same: else two readers see two documents. Throws `Malformed('xref.hybrid-conflict')`.
 */
export function addHybridStream(
  place: { readonly source: ByteSource; readonly budget: Budget },
  table: XrefSection,
): XrefSection | undefined {
  const pointer = table.form === 'table' ? table.trailer.get('XRefStm') : undefined
  if (pointer === undefined) return undefined
  if (!(pointer instanceof PdfNumber) || !pointer.isInteger || pointer.value <= 0) {
    throw new Malformed('xref.syntax', '/XRefStm', table.trailer.extent.start)
  }
  const stream = readXrefStream(place, pointer.value)
  for (const { first, count } of stream.ranges) {
    for (let number = first; number < first + count; number++) {
      const listed = table.find(number)
      if (listed === undefined || listed.kind === 'free') continue
      if (!sameEntry(listed, stream.find(number)))
        throw new Malformed('xref.hybrid-conflict', `object ${number}`, stream.offset)
    }
  }
  return stream
}

/** Returns what a section and its hybrid stream say of `number`: the table first, the stream where the table leaves it free or out. */
export function findInLink(
  link: { readonly section: XrefSection; readonly hybridStream: XrefSection | undefined },
  number: number,
): XrefEntry | undefined {
  const listed = link.section.find(number)
  if (link.hybridStream === undefined || (listed !== undefined && listed.kind !== 'free')) return listed
  return link.hybridStream.find(number) ?? listed
}
