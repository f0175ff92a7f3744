import type { Mark } from '../draw/drawing.js'

/** A piece of a page that is not divided: it knows its height and how to draw itself. */
export interface Block {
  readonly height: number
  /** Air above, left out at the top of a page. */
  readonly gap?: number
  /** Not parted from the block after it, unless both together are higher than a page. */
  readonly keepWithNext?: boolean
  /** Stands at the foot of its page. */
  readonly atFoot?: boolean
  /** The table that the block is a row of. */
  readonly table?: RunningTable
  /** Returns the marks of the block with its upper edge at `top`. */
  readonly draw: (top: number) => readonly Mark[]
}

/** What a table shows where a page ends within it. */
export interface RunningTable {
  /** At the end of the page; drawn with the sum of the rows above it. */
  readonly carried: (after: Block) => Block
  /** At the top of the next page: the head once more, and the sum brought forward. */
  readonly continued: (after: Block) => readonly Block[]
  readonly carriedHeight: number
}

/** A block and where it came to stand. */
export interface PlacedBlock {
  readonly block: Block
  readonly top: number
}

/** The upper and lower edge of what a page may be filled with. */
export interface Frame {
  readonly top: number
  readonly bottom: number
}

/**
 * Returns the blocks of each page. A table that goes on gets its carried and brought forward rows. Blocks that keep
 * together move together; a group that is higher than a page is parted after all.
 */
export function paginate(blocks: readonly Block[], frame: Frame): readonly (readonly PlacedBlock[])[] {
  const pages = new PageFiller(frame)
  for (const group of groupsOf(blocks, frame.bottom - frame.top)) pages.place(group)
  return pages.filled
}

/** Chains of blocks that keep with the next one. */
function groupsOf(blocks: readonly Block[], most: number): readonly (readonly Block[])[] {
  const groups: Block[][] = []
  let group: Block[] = []
  for (const block of blocks) {
    group.push(block)
    if (block.keepWithNext === true) continue
    groups.push(group)
    group = []
  }
  if (group.length > 0) groups.push(group)
  return groups.flatMap((each) =>
    heightOf(each) + reserveFor(each) > most ? each.map((block) => [block]) : [each],
  )
}

/** Height of a group at the top of a page. */
function heightOf(group: readonly Block[]): number {
  return group.reduce(
    (height, block, index) => height + block.height + (index === 0 ? 0 : (block.gap ?? 0)),
    0,
  )
}

/** A row after which the page may end needs room for the sum carried forward below it. */
function reserveFor(group: readonly Block[]): number {
  return group.at(-1)?.table?.carriedHeight ?? 0
}

/** For sums of floating numbers. */
const TOLERANCE = 0.01

class PageFiller {
  readonly #frame: Frame
  readonly #pages: PlacedBlock[][] = [[]]
  #cursor: number
  #last: Block | undefined

  constructor(frame: Frame) {
    this.#frame = frame
    this.#cursor = frame.top
  }

  get filled(): readonly (readonly PlacedBlock[])[] {
    return this.#pages
  }

  place(group: readonly Block[]): void {
    const gap = this.#isAtTop ? 0 : (group[0]?.gap ?? 0)
    const needed = gap + heightOf(group) + reserveFor(group)
    if (!this.#isAtTop && this.#cursor + needed > this.#frame.bottom + TOLERANCE) this.#breakPage(group[0])
    for (const block of group) this.#put(block)
  }

  get #isAtTop(): boolean {
    return this.#cursor === this.#frame.top
  }

  #put(block: Block): void {
    const below = this.#cursor + (this.#isAtTop ? 0 : (block.gap ?? 0))
    const top = block.atFoot === true ? Math.max(below, this.#frame.bottom - block.height) : below
    this.#pages.at(-1)?.push({ block, top })
    this.#cursor = top + block.height
    this.#last = block
  }

  #breakPage(next: Block | undefined): void {
    const last = this.#last
    const table = last?.table
    const goesOn = last !== undefined && table !== undefined && next?.table === table
    if (goesOn) this.#put(table.carried(last))
    this.#pages.push([])
    this.#cursor = this.#frame.top
    if (goesOn) for (const block of table.continued(last)) this.#put(block)
  }
}
