import { fromBase64 } from '../../../base/base64.js'
import type { DigestAlgorithm } from '../../../crypto/digest-algorithm.js'
import { Refused } from './refusal.js'
import {
  childrenNamed,
  forEachElement,
  isElement,
  NAMESPACE,
  textOf,
  type XmlElement,
} from './xml-element.js'

/** A digest that a signature states. */
export interface StatedDigest {
  readonly algorithm: DigestAlgorithm
  readonly value: Uint8Array
}

/** What the signature of a list says, its form being that of TS 119 612 annex B. */
export interface ListSignature {
  /** URI of the signature algorithm. */
  readonly method: string
  /** Of the whole document without the signature. */
  readonly document: StatedDigest
  /** Digests of certificates, that of the signer among them. */
  readonly certificates: readonly StatedDigest[]
}

const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#'
const INCLUSIVE = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315'
const ENVELOPED = `${NAMESPACE.signature}enveloped-signature`
const SIGNED_PROPERTIES = 'http://uri.etsi.org/01903#SignedProperties'

const SHA1 = `${NAMESPACE.signature}sha1`
const DIGESTS: ReadonlyMap<string, DigestAlgorithm> = new Map([
  [SHA1, 'SHA-1'],
  ['http://www.w3.org/2001/04/xmlenc#sha256', 'SHA-256'],
  ['http://www.w3.org/2001/04/xmldsig-more#sha384', 'SHA-384'],
  ['http://www.w3.org/2001/04/xmlenc#sha512', 'SHA-512'],
])

/**
 * Returns what the signature of the list `root` says. Throws `Refused` unless there is exactly one, a child of the root, over exactly the whole
 * document and its own signed properties: whatever else a signature may sign, a reader could take for the list (XML signature wrapping).
 */
export function readListSignature(root: XmlElement): ListSignature {
  checkIds(root)
  const signature = onlySignature(root)
  forEachElement(signature, ({ hasComments, localName }) => {
    if (hasComments) throw badForm(`a comment in ${localName}`)
  })
  const signedInfo = only(signature, 'SignedInfo')
  only(signature, 'SignatureValue')
  if (algorithmOf(only(signedInfo, 'CanonicalizationMethod')) !== EXCLUSIVE) throw badForm('canonicalization')
  const properties = signedProperties(signature)
  return {
    method: algorithmOf(only(signedInfo, 'SignatureMethod')),
    document: documentDigest(signedInfo, root, properties),
    certificates: certificateDigests(properties),
  }
}

function badForm(detail: string): Refused {
  return new Refused('list.signature-form', detail)
}

const ID_NAMES = ['Id', 'ID', 'id', '{http://www.w3.org/XML/1998/namespace}id']

/** An identifier that stands twice lets two readers follow a reference to two places. */
function checkIds(root: XmlElement): void {
  const seen = new Set<string>()
  forEachElement(root, ({ attributes }) => {
    for (const name of ID_NAMES) {
      const id = attributes.get(name)
      if (id === undefined) continue
      if (seen.has(id)) throw badForm('an Id stands twice')
      seen.add(id)
    }
  })
}

function onlySignature(root: XmlElement): XmlElement {
  const signatures: XmlElement[] = []
  forEachElement(root, (element) => {
    if (isElement(element, ['signature', 'Signature'])) signatures.push(element)
  })
  const [signature, ...others] = signatures
  if (signature === undefined) throw new Refused('list.unsigned')
  if (others.length > 0) throw badForm('more than one signature')
  // By its name alone too: what looks for a Signature must find this one.
  const namesakes = root.children.filter(({ localName }) => localName === 'Signature')
  if (namesakes.length !== 1 || namesakes[0] !== signature)
    throw badForm('the signature is not under the root')
  return signature
}

function only(parent: XmlElement, localName: string): XmlElement {
  const [child, ...others] = childrenNamed(parent, ['signature', localName])
  if (child === undefined || others.length > 0) throw badForm(`not exactly one ${localName}`)
  return child
}

function onlyProperty(parent: XmlElement, localName: string): XmlElement {
  const [child, ...others] = childrenNamed(parent, ['xades', localName])
  if (child === undefined || others.length > 0) throw badForm(`not exactly one ${localName}`)
  return child
}

