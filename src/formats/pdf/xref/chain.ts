import { Malformed } from '../../../base/errors.js'
import type { StructuralStreams } from '../structural-streams.js'
import type { Linearization } from '../linearization.js'
import { PdfNumber, type PdfDictionary } from '../values.js'
import type { ParsingPlace } from '../window.js'
import { readHybridStreams } from './hybrid.js'
import { countEntries, sameEntry, type XrefSection } from './section.js'
import { readXrefStream } from './stream.js'
import { readTable } from './table.js'

/** A section with the offset that led to it, and what it leads to. */
export interface ChainLink {
  readonly section: XrefSection
  /** What `startxref` or /Prev said: `section.offset`, or white space before it. */
  readonly pointer: number
  /** The stream that /XRefStm of a hybrid file names (ISO 32000-2 §7.5.8.4). */
  readonly hybridStream: XrefSection | undefined
  /** Whether this is the first-page section of a linearized file, whose /Prev leads forward to the main section (annex F). */
  readonly isFirstPage: boolean
}

/** Each object may be listed again by so many revisions on average. */
const MAX_ENTRIES_OF_OBJECT = 8

type BareLink = Omit<ChainLink, 'hybridStream'>

interface ChainPlace {
  readonly place: ParsingPlace
  readonly streams: StructuralStreams
  readonly linearization: Linearization | undefined
}

/**
 * Returns the sections that `startxref` leads to, the newest first. Each /Prev leads strictly backwards, but for the first-page section of a
 * linearized file, which leads forward, once, and last. Throws `Malformed('xref.*' | 'pdf.*')`.
 */
export function readChain(place: ChainPlace, startxref: number): readonly ChainLink[] {
  const links: BareLink[] = []
  let entries = 0
  let pointer: number | undefined = startxref
  while (pointer !== undefined) {
    if (links.length >= place.place.limits.sections)
      throw new Malformed('pdf.limit', 'cross-reference sections', pointer)
    const section = readSection(place, pointer)
    if (links.length === 0) checkNewest(place, section)
    checkSize(place, section.trailer)
    entries += countEntries(section)
    if (entries > place.place.limits.objects * MAX_ENTRIES_OF_OBJECT)
      throw new Malformed('pdf.limit', 'entries', pointer)
    checkAgainstFirstPage(section, links.at(-1))
    const previous = previousOf(section.trailer)
    const isFirstPage = leadsForward({ place, section, previous, after: links.at(-1) })
    links.push({ section, pointer, isFirstPage })
    pointer = previous
  }
  const hybridStreams = readHybridStreams(
    place,
    links.map(({ section }) => section),
  )
  return links.map(({ section, pointer: from, isFirstPage }, index) => ({
    section,
    pointer: from,
    isFirstPage,
    hybridStream: hybridStreams[index],
  }))
}

function readSection(from: ChainPlace, pointer: number): XrefSection {
  if (pointer <= 0 || pointer >= from.place.source.size)
    throw new Malformed('xref.missing', 'an offset outside the file', pointer)
  const table = readTable(from.place, pointer)
  if (table === undefined) return readXrefStream(from, pointer)
  from.streams.budget.spendObject(table.offset, table.end - table.offset)
  return table
}

/** A reader of a linearized file that is as long as it says begins with the section behind its first object, whatever `startxref` names. */
function checkNewest({ place, linearization }: ChainPlace, newest: XrefSection): void {
  if (linearization?.length !== place.source.size || linearization.next === newest.offset) return
  throw new Malformed('xref.missing', 'startxref names another section than the first page', newest.offset)
}

/** Whether /Prev leads forward as in a linearized file; throws where it leads anywhere but backwards otherwise. */
function leadsForward(step: {
  readonly place: ChainPlace
  readonly section: XrefSection
  readonly previous: number | undefined
  readonly after: BareLink | undefined
}): boolean {
  const { place, section, previous, after } = step
  if (after?.isFirstPage === true) {
    if (previous !== undefined)
      throw new Malformed('xref.loop', 'the main section of a linearized file leads on', section.offset)
    return false
  }
  if (previous === undefined || previous < section.offset) return false
  if (place.linearization === undefined || previous <= section.end)
    throw new Malformed('xref.loop', '/Prev leads forward', section.offset)
  if (after !== undefined && previous >= after.section.offset)
    throw new Malformed('xref.loop', '/Prev leads forward', section.offset)
  return true
}

/** The two sections of a linearized file list different objects, or the same place for one. */
function checkAgainstFirstPage(main: XrefSection, link: BareLink | undefined): void {
  if (link?.isFirstPage !== true) return
  for (const { first, count } of link.section.ranges) {
    for (let number = first; number < first + count; number++) {
      const listed = main.find(number)
      if (listed !== undefined && !sameEntry(listed, link.section.find(number))) {
        throw new Malformed('xref.syntax', `object ${number} is at two places`, main.offset)
      }
    }
  }
}

/** Nothing here is sized by /Size, but a file that states an absurd one is made for readers in which it is. */
function checkSize(place: ChainPlace, trailer: PdfDictionary): void {
  const size = trailer.get('Size')
  if (!(size instanceof PdfNumber) || size.value <= place.place.limits.objects) return
  throw new Malformed('pdf.limit', '/Size', trailer.extent.start)
}

function previousOf(trailer: PdfDictionary): number | undefined {
  const previous = trailer.get('Prev')
  if (previous === undefined) return undefined
  if (!(previous instanceof PdfNumber) || !previous.isInteger || previous.value < 0) {
    throw new Malformed('xref.syntax', '/Prev', trailer.extent.start)
  }
  return previous.value
}
