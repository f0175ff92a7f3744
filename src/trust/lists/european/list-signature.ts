import { equalBytes } from '../../../base/bytes.js'
import { Malformed } from '../../../base/errors.js'
import { keyFindings } from '../../../crypto/algorithms.js'
import { digest } from '../../../crypto/digest.js'
import { readPublicKey, type PublicKey } from '../../../crypto/public-key.js'
import type { Certificate } from '../../../formats/x509/certificate.js'
import { Refused } from './refusal.js'
import { readListSignature, type ListSignature, type StatedDigest } from './signature-form.js'
import { parseXml, verifyDocument, type ListKey, type ParsedXml } from './xades.js'
import type { XmlElement } from './xml-element.js'

/** What is left of a list once its signature held. */
export interface VerifiedList {
  /** Read again from the bytes that were digested: what was not signed is not in it. */
  readonly root: XmlElement
  readonly signer: Certificate
  /** The signature names its certificate by a SHA-1 digest alone. */
  readonly isNamedBySha1: boolean
}

const MORE = 'http://www.w3.org/2001/04/xmldsig-more#'

/** Algorithms by the URI of the signature method (RFC 9231), each with the hash that it has. */
const METHODS: ReadonlyMap<string, readonly [name: string, hash: string]> = new Map([
  [`${MORE}rsa-sha256`, ['RSASSA-PKCS1-v1_5', 'SHA-256']],
  [`${MORE}rsa-sha384`, ['RSASSA-PKCS1-v1_5', 'SHA-384']],
  [`${MORE}rsa-sha512`, ['RSASSA-PKCS1-v1_5', 'SHA-512']],
  [`${MORE}ecdsa-sha256`, ['ECDSA', 'SHA-256']],
  [`${MORE}ecdsa-sha384`, ['ECDSA', 'SHA-384']],
  [`${MORE}ecdsa-sha512`, ['ECDSA', 'SHA-512']],
  ['http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1', ['RSA-PSS', 'SHA-256']],
  ['http://www.w3.org/2007/05/xmldsig-more#sha384-rsa-MGF1', ['RSA-PSS', 'SHA-384']],
  ['http://www.w3.org/2007/05/xmldsig-more#sha512-rsa-MGF1', ['RSA-PSS', 'SHA-512']],
])

/**
 * Returns the list in `parsed` as it was signed by one of `signers`. Throws `Refused`: the form of the signature, its algorithm, a signer that is
 * none of them, or what was changed. The certificate of a signer counts as it was given, without path or revocation.
 */
export async function verifyList(parsed: ParsedXml, signers: readonly Certificate[]): Promise<VerifiedList> {
  const signature = readListSignature(parsed.root)
  if (signers.length === 0) throw new Refused('list.no-signers')
  const { signer, by } = await namedSigner(signature, signers)
  const canonical = await verifyDocument(parsed, listKey(signer, signature.method))
  if (!(await isDigestOf(signature.document, canonical))) throw new Refused('list.signature-invalid')
  const { root } = await parseXml(canonical)
  return { root, signer, isNamedBySha1: by.algorithm === 'SHA-1' }
}

/** XAdES §5.2.2 (EN 319 132-1): the signature states the digest of the certificate of its signer, and signs it. */
async function namedSigner(
  { certificates }: ListSignature,
  signers: readonly Certificate[],
): Promise<{ readonly signer: Certificate; readonly by: StatedDigest }> {
  for (const by of certificates)
    for (const signer of signers) if (await isDigestOf(by, signer.der)) return { signer, by }
  throw new Refused('list.signer')
}

async function isDigestOf({ algorithm, value }: StatedDigest, bytes: Uint8Array): Promise<boolean> {
  return equalBytes(await digest(algorithm, [bytes]), value)
}

function listKey(signer: Certificate, method: string): ListKey {
  const [name, hash] = METHODS.get(method) ?? []
  if (name === undefined || hash === undefined) throw new Refused('list.algorithm', method)
  const key = acceptedKey(signer)
  if (name !== 'ECDSA') {
    if (key.kind !== 'rsa') throw new Refused('list.algorithm', `a key of ${key.kind} for ${name}`)
    return { spki: signer.spki, algorithm: { name, hash } }
  }
  if (key.kind !== 'ec' || key.curve === undefined)
    throw new Refused('list.algorithm', `a key of ${key.kind}`)
  return { spki: signer.spki, algorithm: { name, namedCurve: key.curve } }
}

/** RSA of 2048 bits and more, P-256, P-384, P-521 (TS 119 312). */
function acceptedKey(signer: Certificate): PublicKey {
  try {
    const key = readPublicKey(signer.spki)
    const [weakness] = keyFindings(key)
    if (weakness !== undefined) throw new Refused('list.algorithm', weakness.detail)
    return key
  } catch (error) {
    if (error instanceof Malformed) throw new Refused('list.algorithm', error.message)
    throw error
  }
}
