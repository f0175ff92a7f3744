import type { QrCode } from './qr-code.js'

/** A corner between modules, counted from the upper left. */
export type Corner = readonly [x: number, y: number]

/**
 * Returns the closed outlines of the dark areas, clockwise, holes the other way round. One outline instead of many
 * squares: no hairlines of white between modules where a viewer smooths edges.
 */
export function outlineQr(code: QrCode): readonly (readonly Corner[])[] {
  const edges = darkEdges(code)
  const outlines: (readonly Corner[])[] = []
  for (const [start, ends] of edges) {
    while (ends.length > 0) outlines.push(withoutStraights(walk(edges, start)))
  }
  return outlines
}

type Edges = Map<string, Corner[]>

function darkEdges({ size, modules }: QrCode): Edges {
  const edges: Edges = new Map()
  const isDark = (x: number, y: number): boolean => modules[y]?.[x] === true
  const addEdge = (from: Corner, to: Corner): void => {
    const ends = edges.get(keyOf(from))
    if (ends === undefined) edges.set(keyOf(from), [to])
    else ends.push(to)
  }
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      if (!isDark(x, y)) continue
      if (!isDark(x, y - 1)) addEdge([x, y], [x + 1, y])
      if (!isDark(x + 1, y)) addEdge([x + 1, y], [x + 1, y + 1])
      if (!isDark(x, y + 1)) addEdge([x + 1, y + 1], [x, y + 1])
      if (!isDark(x - 1, y)) addEdge([x, y + 1], [x, y])
    }
  }
  return edges
}

function keyOf([x, y]: Corner): string {
  return `${x} ${y}`
}

/** Follows edges, taking each away, until there is none to follow: back where it began. */
function walk(edges: Edges, start: string): readonly Corner[] {
  const corners: Corner[] = []
  let next = edges.get(start)?.pop()
  while (next !== undefined) {
    corners.push(next)
    next = edges.get(keyOf(next))?.pop()
  }
  return corners
}

function withoutStraights(corners: readonly Corner[]): readonly Corner[] {
  return corners.filter(([x, y], index) => {
    const [beforeX, beforeY] = corners.at(index - 1) ?? [x, y]
    const [afterX, afterY] = corners[(index + 1) % corners.length] ?? [x, y]
    return !((beforeX === x && x === afterX) || (beforeY === y && y === afterY))
  })
}
