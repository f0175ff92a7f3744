import { whenReady } from '../../base/awaitable.js'
import { equalBytes, type Awaitable } from '../../base/bytes.js'
import { finding } from '../../base/findings/finding.js'
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
import type { SignerInfo } from '../../formats/cms/der-signed-data.js'
import { DerCursor } from '../../formats/der/cursor.js'
import { derSet } from '../../formats/der/writer.js'
import { settle } from './boundary.js'
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
export function checkIntegrity(check: IntegrityCheck): Awaitable<IntegrityOutcome> {
  return settle<IntegrityOutcome>(
    () => {
      const algorithms = algorithmsOf(check.signer)
      return whenReady(checkArithmetic(check, algorithms), (fault) =>
        fault === undefined
          ? { integrity: 'intact', algorithms, findings: NONE }
          : { integrity: 'broken', algorithms, findings: [finding(fault)] },
      )
    },
    (refused) => ({ integrity: 'unknown', findings: [refused] }),
  )
}

const NONE: readonly Finding[] = []

function algorithmsOf({ digestAlgorithm, signatureAlgorithm }: SignerInfo): SignerAlgorithms {
  const algorithm = digestAlgorithmOf(digestAlgorithm)
  return { digest: algorithm, scheme: signatureSchemeOf(signatureAlgorithm, algorithm) }
}

/** What is wrong, or nothing. */
function checkArithmetic(
  { content, signer, key, counter }: IntegrityCheck,
  { digest: algorithm, scheme }: SignerAlgorithms,
): Awaitable<Finding['code'] | undefined> {
  const { signedAttributes, signature } = signer
  const check = (message: readonly Uint8Array[]): Awaitable<Finding['code'] | undefined> =>
    whenReady(checkSignature({ scheme, key, message, signature, counter }), (holds) =>
      holds ? undefined : 'cms.signature-invalid',
    )
  if (signedAttributes === undefined) return check(messageOf(content))
  const signed = messageDigestOf(signedAttributes.attributes)
  if (signed === undefined) return 'cms.message-digest-missing'
  return whenReady(contentDigest(content, algorithm, counter), (computed) =>
    equalBytes(signed, computed)
      ? check([signedAttributes.isDer ? signedAttributes.raw : inOrder(signedAttributes.raw)])
      : 'cms.digest-mismatch',
  )
}

function messageOf(content: SignedContent): readonly Uint8Array[] {
  return 'bytes' in content ? [content.bytes] : [...signedChunks(content.source, content.range)]
}

function contentDigest(
  content: SignedContent,
  algorithm: DigestAlgorithm,
  counter: OperationCounter | undefined,
): Awaitable<Uint8Array> {
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
