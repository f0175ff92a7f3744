import { Malformed } from '../../base/errors.js'
import { readEndOfFile, revisionEnds, type EndOfFile } from './end-of-file.js'
import type { ParsingPlace } from './window.js'
import type { PdfDictionary } from './values.js'
import type { ChainLink } from './xref/chain.js'

/** One revision of a file: what one writer appended, up to and with its `%%EOF` (ISO 32000-2 §7.5.6). */
export interface Revision {
  /** Position in the file, the oldest being 0. */
  readonly index: number
  /** Offset at which the revision before it ends; 0 for the first. */
  readonly start: number
  /** R: the offset after `%%EOF` and its one line end. */
  readonly end: number
  /** Every offset at which it may be said to end: right after `%%EOF`, after CR, after CR LF. The last one is `end`. */
  readonly ends: readonly number[]
  /** Offset of the section that `startxref` names. */
  readonly xrefOffset: number
  readonly trailer: PdfDictionary
  readonly form: 'table' | 'stream' | 'hybrid'
  /** Its sections, the newest first: one, or the two of a linearized file. */
  readonly links: readonly ChainLink[]
}

/**
 * Returns the revisions that the chain of sections makes, the oldest first. Each section is followed by the `startxref` that names it and by
 * `%%EOF`; the two sections of a linearized file make one revision. Throws `Malformed('xref.missing' | 'xref.loop' | 'pdf.limit')`.
 */
export function revisionsOf(place: ParsingPlace, links: readonly ChainLink[]): readonly Revision[] {
  const revisions: Revision[] = []
  let start = 0
  for (const group of groupsOf(links)) {
    const revision = readRevision(place, group, { index: revisions.length, start })
    if (revision.xrefOffset < start)
      throw new Malformed('xref.loop', 'a section inside an earlier revision', revision.xrefOffset)
    revisions.push(revision)
    start = revision.end
  }
  if (revisions.length > place.limits.revisions) throw new Malformed('pdf.limit', 'revisions')
  return revisions
}

/** The sections of each revision, the oldest revision first. */
function groupsOf(links: readonly ChainLink[]): readonly (readonly ChainLink[])[] {
  const groups: ChainLink[][] = []
  for (const link of links) {
    const group = groups.at(-1)
    if (group?.[0]?.isFirstPage === true) group.push(link)
    else groups.push([link])
  }
  return groups.reverse()
}

function readRevision(
  place: ParsingPlace,
  links: readonly ChainLink[],
  { index, start }: Pick<Revision, 'index' | 'start'>,
): Revision {
  const [head] = links
  const last = links.at(-1)
  if (head === undefined || last === undefined) throw new Malformed('xref.missing')
  const mark = readEndOfFile(place, last.section.end)
  checkPointer(mark, head)
  const ends = revisionEnds(place.source, mark.end)
  return {
    index,
    start,
    end: ends.at(-1) ?? mark.end,
    ends,
    xrefOffset: head.section.offset,
    trailer: head.section.trailer,
    form: links.some((link) => link.hybridStream !== undefined) ? 'hybrid' : head.section.form,
    links,
  }
}

/** Between the pointer and the section stands nothing but white space: both name the same section. */
function checkPointer(mark: EndOfFile, link: ChainLink): void {
  if (mark.startxref === link.pointer || mark.startxref === link.section.offset) return
  throw new Malformed('xref.missing', 'startxref names another section than the one before it', mark.end)
}
