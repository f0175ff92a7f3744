import { fromBase64 } from '../../../base/base64.js'
import { readServices } from './service-reader.js'
import { Refused } from './refusal.js'
import { readInstant } from './instant.js'
import { readName } from './names.js'
import type { TrustedListHeader } from './trusted-lists-options.js'
import type { TrustedService } from './trusted-service.js'
import {
  childrenNamed,
  descendant,
  forEachElement,
  isElement,
  onlyChild,
  optionalChild,
  textOf,
  type ElementName,
  type XmlElement,
} from './xml-element.js'

/** Where another list is, and with which certificates it may be signed (TS 119 612 §5.3.13). */
export interface ListPointer {
  readonly territory: string
  readonly location: string
  /** DER. */
  readonly signers: readonly Uint8Array[]
}

/** What is in a trusted list. */
export interface TrustedListContent {
  readonly header: TrustedListHeader
  /** It is a list of lists: it points to others and names no services. */
  readonly isListOfLists: boolean
  /** Where it is published, or else a name for it. */
  readonly location: string
  readonly pointers: readonly ListPointer[]
  readonly services: readonly TrustedService[]
}

const ROOT: ElementName = ['list', 'TrustServiceStatusList']
const SCHEME: ElementName = ['list', 'SchemeInformation']
const TERRITORY: ElementName = ['list', 'SchemeTerritory']
const LIST_OF_LISTS = 'http://uri.etsi.org/TrstSvc/TrustedList/TSLType/EUlistofthelists'
const LIST_TYPE = 'application/vnd.etsi.tsl+xml'

/** Territories that have another code in ISO 3166-1. */
const JURISDICTIONS: ReadonlyMap<string, string> = new Map([
  ['EL', 'GR'],
  ['UK', 'GB'],
])

/** Returns the territory that a document names, or `undefined`. It proves nothing: it says whose signature is to be looked for. */
export function claimedTerritory(root: XmlElement): string | undefined {
  if (!isElement(root, ROOT)) return undefined
  const [scheme] = childrenNamed(root, SCHEME)
  const [territory] = childrenNamed(scheme, TERRITORY)
  return territory !== undefined && isTerritory(textOf(territory)) ? textOf(territory) : undefined
}

/** Returns what is in the list `root`, which was verified; throws `Refused('list.content' | 'list.closed')`. */
export function readTrustedList(root: XmlElement): TrustedListContent {
  if (!isElement(root, ROOT)) throw new Refused('list.content', `the root is ${root.localName}`)
  const scheme = onlyChild(root, SCHEME)
  const isListOfLists = textOf(onlyChild(scheme, ['list', 'TSLType'])) === LIST_OF_LISTS
  const header = readHeader(scheme)
  return {
    header,
    isListOfLists,
    location: readLocation(scheme) ?? `urn:trusted-list:${header.territory}`,
    pointers: isListOfLists ? readPointers(scheme) : [],
    services: readServices(optionalChild(root, ['list', 'TrustServiceProviderList'])),
  }
}

function readHeader(scheme: XmlElement): TrustedListHeader {
  const territory = textOf(onlyChild(scheme, TERRITORY))
  if (!isTerritory(territory)) throw new Refused('list.content', 'SchemeTerritory')
  const formatVersion = readNumber(scheme, 'TSLVersionIdentifier')
  // Version 4 is that of TS 119 612 v1.1.1, from before eIDAS: for what was signed then.
  if (formatVersion < 4 || formatVersion > 6)
    throw new Refused('list.content', `version ${formatVersion} of the format`)
  const nextUpdate = descendant(scheme, ['list', 'NextUpdate'], ['list', 'dateTime'])
  if (nextUpdate === undefined) throw new Refused('list.closed')
  return {
    territory,
    jurisdiction: JURISDICTIONS.get(territory) ?? territory,
    formatVersion,
    sequenceNumber: readNumber(scheme, 'TSLSequenceNumber'),
    operator: readName(onlyChild(scheme, ['list', 'SchemeOperatorName'])),
    issuedAt: readInstant(textOf(onlyChild(scheme, ['list', 'ListIssueDateTime']))),
    nextUpdate: readInstant(textOf(nextUpdate)),
  }
}

function readLocation(scheme: XmlElement): string | undefined {
  const points = optionalChild(scheme, ['list', 'DistributionPoints'])
  return childrenNamed(points, ['list', 'URI'])
    .map(textOf)
    .find((uri) => uri.startsWith('https:') || uri.startsWith('http:'))
}

function isTerritory(text: string): boolean {
  return text.length === 2 && [0, 1].every((index) => text.charAt(index) >= 'A' && text.charAt(index) <= 'Z')
}

function readNumber(scheme: XmlElement, localName: string): number {
  const text = textOf(onlyChild(scheme, ['list', localName]))
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 1 || String(value) !== text)
    throw new Refused('list.content', localName)
  return value
}

/** Pointers to lists that machines read: beside them there are some to the same lists in print. */
function readPointers(scheme: XmlElement): readonly ListPointer[] {
  const pointers = optionalChild(scheme, ['list', 'PointersToOtherTSL'])
  return childrenNamed(pointers, ['list', 'OtherTSLPointer']).flatMap((pointer) => {
    const location = textOf(onlyChild(pointer, ['list', 'TSLLocation']))
    const about = optionalChild(pointer, ['list', 'AdditionalInformation'])
    const territory = otherInformation(about, TERRITORY)
    if (territory === undefined || otherInformation(about, ['additional', 'MimeType']) !== LIST_TYPE)
      return []
    return [{ territory, location, signers: readSigners(pointer) }]
  })
}

function otherInformation(about: XmlElement | undefined, name: ElementName): string | undefined {
  const [element] = childrenNamed(about, ['list', 'OtherInformation']).flatMap((each) =>
    childrenNamed(each, name),
  )
  return element === undefined ? undefined : textOf(element)
}

function readSigners(pointer: XmlElement): readonly Uint8Array[] {
  const signers: Uint8Array[] = []
  forEachElement(pointer, (element) => {
    if (!isElement(element, ['list', 'X509Certificate'])) return
    const der = fromBase64(element.text)
    if (der !== undefined) signers.push(der)
  })
  return signers
}
