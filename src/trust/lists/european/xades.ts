import type * as Dom from '@xmldom/xmldom'
import type { Document as XmlDocument, Element as DomElement } from '@xmldom/xmldom'
import type * as Xades from 'xadesjs'
import { fromUtf8, toUtf8 } from '../../../base/bytes.js'
import { Refused, type RefusalCode } from './refusal.js'
import type { XmlElement } from './xml-element.js'
import { checkOutline } from './xml-outline.js'

/** A document as the parser holds it. */
export interface ParsedXml {
  readonly root: XmlElement
  readonly document: XmlDocument
}

/** What the signature of a list is checked with. */
export interface ListKey {
  readonly spki: Uint8Array
  readonly algorithm: RsaHashedImportParams | EcKeyImportParams
}

/**
 * Returns the document in `bytes`; throws `Refused('list.encoding' | 'list.xml')`. There are no entities, and what the parser only warns of is
 * refused: what is not well-formed may be read in more than one way.
 */
export async function parseXml(bytes: Uint8Array): Promise<ParsedXml> {
  const text = fromUtf8(bytes)
  if (text === undefined) throw new Refused('list.encoding')
  const content = text.startsWith('\ufeff') ? text.slice(1) : text
  checkOutline(content)
  const { DOMParser } = await loadDom()
  let fault = ''
  const parser = new DOMParser({
    onError: (_level, message) => {
      if (fault === '') fault = message.slice(0, MAX_FAULT_LENGTH)
      throw new Error(message)
    },
  })
  const document = await refusing('list.xml', () =>
    parser.parseFromString(content.trimStart(), 'application/xml'),
  ).catch((error: unknown) => {
    throw fault === '' ? error : new Refused('list.xml', fault)
  })
  const { documentElement: root, doctype } = document
  if (root === null || doctype !== null) throw new Refused('list.xml', 'a document type, or no root')
  return { root: toElement(root), document }
}

const MAX_FAULT_LENGTH = 200
const ELEMENT_NODE = 1
const TEXT_NODE = 3
const CDATA_NODE = 4
const XMLNS = 'http://www.w3.org/2000/xmlns/'

/** How deep elements are nested was bounded before they were parsed. */
function toElement(element: DomElement): XmlElement {
  const children: XmlElement[] = []
  let text = ''
  let hasComments = false
  for (let node = element.firstChild; node !== null; node = node.nextSibling) {
    if (node.nodeType === ELEMENT_NODE) children.push(toElement(node as DomElement))
    else if (node.nodeType === TEXT_NODE || node.nodeType === CDATA_NODE) text += node.nodeValue ?? ''
    else hasComments = true
  }
  return {
    namespace: element.namespaceURI ?? '',
    localName: element.localName ?? element.nodeName,
    attributes: toAttributes(element),
    children,
    text,
    hasComments,
  }
}

function toAttributes(element: DomElement): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>()
  for (const { namespaceURI, localName, nodeName, value } of element.attributes) {
    if (namespaceURI === XMLNS) {
      checkNamespace(value)
      continue
    }
    const name = localName ?? nodeName
    attributes.set(namespaceURI === null ? name : `{${namespaceURI}}${name}`, value)
  }
  return attributes
}

/** The library writes names of namespaces into the canonical text as they are: there they could become elements. */
function checkNamespace(name: string): void {
  if (['"', '<', '&'].some((character) => name.includes(character)))
    throw new Refused('list.xml', 'a namespace with a character of markup in its name')
}

/**
 * Returns the canonical bytes of the whole document without its signature, exactly as they were digested, when its references and its signature
 * hold under `key`; throws `Refused('list.signature-invalid' | 'list.algorithm')`. The form of the signature was checked before. The library is
 * never given a key or a certificate of the document.
 */
export async function verifyDocument({ document }: ParsedXml, key: ListKey): Promise<Uint8Array> {
  const { SignedXml } = await loadXades()
  const cryptoKey = await refusing('list.algorithm', () =>
    globalThis.crypto.subtle.importKey('spki', Uint8Array.from(key.spki), key.algorithm, true, ['verify']),
  )
  const canonical: string[] = []
  class CheckedXml extends SignedXml {
    protected override ApplyTransforms(...[transforms, input]: Parameters<ApplyTransforms>): unknown {
      const isRoot = input.localName === document.documentElement?.localName
      const output: unknown = super.ApplyTransforms(transforms, input)
      if (isRoot && typeof output === 'string') canonical.push(output)
      return output
    }
  }
  const isValid = await refusing('list.signature-invalid', () => {
    const signed = new CheckedXml(document as unknown as Document)
    signed.LoadXml(takeSignature(document) as unknown as Element)
    // The key is imported for its algorithm already; the library would import it again, without the curve.
    delete signed.Algorithm
    return signed.Verify(cryptoKey)
  })
  const [signedText, ...others] = canonical
  if (!isValid || signedText === undefined || others.length > 0) throw new Refused('list.signature-invalid')
  return toUtf8(signedText)
}

type ApplyTransforms = (transforms: never, input: Element) => unknown

/** Returns the signature, without its hint at keys: nobody's certificates are parsed but those that were given. */
function takeSignature(document: XmlDocument): DomElement {
  const children = [...(document.documentElement?.childNodes ?? [])] as DomElement[]
  const signature = children.find(({ localName }) => localName === 'Signature')
  if (signature === undefined) throw new Refused('list.unsigned')
  const hints = ([...signature.childNodes] as DomElement[]).filter(({ localName }) => localName === 'KeyInfo')
  for (const hint of hints) signature.removeChild(hint)
  return signature
}

/** It is CommonJS: what bundlers make of that has a default export, and not always the names. */
async function loadDom(): Promise<typeof Dom> {
  const { default: dom } = await import('@xmldom/xmldom')
  return dom
}

/** Outside browsers the library has to be told what to parse and to compute with; where somebody did so, it is left as it is. */
async function loadXades(): Promise<typeof Xades> {
  const [xades, xml] = await Promise.all([import('xadesjs'), loadDom()])
  xades.setNodeDependencies({ DOMParser: xml.DOMParser, XMLSerializer: xml.XMLSerializer })
  if (!hasEngine(xades)) {
    // A plain object: the library writes a name into what it is given.
    const { subtle } = globalThis.crypto
    const engine = { subtle, getRandomValues: randomValues }
    xades.Application.setEngine('WebCrypto', engine as unknown as Crypto)
  }
  return xades
}

function randomValues(array: Uint8Array<ArrayBuffer>): Uint8Array {
  return globalThis.crypto.getRandomValues(array)
}

function hasEngine({ Application }: typeof Xades): boolean {
  try {
    return 'subtle' in Application.crypto
  } catch {
    return false
  }
}

/** The boundary to the libraries: whatever they throw refuses the list. */
async function refusing<T>(code: RefusalCode, run: () => T | Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    if (error instanceof Refused) throw error
    throw new Refused(
      code,
      error instanceof Error ? (error.message.split('\n')[0] ?? '').slice(0, MAX_FAULT_LENGTH) : '',
    )
  }
}
