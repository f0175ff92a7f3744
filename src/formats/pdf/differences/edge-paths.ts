import type { Role } from './roles.js'

/** More paths to one object than this are not told. */
const MAX_PATHS = 4
const MAX_PATH_STEPS = 64

/** Where a walk began that did not come from the trailer; no object has this number. */
export const START = -1

/** The keys and indexes that lead from an object to a reference, the last one first. */
export interface Trail {
  readonly key: string | number
  readonly above: Trail | undefined
}

/** A reference, as a walk comes to it. */
export interface Edge {
  /** Object that holds the reference; 0 for the trailer. */
  readonly from: number
  readonly role: Role
  readonly trail: Trail | undefined
}

interface Options {
  /** The objects whose paths are asked for later. */
  readonly wanted: ReadonlySet<number>
  /** The path to an object from which the walk started, not from the trailer. */
  readonly pathTo?: (number: number) => string | undefined
}

/** The ways on which a walk came to some objects. */
export class EdgePaths {
  private readonly options: Options
  /** The edge by which the walk first came to an object. */
  private readonly firstEdge: (number: number) => Edge | undefined
  private readonly edges = new Map<number, Edge[]>()

  constructor(options: Options, firstEdge: (number: number) => Edge | undefined) {
    this.options = options
    this.firstEdge = firstEdge
  }

  /** Keeps an edge to object `number`, where its paths are wanted. */
  add(number: number, edge: Edge): void {
    if (!this.options.wanted.has(number)) return
    const edges = this.edges.get(number) ?? []
    if (edges.length < MAX_PATHS) edges.push(edge)
    this.edges.set(number, edges)
  }

  /** Returns paths such as `/Root/AcroForm/Fields/2` that lead to object `number`, at most a few. */
  pathsTo(number: number): readonly string[] {
    return (this.edges.get(number) ?? []).map((edge) => this.pathOf(edge))
  }

  private pathOf(edge: Edge): string {
    let path = ''
    let at = edge
    for (let step = 0; step < MAX_PATH_STEPS; step++) {
      for (let trail: Trail | undefined = at.trail; trail !== undefined; trail = trail.above)
        path = `/${trail.key}${path}`
      if (at.from === 0) return path
      const above = this.firstEdge(at.from)
      if (above === undefined || above.from === START) return `${this.options.pathTo?.(at.from) ?? ''}${path}`
      at = above
    }
    return path
  }
}
