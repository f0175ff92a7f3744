import { equalBytes } from '../base/bytes.js'
import { Malformed } from '../base/errors.js'
import { DerCursor } from '../formats/der/cursor.js'
import { TAG } from '../formats/der/tag.js'

/** Digests that can be computed somewhere; which of them are accepted is policy (`policyFindings`). */
export type DigestAlgorithm =
  | 'MD5'
  | 'SHA-1'
  | 'SHA-224'
  | 'SHA-256'
  | 'SHA-384'
  | 'SHA-512'
  | 'SHA-512/224'
  | 'SHA-512/256'
  | 'SHA3-224'
  | 'SHA3-256'
  | 'SHA3-384'
  | 'SHA3-512'
  | 'SHAKE256-512'

/** AlgorithmIdentifier of RFC 5280 §4.1.1.2: the OID as dotted text, the parameters as the whole element or `undefined` when absent. */
export interface AlgorithmIdentifier {
  readonly oid: string
  readonly parameters: Uint8Array | undefined
}

/** id-shake256-len (RFC 8419 §3.1), the one digest whose parameters say something. */
const SHAKE256_WITH_LENGTH = '2.16.840.1.101.3.4.2.18'

const NIST = '2.16.840.1.101.3.4.2.'

/** OID of each digest, as it is written (RFC 3370, RFC 5754, RFC 8419, NIST CSOR). */
export const DIGEST_OIDS: Readonly<Record<DigestAlgorithm, string>> = {
  MD5: '1.2.840.113549.2.5',
  'SHA-1': '1.3.14.3.2.26',
  'SHA-224': `${NIST}4`,
  'SHA-256': `${NIST}1`,
  'SHA-384': `${NIST}2`,
  'SHA-512': `${NIST}3`,
  'SHA-512/224': `${NIST}5`,
  'SHA-512/256': `${NIST}6`,
  'SHA3-224': `${NIST}7`,
  'SHA3-256': `${NIST}8`,
  'SHA3-384': `${NIST}9`,
  'SHA3-512': `${NIST}10`,
  'SHAKE256-512': `${NIST}12`,
}

/** Length of each digest in bytes. */
export const DIGEST_LENGTHS: Readonly<Record<DigestAlgorithm, number>> = {
  MD5: 16,
  'SHA-1': 20,
  'SHA-224': 28,
  'SHA-256': 32,
  'SHA-384': 48,
  'SHA-512': 64,
  'SHA-512/224': 28,
  'SHA-512/256': 32,
  'SHA3-224': 28,
  'SHA3-256': 32,
  'SHA3-384': 48,
  'SHA3-512': 64,
  'SHAKE256-512': 64,
}

const NAMES_BY_OID: ReadonlyMap<string, DigestAlgorithm> = new Map(
  (Object.entries(DIGEST_OIDS) as [DigestAlgorithm, string][]).map(([name, oid]) => [oid, name]),
)

/**
 * Returns the digest that `id` names. Throws `Malformed('algorithm.unknown')` for another, `Malformed('algorithm.parameters')` when the
 * parameters are neither absent nor NULL (RFC 5754 §2).
 */
export function digestAlgorithmOf(id: AlgorithmIdentifier): DigestAlgorithm {
  if (id.oid === SHAKE256_WITH_LENGTH) return shakeOf(id)
  const name = NAMES_BY_OID.get(id.oid)
  if (name === undefined) throw new Malformed('algorithm.unknown', `digest ${id.oid}`)
  requireNoParameters(id)
  return name
}

/** Throws `Malformed('algorithm.parameters')` unless the parameters of `id` are absent or NULL. */
export function requireNoParameters(id: AlgorithmIdentifier): void {
  if (!isNoParameters(id.parameters)) throw new Malformed('algorithm.parameters', id.oid)
}

/** Returns whether two identifiers name the same algorithm; absent parameters and NULL are the same. */
export function sameAlgorithm(left: AlgorithmIdentifier, right: AlgorithmIdentifier): boolean {
  if (left.oid !== right.oid) return false
  if (left.parameters === undefined || isNoParameters(left.parameters))
    return isNoParameters(right.parameters)
  return right.parameters !== undefined && equalBytes(left.parameters, right.parameters)
}

function isNoParameters(parameters: Uint8Array | undefined): boolean {
  return (
    parameters === undefined || (parameters.length === 2 && parameters[0] === TAG.null && parameters[1] === 0)
  )
}

/** NULL, as most algorithms have it: one for all, and not a view for each. */
const NULL = Uint8Array.of(TAG.null, 0)

/** Reads an AlgorithmIdentifier from `cursor`. */
export function readAlgorithmIdentifier(cursor: DerCursor): AlgorithmIdentifier {
  const outer = cursor.descend(TAG.sequence)
  const oid = cursor.oid()
  const parameters = readParameters(cursor)
  cursor.ascend(outer)
  return { oid, parameters }
}

function readParameters(cursor: DerCursor): Uint8Array | undefined {
  if (cursor.peek() !== TAG.null) return cursor.atEnd ? undefined : cursor.readRaw()
  cursor.null()
  return NULL
}

function shakeOf(id: AlgorithmIdentifier): DigestAlgorithm {
  const bits = id.parameters === undefined ? 0 : DerCursor.open(id.parameters).smallInteger()
  if (bits !== 512) throw new Malformed('algorithm.parameters', `SHAKE256 of ${bits} bits`)
  return 'SHAKE256-512'
}
