import { equalBytes } from '../../base/bytes.js'
import { Malformed } from '../../base/errors.js'
import { finding } from '../../base/findings/finding.js'
import type { Finding } from '../../base/findings/finding.js'
import { digestFindings } from '../../crypto/algorithms.js'
import { digestAlgorithmOf, readAlgorithmIdentifier } from '../../crypto/digest-algorithm.js'
import type { AlgorithmIdentifier } from '../../crypto/digest-algorithm.js'
import type { OperationCounter } from '../../crypto/signature.js'
import { DerCursor } from '../../formats/der/cursor.js'
import type { SignedContent } from './integrity.js'
import { documentDigest } from './document-digest.js'

/** What a time-stamp says about the bytes that it stamps (RFC 3161 §2.4.2). */
export interface MessageImprint {
  readonly hashAlgorithm: AlgorithmIdentifier
  readonly hash: Uint8Array
}

/** Returns the imprint of a TSTInfo in DER. Throws `Malformed('der.*')`. */
export function messageImprintOf(tstInfo: Uint8Array): MessageImprint {
  const cursor = DerCursor.open(tstInfo)
  const fields = cursor.sequence()
  cursor.finish()
  if (fields.smallInteger() !== 1) throw new Malformed('der.unexpected', 'version of TSTInfo')
  fields.oid()
  const imprint = fields.sequence()
  const hashAlgorithm = readAlgorithmIdentifier(imprint)
  const hash = imprint.octetString()
  imprint.finish()
  return { hashAlgorithm, hash }
}

/**
 * Returns what is wrong with the imprint of a document time-stamp over the bytes that it covers (ISO 32000-2 §12.8.5.1): nothing,
 * `time-stamp.imprint-mismatch`, or a digest that does not count. Throws `Malformed` when it cannot be read or computed.
 */
export async function checkImprint(
  imprint: MessageImprint,
  document: Extract<SignedContent, { source: unknown }>,
  counter: OperationCounter | undefined,
): Promise<readonly Finding[]> {
  const algorithm = digestAlgorithmOf(imprint.hashAlgorithm)
  const known = document.digest?.algorithm === algorithm ? document.digest.value : undefined
  const computed = known ?? (await documentDigest(document, algorithm, counter))
  if (!equalBytes(computed, imprint.hash)) return [finding('time-stamp.imprint-mismatch')]
  return digestFindings(algorithm)
}