/** No algorithm that is accepted has parameters. */
function algorithmOf(element: XmlElement): string {
  if (element.children.length > 0) throw badForm(`${element.localName} with parameters`)
  return element.attributes.get('Algorithm') ?? ''
}

function signedProperties(signature: XmlElement): XmlElement {
  const objects = childrenNamed(signature, ['signature', 'Object'])
  const [qualifying, ...others] = objects.flatMap((object) =>
    object.children.filter((child) => child.localName === 'QualifyingProperties'),
  )
  if (
    qualifying === undefined ||
    others.length > 0 ||
    !isElement(qualifying, ['xades', 'QualifyingProperties'])
  )
    throw badForm('not exactly one QualifyingProperties')
  const target = qualifying.attributes.get('Target')
  if (target !== `#${signature.attributes.get('Id') ?? ''}`) throw badForm('properties of another signature')
  return onlyProperty(qualifying, 'SignedProperties')
}

function documentDigest(signedInfo: XmlElement, root: XmlElement, properties: XmlElement): StatedDigest {
  const references = childrenNamed(signedInfo, ['signature', 'Reference'])
  const [ofProperties, ...extra] = references.filter(
    (each) => each.attributes.get('Type') === SIGNED_PROPERTIES,
  )
  const [ofDocument, ...others] = references.filter(
    (each) => each.attributes.get('Type') !== SIGNED_PROPERTIES,
  )
  if (ofProperties === undefined || ofDocument === undefined || extra.length > 0 || others.length > 0)
    throw badForm('it must sign the list and its own properties, and nothing else')
  if (!pointsTo(ofProperties, properties)) throw badForm('it signs other properties')
  const [canonicalization = INCLUSIVE, ...more] = transformsOf(ofProperties)
  if (more.length > 0 || (canonicalization !== EXCLUSIVE && canonicalization !== INCLUSIVE))
    throw badForm('transforms of the properties')
  readDigest(ofProperties, 'list.algorithm')
  if (ofDocument.attributes.get('URI') !== '' && !pointsTo(ofDocument, root)) throw badForm('it signs a part')
  const [first, second, ...further] = transformsOf(ofDocument)
  if (first !== ENVELOPED || second !== EXCLUSIVE || further.length > 0)
    throw badForm('transforms of the list')
  return readDigest(ofDocument, 'list.algorithm')
}

function pointsTo(reference: XmlElement, target: XmlElement): boolean {
  const id = target.attributes.get('Id') ?? ''
  return id !== '' && reference.attributes.get('URI') === `#${id}`
}

function transformsOf(reference: XmlElement): readonly string[] {
  const [transforms, ...others] = childrenNamed(reference, ['signature', 'Transforms'])
  if (others.length > 0) throw badForm('transforms twice')
  return transforms?.children.map(algorithmOf) ?? []
}

function readDigest(parent: XmlElement, strict?: 'list.algorithm'): StatedDigest {
  const uri = algorithmOf(only(parent, 'DigestMethod'))
  const algorithm = DIGESTS.get(uri)
  if (algorithm === undefined || (strict !== undefined && uri === SHA1))
    throw new Refused('list.algorithm', uri)
  const value = fromBase64(textOf(only(parent, 'DigestValue')))
  if (value === undefined) throw badForm('a digest is not base64')
  return { algorithm, value }
}

/** SigningCertificate, or since EN 319 132-1 SigningCertificateV2. SHA-1 is let pass: the certificate itself was given by the caller. */
function certificateDigests(properties: XmlElement): readonly StatedDigest[] {
  const ofSignature = onlyProperty(properties, 'SignedSignatureProperties')
  const [first, ...others] = ['SigningCertificate', 'SigningCertificateV2'].flatMap((localName) =>
    childrenNamed(ofSignature, ['xades', localName]),
  )
  if (first === undefined || others.length > 0) throw badForm('not exactly one SigningCertificate')
  return childrenNamed(first, ['xades', 'Cert']).map((certificate) =>
    readDigest(onlyProperty(certificate, 'CertDigest')),
  )
}
