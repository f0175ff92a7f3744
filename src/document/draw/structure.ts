/** Standard structure types in use (ISO 32000-1 §14.8.4). */
export type StructureType =
  'Document' | 'Sect' | 'H1' | 'P' | 'Table' | 'THead' | 'TBody' | 'TR' | 'TH' | 'TD' | 'Figure'

/** What can be said of an element: a heading's scope, a figure's alternative text. */
export interface StructureAttributes {
  readonly alternativeText?: string
  readonly scope?: 'Column' | 'Row'
  readonly columnSpan?: number
}

/**
 * An element of the logical structure of a document (ISO 32000-1 §14.7.2). Marks name the element that they belong to;
 * elements that no mark belongs to are left out when the document is written.
 */
export class StructureElement {
  readonly type: StructureType
  readonly attributes: StructureAttributes
  readonly #children: StructureElement[] = []

  constructor(type: StructureType, attributes: StructureAttributes = {}) {
    this.type = type
    this.attributes = attributes
  }

  get children(): readonly StructureElement[] {
    return this.#children
  }

  /** Appends a new child in reading order and returns it. */
  add(type: StructureType, attributes: StructureAttributes = {}): StructureElement {
    const child = new StructureElement(type, attributes)
    this.#children.push(child)
    return child
  }
}
