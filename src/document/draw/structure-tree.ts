import type { Dictionary, ObjectStore, PdfValue, Reference } from './objects.js'
import { textString } from './objects.js'
import type { StructureElement } from './structure.js'

interface Sequence {
  readonly page: Reference
  readonly identifier: number
}

/**
 * Ties marked content to the logical structure: gives out marked-content identifiers while pages are written, and
 * writes the structure tree afterwards (ISO 32000-1 §14.7).
 */
export class StructureTree {
  readonly #root: StructureElement
  readonly #sequences = new Map<StructureElement, Sequence[]>()
  readonly #pages: StructureElement[][] = []

  constructor(root: StructureElement) {
    this.#root = root
  }

  /** Starts the next page and returns what gives out identifiers on it. */
  openPage(page: Reference): (element: StructureElement) => number {
    const elements: StructureElement[] = []
    this.#pages.push(elements)
    return (element) => {
      const identifier = elements.push(element) - 1
      const sequences = this.#sequences.get(element) ?? []
      this.#sequences.set(element, [...sequences, { page, identifier }])
      return identifier
    }
  }

  /** Adds the tree to `store` and returns its root; elements without content are left out. */
  write(store: ObjectStore): Reference {
    const treeRoot = store.reserve()
    const references = new Map<StructureElement, Reference>()
    const top = this.#writeElement(store, this.#root, { parent: treeRoot, references })
    const parents = this.#pages.flatMap((elements, page): PdfValue[] => [
      page,
      elements.flatMap((element) => references.get(element) ?? []),
    ])
    store.fill(treeRoot, {
      Type: 'StructTreeRoot',
      K: top,
      ParentTree: store.add({ Nums: parents }),
      ParentTreeNextKey: this.#pages.length,
    })
    return treeRoot
  }

  #writeElement(store: ObjectStore, element: StructureElement, { parent, references }: Context): Reference {
    const own = store.reserve()
    references.set(element, own)
    const children = element.children
      .filter((child) => this.#hasContent(child))
      .map((child) => this.#writeElement(store, child, { parent: own, references }))
    const sequences = this.#sequences.get(element) ?? []
    const page = sequences[0]?.page
    const kids = [...sequences.map((sequence) => kidOf(sequence, page)), ...children]
    store.fill(own, {
      S: element.type,
      P: parent,
      Pg: page,
      K: kids.length === 1 ? kids[0] : kids,
      ...attributesOf(element),
    })
    return own
  }

  #hasContent(element: StructureElement): boolean {
    return this.#sequences.has(element) || element.children.some((child) => this.#hasContent(child))
  }
}

interface Context {
  readonly parent: Reference
  readonly references: Map<StructureElement, Reference>
}

/** A bare number means the element's own page; content on other pages says which. */
function kidOf({ page, identifier }: Sequence, first: Reference | undefined): PdfValue {
  return page === first ? identifier : { Type: 'MCR', Pg: page, MCID: identifier }
}

function attributesOf({ attributes }: StructureElement): Dictionary {
  const { alternativeText, scope, columnSpan } = attributes
  const inTable = scope !== undefined || columnSpan !== undefined
  return {
    Alt: alternativeText === undefined ? undefined : textString(alternativeText),
    A: inTable ? { O: 'Table', Scope: scope, ColSpan: columnSpan } : undefined,
  }
}
