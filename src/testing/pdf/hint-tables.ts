/** What the page offset hint table says of a page (ISO 32000-2 table F.4). */
export interface PageHint {
  readonly objects: number
  readonly length: number
  /** Indices into the shared object hint table. */
  readonly shared: readonly number[]
}

/** What the hint tables are made of. */
export interface Hints {
  readonly firstPageAt: number
  readonly pages: readonly PageHint[]
  /** Lengths of the objects of the first page's section, which are all that is shared. */
  readonly sharedLengths: readonly number[]
}

/** Returns the page offset and the shared object hint tables, and where the second begins (ISO 32000-2 §F.4.1, §F.4.2). */
export function hintTables(hints: Hints): { readonly bytes: Uint8Array; readonly sharedAt: number } {
  const pages = pageOffsetTable(hints)
  const bytes = new Uint8Array([...pages, ...sharedObjectTable(hints.sharedLengths)])
  return { bytes, sharedAt: pages.length }
}

/** Every bit width is 0 or a whole number of bytes, so that nothing needs packing. */
function pageOffsetTable({ firstPageAt, pages }: Hints): readonly number[] {
  const leastObjects = Math.min(...pages.map(({ objects }) => objects))
  const leastLength = Math.min(...pages.map(({ length }) => length))
  const header = [
    ...u32(leastObjects),
    ...u32(firstPageAt),
    ...u16(16),
    ...u32(leastLength),
    ...u16(32),
    ...u32(0),
    ...u16(0),
    ...u32(leastLength),
    ...u16(32),
    ...u16(16),
    ...u16(16),
    ...u16(0),
    ...u16(1),
  ]
  const lengths = pages.flatMap(({ length }) => u32(length - leastLength))
  return [
    ...header,
    ...pages.flatMap(({ objects }) => u16(objects - leastObjects)),
    ...lengths,
    ...pages.flatMap(({ shared }) => u16(shared.length)),
    ...pages.flatMap(({ shared }) => shared.flatMap(u16)),
    ...lengths,
  ]
}

function sharedObjectTable(lengths: readonly number[]): readonly number[] {
  const least = Math.min(...lengths)
  return [
    ...u32(0),
    ...u32(0),
    ...u32(lengths.length),
    ...u32(lengths.length),
    ...u16(0),
    ...u32(least),
    ...u16(32),
    ...lengths.flatMap((length) => u32(length - least)),
    ...new Uint8Array(Math.ceil(lengths.length / 8)),
  ]
}

const u16 = (value: number): readonly number[] => [(value >> 8) & 0xff, value & 0xff]
const u32 = (value: number): readonly number[] => [
  ...u16(Math.floor(value / 0x10000)),
  ...u16(value % 0x10000),
]
