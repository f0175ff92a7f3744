import type { AnalysisBudget } from './analysis-budget.js'
import type { PdfFile } from '../file.js'
import { PdfArray, PdfDictionary, PdfReference, PdfStream, type PdfValue } from '../values.js'
import { EdgePaths, START, type Edge } from './edge-paths.js'
import { ROLE, roleBelow, roleOfItems, type Role } from './roles.js'
import { isLandmark, isOtherField, leadsOn } from './walked-values.js'

const NAMING = ROLE.other | ROLE.trailerExtra

/** ISO 32000-2 tables 15 and 17. */
const TRAILER_KEYS: ReadonlySet<string> = new Set([
  ...[
    'Root',
    'Info',
    'ID',
    'Prev',
    'Size',
    'XRefStm',
    'Type',
    'W',
    'Index',
    'Length',
    'Filter',
    'DecodeParms',
  ],
])

/** What is known of an object. */
interface Node {
  roles: Role
  /** The roles in which the walk goes on below it, or will. */
  entered: Role
  firstEdge: Edge | undefined
}

interface Options {
  readonly budget: AnalysisBudget
  /** Whether the walk goes on below this object; the others only get their role. */
  readonly enters: (number: number) => boolean
  /** The objects whose paths are asked for later. */
  readonly wanted: ReadonlySet<number>
  /** The path to an object from which the walk started, not from the trailer. */
  readonly pathTo?: (number: number) => string | undefined
}

/** The roles that objects have in one revision, found by walking from where they hang. */
export class RoleMap {
  private readonly file: PdfFile
  private readonly options: Options
  private readonly nodes = new Map<number, Node>()
  private readonly appearanceEdges = new Map<number, Set<number>>()
  private readonly containers = new Set<number>()
  private readonly paths: EdgePaths
  private hasOtherWidgets = false
  private readonly pending: { readonly number: number; readonly edge: Edge }[] = []

  constructor(file: PdfFile, options: Options) {
    this.file = file
    this.options = options
    this.paths = new EdgePaths(options, (number) => this.nodes.get(number)?.firstEdge)
  }

  /** Returns the roles of object `number`; 0 when the walk did not come to it. */
  rolesOf(number: number): Role {
    return this.nodes.get(number)?.roles ?? 0
  }

  /** Whether all fields and widgets that the walk came to are those of signatures. */
  get hasOnlySignatureFields(): boolean {
    return !this.hasOtherWidgets
  }

  /** Walks from /Root and /Info of the trailer. Throws `Malformed`. */
  walkFromTrailer(): void {
    this.walkFromKey('Root', ROLE.catalog)
    this.walkFromKey('Info', ROLE.info)
    this.finish()
  }

  /** Walks from the entries of all trailers of which the standard says nothing. Throws `Malformed`. */
  walkFromTrailerExtras(): void {
    for (const { trailer } of this.file.revisions) {
      for (const [key, value] of trailer.entries)
        if (!TRAILER_KEYS.has(key) && leadsOn(value))
          this.walkValue(value, { from: 0, role: ROLE.trailerExtra, trail: { key, above: undefined } })
    }
    this.finish()
  }

  /** Walks from the object streams in which what was found so far is kept: these objects are what the stream makes of them. Throws `Malformed`. */
  walkFromContainers(): void {
    for (const number of this.containers)
      if (this.options.enters(number)) this.enter(number, { from: START, role: ROLE.other, trail: undefined })
    this.finish()
  }

  /**
   * Walks from what nothing but a key that only names leads to: it is shown by whatever names it, for a resource of the name P is no parent.
   * Throws `Malformed`.
   */
  walkOnlyNamed(): void {
    // What is found on the way comes up in turn.
    for (const [number, node] of this.nodes) {
      if (node.roles === 0 || (node.roles & ~(ROLE.back | ROLE.named)) !== 0) continue
      const value = this.file.objectOnce(number)?.value ?? null
      node.entered |= ROLE.other
      this.take(number, value, { from: START, role: ROLE.other, trail: undefined })
      this.finish()
    }
    this.walkFromContainers()
  }

  /** Walks from object `number` as if it had role `role`. Throws `Malformed`. */
  walkFromObject(number: number, role: Role): void {
    for (let bit = 1; bit <= ROLE.other; bit <<= 1)
      if ((role & bit) !== 0 && bit !== ROLE.back)
        this.enter(number, { from: START, role: bit, trail: undefined })
    this.finish()
  }

