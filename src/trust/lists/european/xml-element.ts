import { Refused } from './refusal.js'

/** An element of XML, its comments and processing instructions left out. */
export interface XmlElement {
  readonly namespace: string
  readonly localName: string
  /** By local name; of a namespace, `{namespace}name`. Declarations of namespaces are not in it. */
  readonly attributes: ReadonlyMap<string, string>
  readonly children: readonly XmlElement[]
  /** All text directly in it, as one. */
  readonly text: string
  /** There are comments or processing instructions directly in it. */
  readonly hasComments: boolean
}

/** Namespaces of trusted lists and their signatures. */
export const NAMESPACE = {
  list: 'http://uri.etsi.org/02231/v2#',
  additional: 'http://uri.etsi.org/02231/v2/additionaltypes#',
  qualifications: 'http://uri.etsi.org/TrstSvc/SvcInfoExt/eSigDir-1999-93-EC-TrustedList/#',
  signature: 'http://www.w3.org/2000/09/xmldsig#',
  xades: 'http://uri.etsi.org/01903/v1.3.2#',
} as const

/** A namespace of `NAMESPACE`, and a name in it. */
export type ElementName = readonly [namespace: keyof typeof NAMESPACE, localName: string]

/** Returns whether `element` is a `name`. */
export function isElement(element: XmlElement, [namespace, localName]: ElementName): boolean {
  return element.localName === localName && element.namespace === NAMESPACE[namespace]
}

/** Returns the children of `element` that are a `name`; none when `element` is absent. */
export function childrenNamed(element: XmlElement | undefined, name: ElementName): readonly XmlElement[] {
  return element?.children.filter((child) => isElement(child, name)) ?? []
}

/** Returns the one child of `element` that is a `name`, or `undefined`; throws `Refused('list.content')` when there are several. */
export function optionalChild(element: XmlElement | undefined, name: ElementName): XmlElement | undefined {
  const [child, ...others] = childrenNamed(element, name)
  if (others.length > 0) throw new Refused('list.content', `more than one ${name[1]}`)
  return child
}

/** Returns the one child of `element` that is a `name`; throws `Refused('list.content')` when there is none or several. */
export function onlyChild(element: XmlElement, name: ElementName): XmlElement {
  const child = optionalChild(element, name)
  if (child === undefined) throw new Refused('list.content', `no ${name[1]} in ${element.localName}`)
  return child
}

/** Returns the element that `path` leads to from `element`, or `undefined`; throws `Refused('list.content')` where the way forks. */
export function descendant(
  element: XmlElement | undefined,
  ...path: readonly ElementName[]
): XmlElement | undefined {
  return path.reduce<XmlElement | undefined>((reached, name) => optionalChild(reached, name), element)
}

/** Returns the text of `element` without white space around it; empty when it is absent. */
export function textOf(element: XmlElement | undefined): string {
  return element?.text.trim() ?? ''
}

/** Calls `visit` with `root` and everything below it. */
export function forEachElement(root: XmlElement, visit: (element: XmlElement) => void): void {
  const open = [root]
  for (let element = open.pop(); element !== undefined; element = open.pop()) {
    visit(element)
    // Not spread: an element may have more children than a call may have arguments.
    for (const child of element.children) open.push(child)
  }
}
