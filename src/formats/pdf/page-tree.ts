import { Malformed } from '../../base/errors.js'
import type { PdfFile } from './file.js'
import { PdfArray, PdfDictionary, PdfName, PdfReference, type PdfValue } from './values.js'

/** A page and the object that holds it (ISO 32000-2 §7.7.3.3). */
export interface Page {
  /** `undefined` when the page is written directly into its parent, which the standard does not allow. */
  readonly reference: PdfReference | undefined
  readonly dictionary: PdfDictionary
  /** The nodes above it, the root first: for what a page inherits (§7.7.3.4). */
  readonly ancestors: readonly PdfDictionary[]
}

/** Returns the page at `index`, counted from 0, or `undefined`. Walks the tree up to it and believes no /Count. Throws `Malformed('pdf.syntax' | 'pdf.limit')`. */
export function findPage(file: PdfFile, index: number): Page | undefined {
  let seen = 0
  return walkPages(file, () => seen++ === index)
}

/** Returns how many pages the tree has. Throws as `findPage` does. */
export function countPages(file: PdfFile): number {
  let count = 0
  walkPages(file, () => {
    count++
    return false
  })
  return count
}

/** Returns the value of a key that a page may inherit: its own, or that of the nearest ancestor. */
export function inheritedValue(file: PdfFile, page: Page, key: string): PdfValue | undefined {
  const nodes = [page.dictionary, ...page.ancestors.toReversed()]
  return nodes.map((node) => file.get(node, key)).find((value) => value !== undefined)
}

/** Nodes, pages and what is neither that are looked at for each page that a file may have: one array may be the kids of many nodes. */
const VISITS = 4

/** Returns the first page for which `isWanted` says so, in the order of the document. */
function walkPages(file: PdfFile, isWanted: (page: Page) => boolean): Page | undefined {
  const visited = new Set<number>()
  let pages = 0
  let visitsLeft = file.limits.pages * VISITS + file.limits.treeDepth
  const visit = (value: PdfValue, ancestors: readonly PdfDictionary[]): Page | undefined => {
    if (visitsLeft-- <= 0) throw new Malformed('pdf.limit', 'nodes of the page tree')
    const reference = value instanceof PdfReference ? value : undefined
    if (reference !== undefined && visited.has(reference.number))
      throw new Malformed('pdf.syntax', 'a loop in the page tree')
    if (reference !== undefined) visited.add(reference.number)
    const dictionary = file.resolve(value)
    if (!(dictionary instanceof PdfDictionary)) return undefined
    const kids = file.get(dictionary, 'Kids')
    if (!isNode(file, dictionary) || !(kids instanceof PdfArray)) {
      if (++pages > file.limits.pages) throw new Malformed('pdf.limit', 'pages')
      const page = { reference, dictionary, ancestors }
      return isWanted(page) ? page : undefined
    }
    if (ancestors.length >= file.limits.treeDepth) throw new Malformed('pdf.limit', 'depth of the page tree')
    for (const kid of kids.items) {
      const found = visit(kid, [...ancestors, dictionary])
      if (found !== undefined) return found
    }
    return undefined
  }
  return visit(file.catalog.get('Pages') ?? null, [])
}

function isNode(file: PdfFile, dictionary: PdfDictionary): boolean {
  const type = file.get(dictionary, 'Type')
  return !(type instanceof PdfName) || type.value !== 'Page'
}