  /** Returns the annotations below whose /AP object `number` hangs. */
  ownersOf(number: number): ReadonlySet<number> {
    const owners = new Set<number>()
    const seen = new Set([number])
    for (const at of seen) {
      for (const from of this.appearanceEdges.get(at) ?? []) {
        if ((this.rolesOf(from) & ROLE.annotation) !== 0) owners.add(from)
        else seen.add(from)
      }
    }
    return owners
  }

  /** Returns paths such as `/Root/AcroForm/Fields/2` that lead to object `number`, at most a few. */
  pathsTo(number: number): readonly string[] {
    return this.paths.pathsTo(number)
  }

  private walkFromKey(key: string, role: Role): void {
    this.walkValue(this.file.trailerValue(key) ?? null, { from: 0, role, trail: { key, above: undefined } })
  }

  private finish(): void {
    for (let next = this.pending.pop(); next !== undefined; next = this.pending.pop())
      this.visit(next.number, next.edge)
  }

  private visit(number: number, edge: Edge): void {
    const object = this.file.objectOnce(number)
    const value = object?.value ?? null
    this.options.budget.spendReading(value)
    if (object !== undefined && object.start < 0) this.addContainerOf(number)
    const { role } = edge
    if (role === ROLE.back) {
      // What parents, pages and annotations are is a dictionary.
      if (value instanceof PdfStream) this.enter(number, { ...edge, role: ROLE.other })
    } else if ((role & NAMING) !== 0 && isLandmark(value)) {
      this.node(number).roles |= role === ROLE.other ? ROLE.named : ROLE.back
      this.options.budget.spendWhole(value)
    } else {
      this.take(number, value, edge)
    }
  }

  private take(number: number, value: PdfValue, edge: Edge): void {
    const { role } = edge
    const node = this.node(number)
    node.roles |= role
    node.firstEdge ??= edge
    this.walkValue(value, { from: number, role, trail: undefined })
  }

  private walkValue(value: PdfValue, edge: Edge): void {
    if (value instanceof PdfReference) this.addEdge(value, edge)
    else if (edge.role !== ROLE.back) this.walkContainer(value, edge)
  }

  private walkContainer(value: PdfValue, at: Edge): void {
    const { from, role, trail } = at
    const { budget } = this.options
    if (value instanceof PdfArray) {
      budget.spendValues(value.items.length)
      const below = roleOfItems(role)
      value.items.forEach((item, index) => {
        if (leadsOn(item)) this.walkValue(item, { from, role: below, trail: { key: index, above: trail } })
      })
    } else if (value instanceof PdfDictionary || value instanceof PdfStream) {
      if (role === ROLE.annotation)
        this.hasOtherWidgets ||= value instanceof PdfStream || isOtherField(this.file, value)
      const { entries, hidden } = value instanceof PdfStream ? value.dictionary : value
      budget.spendValues(entries.size)
      for (const [key, child] of entries)
        if (leadsOn(child))
          this.walkValue(child, { from, role: roleBelow(role, key), trail: { key, above: trail } })
      for (const child of hidden) if (leadsOn(child)) this.walkValue(child, { from, role: ROLE.other, trail })
    }
  }

  private addEdge(reference: PdfReference, edge: Edge): void {
    const { number } = reference
    this.options.budget.spend()
    this.paths.add(number, edge)
    if (edge.role === ROLE.appearance) {
      const from = this.appearanceEdges.get(number)
      if (from === undefined) this.appearanceEdges.set(number, new Set([edge.from]))
      else from.add(edge.from)
    }
    if (edge.role === ROLE.back) this.node(number).roles |= ROLE.back
    if (this.options.enters(number)) this.enter(number, edge)
  }

  private addContainerOf(number: number): void {
    const entry = this.file.entry(number)
    if (entry?.kind === 'compressed') this.containers.add(entry.stream)
  }

  private node(number: number): Node {
    const known = this.nodes.get(number)
    if (known !== undefined) return known
    const node = { roles: 0, entered: 0, firstEdge: undefined }
    this.nodes.set(number, node)
    return node
  }

  private enter(number: number, edge: Edge): void {
    const node = this.node(number)
    if ((node.entered & edge.role) !== 0) return
    node.entered |= edge.role
    this.pending.push({ number, edge })
  }
}
