import type { Mark } from '../draw/drawing.js'
import { doesNotFit } from './does-not-fit.js'

/** A piece of a page that is not divided: it knows its height and how to draw itself. */
export interface Block {
  readonly height: number
  /** Air above, left out at the top of a page. */
  readonly gap?: number
  /** Not parted from the block after it, unless what keeps together is higher than a page. */
  readonly keepWithNext?: Bond
  /** Stands at the foot of its page. */
  readonly atFoot?: boolean
  /** The table that the block is a row of. */
  readonly table?: RunningTable
  /** Path in the model of what it shows. */
  readonly source?: string
  /** Returns the marks of the block with its upper edge at `top`. */
  readonly draw: (top: number) => readonly Mark[]
}

/** How firmly a block keeps with the next, loosest first: what is higher than a page is parted at its loosest bonds. */
const BONDS = ['loosely', 'closely', 'firmly'] as const

/** How firmly a block keeps with the next. */
export type Bond = (typeof BONDS)[number]

/** What a table shows where a page ends within it. */
export interface RunningTable {
  /** At the end of the page; drawn with the sum of the rows above it. */
  readonly carried: (after: Block) => Block
  /** At the top of the next page: the head once more, and the sum brought forward. */
  readonly continued: (after: Block) => readonly Block[]
  readonly carriedHeight: number
  readonly continuedHeight: number
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
 * together move together; a group that is higher than a page is parted at its loosest bonds. Throws `receipt.invalid`
 * when a single block is higher than a page.
 */
export function paginate(blocks: readonly Block[], frame: Frame): readonly (readonly PlacedBlock[])[] {
  const pages = new PageFiller(frame)
  for (const group of partedAt(blocks, BONDS)) pages.place(group)
  return pages.filled
}

/** Groups between which `blocks` may be parted when only bonds that are among `kept` hold. */
function partedAt(blocks: readonly Block[], kept: readonly Bond[]): readonly (readonly Block[])[] {
  const groups: Block[][] = []
  let group: Block[] = []
  for (const block of blocks) {
    group.push(block)
    if (block.keepWithNext !== undefined && kept.includes(block.keepWithNext)) continue
    groups.push(group)
    group = []
  }
  if (group.length > 0) groups.push(group)
  return groups
}

/** Parts of a group that is too high for a page. */
function partsOf(group: readonly Block[]): readonly (readonly Block[])[] {
  const loosest = BONDS.findIndex((bond) =>
    group.slice(0, -1).some(({ keepWithNext }) => keepWithNext === bond),
  )
  return partedAt(group, BONDS.slice(loosest + 1))
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
    const height = heightOf(group) + reserveFor(group)
    if (this.#cursor + gap + height > this.#frame.bottom + TOLERANCE) {
      if (height > this.#roomAfterBreak(group[0]) + TOLERANCE) {
        this.#placeParts(group)
        return
      }
      this.#breakPage(group[0])
    }
    for (const block of group) this.#put(block)
  }

  #placeParts(group: readonly Block[]): void {
    const [first] = group
    if (group.length === 1) throw doesNotFit(first?.source ?? 'layout.page', 'it is higher than a page')
    for (const part of partsOf(group)) this.place(part)
  }

  /** What a new page holds below the head of a table that goes on there. */
  #roomAfterBreak(next: Block | undefined): number {
    return this.#frame.bottom - this.#frame.top - (this.#tableBefore(next)?.continuedHeight ?? 0)
  }

  /** The table that `next` goes on with, on this page or the next one. */
  #tableBefore(next: Block | undefined): RunningTable | undefined {
    const table = this.#last?.table
    return next?.table === table ? table : undefined
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
    const table = this.#tableBefore(next)
    const goesOn = last !== undefined && table !== undefined
    if (goesOn) this.#put(table.carried(last))
    this.#pages.push([])
    this.#cursor = this.#frame.top
    if (goesOn) for (const block of table.continued(last)) this.#put(block)
  }
}
