import type { AnalysisBudget } from './analysis-budget.js'
import type { PdfFile } from '../file.js'
import { PdfArray, PdfDictionary, PdfName, PdfReference, PdfStream, type PdfValue } from '../values.js'
import { fieldTypeOf, nameIn } from './field-values.js'
import { ROLE, roleBelow, roleOfItems, type Role } from './roles.js'

/** More paths to one object than this are not told. */
const MAX_PATHS = 4
const MAX_PATH_STEPS = 64

/** Where a walk began that did not come from the trailer; no object has this number. */
const START = -1

const NAMING = ROLE.other | ROLE.trailerExtra

const LANDMARKS: ReadonlySet<string> = new Set(['Page', 'Pages', 'Catalog', 'Annot'])

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

interface Trail {
  readonly key: string | number
  readonly above: Trail | undefined
}

interface Edge {
  /** Object that holds the reference; 0 for the trailer. */
  readonly from: number
  readonly role: Role
  readonly trail: Trail | undefined
}

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
  private readonly wantedEdges = new Map<number, Edge[]>()
  private readonly appearanceEdges = new Map<number, Set<number>>()
  private readonly containers = new Set<number>()
  private hasOtherWidgets = false
  private readonly pending: { readonly number: number; readonly edge: Edge }[] = []

  constructor(file: PdfFile, options: Options) {
    this.file = file
    this.options = options
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
    return (this.wantedEdges.get(number) ?? []).map((edge) => this.pathOf(edge))
  }

  private walkFromKey(key: string, role: Role): void {
    this.walkValue(this.file.trailerValue(key) ?? null, { from: 0, role, trail: { key, above: undefined } })
  }

  private pathOf(edge: Edge): string {
    let path = ''
    let at = edge
    for (let step = 0; step < MAX_PATH_STEPS; step++) {
      for (let trail: Trail | undefined = at.trail; trail !== undefined; trail = trail.above)
        path = `/${trail.key}${path}`
      if (at.from === 0) return path
      const above = this.nodes.get(at.from)?.firstEdge
      if (above === undefined || above.from === START) return `${this.options.pathTo?.(at.from) ?? ''}${path}`
      at = above
    }
    return path
  }

  private finish(): void {
    for (let next = this.pending.pop(); next !== undefined; next = this.pending.pop())
      this.visit(next.number, next.edge)
  }

  private visit(number: number, edge: Edge): void {
    const object = this.file.objectOnce(number)
    const value = object?.value ?? null
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
    if (this.options.wanted.has(number)) this.remember(number, edge)
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

  private remember(number: number, edge: Edge): void {
    const edges = this.wantedEdges.get(number) ?? []
    if (edges.length < MAX_PATHS) edges.push(edge)
    this.wantedEdges.set(number, edges)
  }

  private enter(number: number, edge: Edge): void {
    const node = this.node(number)
    if ((node.entered & edge.role) !== 0) return
    node.entered |= edge.role
    this.pending.push({ number, edge })
  }
}

/**
 * Pages, annotations and the catalog are named by destinations, actions and the structure tree. Whatever names them shows nothing of them,
 * for what is shown of a document hangs at streams, and these are dictionaries.
 */
function isLandmark(value: PdfValue): boolean {
  if (!(value instanceof PdfDictionary)) return false
  const type = value.last('Type')
  if (type instanceof PdfName && LANDMARKS.has(type.value)) return true
  const subtype = value.last('Subtype')
  return subtype instanceof PdfName && subtype.value === 'Widget'
}

/** Whether an annotation is a field or a widget, and not one of a signature. Which of two values of a key counts, nobody knows. */
function isOtherField(file: PdfFile, annotation: PdfDictionary): boolean {
  if (annotation.duplicates.length > 0) return true
  const isField = annotation.last('FT') !== undefined || nameIn(file.get(annotation, 'Subtype')) === 'Widget'
  return isField && fieldTypeOf(file, annotation) !== 'Sig'
}

function leadsOn(value: PdfValue): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    value.kind !== 'name' &&
    value.kind !== 'number' &&
    value.kind !== 'string'
  )
}
