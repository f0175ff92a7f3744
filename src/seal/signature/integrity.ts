import { equalBytes } from '../../base/bytes.js'
import { Malformed } from '../../base/errors.js'
import { finding, findingOf } from '../../base/findings/finding.js'
import type { Finding } from '../../base/findings/finding.js'
import type { ByteSource } from '../../base/source.js'
import { signatureSchemeOf } from '../../crypto/algorithms.js'
import type { SignatureScheme } from '../../crypto/algorithms.js'
import { digest } from '../../crypto/digest.js'
import { digestAlgorithmOf } from '../../crypto/digest-algorithm.js'
import type { DigestAlgorithm } from '../../crypto/digest-algorithm.js'
import type { PublicKey } from '../../crypto/public-key.js'
import { checkSignature } from '../../crypto/signature.js'
import type { OperationCounter } from '../../crypto/signature.js'
import { messageDigestOf } from '../../formats/cms/attribute.js'
import type { SignerInfo } from '../../formats/cms/signed-data.js'
import { DerCursor } from '../../formats/der/cursor.js'
import { derSet } from '../../formats/der/writer.js'
import type { SignedRange } from './byte-range.js'
import { documentDigest, signedChunks } from './document-digest.js'
import type { Integrity } from './types.js'

/** A digest of the covered bytes that the caller computed already, so that they are hashed once. */
export interface KnownDigest {
  readonly algorithm: DigestAlgorithm
  readonly value: Uint8Array
}

/** What was signed: the covered bytes of a document, or content that stands in the CMS structure itself. */
export type SignedContent =
  | { readonly source: ByteSource; readonly range: SignedRange; readonly digest?: KnownDigest | undefined }
  | { readonly bytes: Uint8Array }

/** Arithmetic to be done. */
export interface IntegrityCheck {
  readonly content: SignedContent
  readonly signer: SignerInfo
  readonly key: PublicKey
  readonly counter?: OperationCounter | undefined
}

/** The algorithms of a signer, understood. */
export interface SignerAlgorithms {
  readonly digest: DigestAlgorithm
  readonly scheme: SignatureScheme
}

/** Whether the arithmetic holds; `algorithms` is there when they were understood. */
export interface IntegrityOutcome {
  readonly integrity: Integrity
  readonly algorithms?: SignerAlgorithms
  readonly findings: readonly Finding[]
}

/**
 * Returns whether digest and signature value hold under the key of the signer (EN 319 102-1 §5.2.7, RFC 5652 §5.4, §5.6): arithmetic
 * alone, no policy. `unknown` when an algorithm is not one that can be computed.
 */
export async function checkIntegrity(check: IntegrityCheck): Promise<IntegrityOutcome> {
  try {
    const algorithms = algorithmsOf(check.signer)
    const findings = await checkArithmetic(check, algorithms)
    return { integrity: findings.length === 0 ? 'intact' : 'broken', algorithms, findings }
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    return { integrity: 'unknown', findings: [findingOf(error)] }
  }
}

function algorithmsOf({ digestAlgorithm, signatureAlgorithm }: SignerInfo): SignerAlgorithms {
  const algorithm = digestAlgorithmOf(digestAlgorithm)
  return { digest: algorithm, scheme: signatureSchemeOf(signatureAlgorithm, algorithm) }
}

async function checkArithmetic(
  check: IntegrityCheck,
  { digest: algorithm, scheme }: SignerAlgorithms,
): Promise<readonly Finding[]> {
  const { content, signer, key, counter } = check
  const { signedAttributes, signature } = signer
  if (signedAttributes === undefined) {
    const holds = await checkSignature({ scheme, key, message: messageOf(content), signature, counter })
    return holds ? [] : [finding('cms.signature-invalid')]
  }
  const signed = messageDigestOf(signedAttributes.attributes)
  if (signed === undefined) return [finding('cms.message-digest-missing')]
  const computed = await contentDigest(content, algorithm, counter)
  if (!equalBytes(signed, computed)) return [finding('cms.digest-mismatch')]
  const message = [signedAttributes.isDer ? signedAttributes.raw : inOrder(signedAttributes.raw)]
  return (await checkSignature({ scheme, key, message, signature, counter }))
    ? []
    : [finding('cms.signature-invalid')]
}

function messageOf(content: SignedContent): readonly Uint8Array[] {
  return 'bytes' in content ? [content.bytes] : [...signedChunks(content.source, content.range)]
}

async function contentDigest(
  content: SignedContent,
  algorithm: DigestAlgorithm,
  counter: OperationCounter | undefined,
): Promise<Uint8Array> {
  if ('bytes' in content) return digest(algorithm, [content.bytes], counter)
  if (content.digest?.algorithm === algorithm) return content.digest.value
  return documentDigest(content, algorithm, counter)
}

/** RFC 5652 §5.4: the signature is over the DER encoding, whatever order the attributes were sent in. */
function inOrder(set: Uint8Array): Uint8Array {
  const cursor = DerCursor.open(set).set()
  const attributes: Uint8Array[] = []
  while (!cursor.atEnd) attributes.push(cursor.readRaw())
  return derSet(...attributes)
}
