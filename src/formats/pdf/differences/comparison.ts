import type { PdfFile } from '../file.js'
import { PdfArray, NO_ENTRIES, PdfDictionary, PdfReference, type PdfValue } from '../values.js'
import type { AnalysisBudget } from './analysis-budget.js'
import { RoleMap } from './role-map.js'
import { ROLE, type Role } from './roles.js'
import { touchedObjects, type TouchedObject } from './touched-objects.js'

/** Two revisions of a file, the objects that differ, and what those are in each. */
export class Comparison {
  readonly before: PdfFile
  readonly after: PdfFile
  readonly touched: ReadonlyMap<number, TouchedObject>
  readonly rolesBefore: RoleMap
  readonly rolesAfter: RoleMap
  private parents: ReadonlyMap<number, PdfDictionary> | undefined

  /** Throws `Malformed` when an object that matters cannot be read. */
  constructor(before: PdfFile, after: PdfFile, budget: AnalysisBudget) {
    this.before = before
    this.after = after
    const touched = new Map(touchedObjects(before, after, budget).map((object) => [object.number, object]))
    this.touched = touched
    const wanted = new Set(touched.keys())
    this.rolesBefore = new RoleMap(before, { wanted, budget, enters: () => true })
    if (touched.size > 0) {
      this.rolesBefore.walkFromTrailer()
      this.rolesBefore.walkFromTrailerExtras()
      this.rolesBefore.walkFromContainers()
      this.rolesBefore.walkOnlyNamed()
    }
    // What was not touched cannot lead to what is new; only what was is walked again.
    this.rolesAfter = new RoleMap(after, {
      wanted,
      budget,
      enters: (number) => touched.has(number),
      pathTo: (number) => this.rolesBefore.pathsTo(number)[0],
    })
    if (touched.size > 0) this.rolesAfter.walkFromTrailer()
    for (const number of wanted) this.rolesAfter.walkFromObject(number, this.rolesBefore.rolesOf(number))
  }

  /** Returns all roles that object `number` has in either revision. */
  rolesOf(number: number): Role {
    return this.rolesBefore.rolesOf(number) | this.rolesAfter.rolesOf(number)
  }

  /** Returns the value of a key of the catalog in each revision, references followed. */
  inCatalogs(key: string): { readonly before: PdfValue | undefined; readonly after: PdfValue | undefined } {
    return {
      before: this.before.get(this.before.catalog, key),
      after: this.after.get(this.after.catalog, key),
    }
  }

  /** Returns whether object `number` was an annotation or a field before. */
  wasAnnotation(number: number): boolean {
    return (this.rolesBefore.rolesOf(number) & ROLE.annotation) !== 0
  }

  /** Returns the new or changed field among whose /Kids object `number` is. */
  parentOf(number: number): PdfDictionary | undefined {
    this.parents ??= this.findParents()
    return this.parents.get(number)
  }

  /** Returns the paths that lead to object `number`, in the later revision where there are any. */
  pathsTo(number: number): readonly string[] {
    const paths = this.rolesBefore.pathsTo(number)
    return paths.length > 0 ? paths : this.rolesAfter.pathsTo(number)
  }

  private findParents(): ReadonlyMap<number, PdfDictionary> {
    const parents = new Map<number, PdfDictionary>()
    for (const { after } of this.touched.values()) {
      const kids = after instanceof PdfDictionary ? this.after.get(after, 'Kids') : undefined
      if (!(after instanceof PdfDictionary) || !(kids instanceof PdfArray)) continue
      for (const kid of kids.items) if (kid instanceof PdfReference) parents.set(kid.number, after)
    }
    return parents
  }
}

/** Returns `value` when it is a dictionary, else an empty one: absent and of a wrong type are compared alike, key by key. */
export function dictionaryOrEmpty(value: PdfValue | undefined): PdfDictionary {
  return value instanceof PdfDictionary ? value : NO_ENTRIES
}
