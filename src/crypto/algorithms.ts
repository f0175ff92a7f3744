import { Malformed } from '../base/errors.js'
import { finding, NO_FINDINGS, type Finding } from '../base/findings/finding.js'
import { DerCursor } from '../formats/der/cursor.js'
import { TAG } from '../formats/der/tag.js'
import type { EcCurve } from './curve.js'
import {
  DIGEST_LENGTHS,
  requireNoParameters,
  type AlgorithmIdentifier,
  type DigestAlgorithm,
} from './digest-algorithm.js'
import { parsePssParameters } from './pss.js'
import type { PublicKey } from './public-key.js'
import { modulusWeaknessOf } from './weak-modulus.js'

export { digestAlgorithmOf, readAlgorithmIdentifier } from './digest-algorithm.js'
export type { AlgorithmIdentifier, DigestAlgorithm } from './digest-algorithm.js'

/** How a signature value is made: everything that must be known to check it, but the key. */
export type SignatureScheme =
  | { readonly kind: 'rsa-pkcs1'; readonly digest: DigestAlgorithm }
  | {
      readonly kind: 'rsa-pss'
      readonly digest: DigestAlgorithm
      readonly mgfDigest: DigestAlgorithm
      /** In bytes, as declared: verification accepts no other. */
      readonly saltLength: number
    }
  | {
      readonly kind: 'ecdsa'
      readonly digest: DigestAlgorithm
      /** Whether the value is r ‖ s (BSI TR-03111 §5.2.1), which is computed and not trusted; else it is DER. */
      readonly isPlain?: true
    }
  | { readonly kind: 'dsa'; readonly digest: DigestAlgorithm }
  | { readonly kind: 'eddsa'; readonly curve: 'Ed25519' | 'Ed448' }

type PlainKind = 'rsa-pkcs1' | 'ecdsa' | 'dsa'

const NIST = '2.16.840.1.101.3.4.3.'
const SHA3: readonly DigestAlgorithm[] = ['SHA3-224', 'SHA3-256', 'SHA3-384', 'SHA3-512']

/** Signature algorithms whose OID names the digest: all but the last arc, that of the first digest, and digests with arcs that follow one another. */
type Family = readonly [PlainKind, string, number, readonly DigestAlgorithm[]]

/** RFC 8017, 5754, 5758, 3279, NIST CSOR. */
const FAMILIES: readonly Family[] = [
  ['rsa-pkcs1', '1.2.840.113549.1.1.', 4, ['MD5', 'SHA-1']],
  [
    'rsa-pkcs1',
    '1.2.840.113549.1.1.',
    11,
    ['SHA-256', 'SHA-384', 'SHA-512', 'SHA-224', 'SHA-512/224', 'SHA-512/256'],
  ],
  ['rsa-pkcs1', '1.3.14.3.2.', 29, ['SHA-1']],
  ['rsa-pkcs1', NIST, 13, SHA3],
  ['ecdsa', '1.2.840.10045.4.', 1, ['SHA-1']],
  ['ecdsa', '1.2.840.10045.4.3.', 1, ['SHA-224', 'SHA-256', 'SHA-384', 'SHA-512']],
  ['ecdsa', NIST, 9, SHA3],
  ['dsa', '1.2.840.10040.4.', 3, ['SHA-1']],
  ['dsa', NIST, 1, ['SHA-224', 'SHA-256']],
]

const WITH_DIGEST: ReadonlyMap<string, SignatureScheme> = new Map(
  FAMILIES.flatMap(([kind, arcs, first, digests]) =>
    digests.map((digest, index) => [`${arcs}${first + index}`, { kind, digest }]),
  ),
)

/** BSI TR-03111 §5.2.1: the last arc is that of the digest. */
const PLAIN_ECDSA = '0.4.0.127.0.7.1.1.4.1.'
const PLAIN_DIGESTS: readonly DigestAlgorithm[] = ['SHA-1', 'SHA-224', 'SHA-256', 'SHA-384', 'SHA-512']

/**
 * Key algorithms that CMS also uses as signature algorithm; the digest is then that of the SignerInfo (RFC 3370 §3.2, RFC 5754 §3.2). Some write
 * the arc of all ECDSA signatures instead.
 */
const OF_KEY: ReadonlyMap<string, PlainKind> = new Map([
  ['1.2.840.113549.1.1.1', 'rsa-pkcs1'],
  ['1.2.840.10045.2.1', 'ecdsa'],
  ['1.2.840.10045.4', 'ecdsa'],
  ['1.2.840.10040.4.1', 'dsa'],
])

/**
 * Returns the scheme that `id` names. `digest` is that of the SignerInfo, needed where `id` is the OID of a key.
 * Throws `Malformed('algorithm.unknown' | 'algorithm.parameters' | 'der.*')`.
 */
export function signatureSchemeOf(id: AlgorithmIdentifier, digest?: DigestAlgorithm): SignatureScheme {
  const named = WITH_DIGEST.get(id.oid)
  if (named !== undefined) {
    requireNoParameters(id)
    return named
  }
  switch (id.oid) {
    case '1.2.840.113549.1.1.10':
      return pssSchemeOf(id)
    case '1.3.101.112':
      requireNoParameters(id)
      return { kind: 'eddsa', curve: 'Ed25519' }
    case '1.3.101.113':
      requireNoParameters(id)
      return { kind: 'eddsa', curve: 'Ed448' }
    default:
      return id.oid.startsWith(PLAIN_ECDSA) ? plainSchemeOf(id) : schemeOfKey(id, digest)
  }
}

function plainSchemeOf(id: AlgorithmIdentifier): SignatureScheme {
  const digest = PLAIN_DIGESTS.find((_, index) => id.oid === `${PLAIN_ECDSA}${index + 1}`)
  if (digest === undefined) throw new Malformed('algorithm.unknown', `signature ${id.oid}`)
  requireNoneOrCurve(id)
  return { kind: 'ecdsa', digest, isPlain: true }
}

/** RFC 4055 §3.1: with absent parameters the digest would be SHA-1; in a signature they must be there. */
function pssSchemeOf(id: AlgorithmIdentifier): SignatureScheme {
  if (id.parameters === undefined)
    throw new Malformed('algorithm.parameters', 'RSASSA-PSS without parameters')
  return { kind: 'rsa-pss', ...parsePssParameters(id.parameters) }
}

function schemeOfKey(id: AlgorithmIdentifier, digest: DigestAlgorithm | undefined): SignatureScheme {
  const kind = OF_KEY.get(id.oid)
  if (kind === undefined || digest === undefined)
    throw new Malformed('algorithm.unknown', `signature ${id.oid}`)
  if (kind === 'rsa-pkcs1') requireNoParameters(id)
  else requireNoneOrCurve(id)
  return { kind, digest }
}

/** Some producers repeat the curve of the key; it says nothing about the signature. */
function requireNoneOrCurve(id: AlgorithmIdentifier): void {
  if (id.parameters?.[0] !== TAG.oid) {
    requireNoParameters(id)
    return
  }
  DerCursor.open(id.parameters).oid()
}

/** Curves beside P-256, P-384, P-521 that an anchor accepts. */
export interface AlgorithmPolicy {
  readonly curves?: readonly EcCurve[]
}

const ACCEPTED_DIGESTS: readonly DigestAlgorithm[] = ['SHA-224', 'SHA-256', 'SHA-384', 'SHA-512']
const WEAK_DIGESTS: readonly DigestAlgorithm[] = ['MD5', 'SHA-1']
const ACCEPTED_CURVES: readonly EcCurve[] = ['P-256', 'P-384', 'P-521']
const MIN_RSA_BITS = 2048
const MAX_RSA_BITS = 8192

/**
 * Returns what speaks against trusting signatures of `scheme` under `key`: `algorithm.weak`, `algorithm.unknown`, `algorithm.parameters`,
 * `key.weak`, and the note `algorithm.salt-length`. Whether the arithmetic holds is another question (TS 119 312).
 */
export function policyFindings(
  scheme: SignatureScheme,
  key: PublicKey,
  policy: AlgorithmPolicy = {},
): readonly Finding[] {
  const ofScheme = schemeFindings(scheme)
  const ofKey = keyFindings(key, policy)
  return ofScheme.length === 0 ? ofKey : [...ofScheme, ...ofKey]
}

function schemeFindings(scheme: SignatureScheme): readonly Finding[] {
  if (scheme.kind === 'eddsa') {
    return scheme.curve === 'Ed25519' ? NO_FINDINGS : [finding('algorithm.unknown', scheme.curve)]
  }
  const isPlain = scheme.kind === 'ecdsa' && scheme.isPlain === true
  if (scheme.kind === 'rsa-pkcs1' || (scheme.kind === 'ecdsa' && !isPlain))
    return digestFindings(scheme.digest)
  const findings = [...digestFindings(scheme.digest)]
  if (isPlain) findings.push(finding('algorithm.unknown', 'plain ECDSA'))
  if (scheme.kind === 'dsa') findings.push(finding('algorithm.weak', 'DSA'))
  if (scheme.kind !== 'rsa-pss') return findings
  if (scheme.mgfDigest !== scheme.digest) {
    findings.push(
      finding('algorithm.parameters', `RSASSA-PSS with ${scheme.digest} and a mask of ${scheme.mgfDigest}`),
    )
  }
  if (scheme.saltLength !== DIGEST_LENGTHS[scheme.digest]) {
    findings.push(finding('algorithm.salt-length', `${scheme.saltLength} bytes`))
  }
  return findings
}

/** Returns what speaks against trusting `digest`: nothing, `algorithm.weak` or `algorithm.unknown`. */
export function digestFindings(digest: DigestAlgorithm): readonly Finding[] {
  if (ACCEPTED_DIGESTS.includes(digest)) return NO_FINDINGS
  return [finding(WEAK_DIGESTS.includes(digest) ? 'algorithm.weak' : 'algorithm.unknown', digest)]
}

/** Returns what speaks against trusting `key`, whatever it signs: nothing, `key.weak` or `algorithm.unknown`. */
export function keyFindings(key: PublicKey, policy: AlgorithmPolicy = {}): readonly Finding[] {
  switch (key.kind) {
    case 'rsa':
    case 'rsa-pss':
      return rsaFindings(key)
    case 'ec': {
      const { curve } = key
      const accepted =
        curve !== undefined && (ACCEPTED_CURVES.includes(curve) || policy.curves?.includes(curve) === true)
      return accepted ? NO_FINDINGS : [finding('algorithm.unknown', curve)]
    }
    case 'ed25519':
      return NO_FINDINGS
    case 'ed448':
      return [finding('algorithm.unknown', 'Ed448')]
    case 'dsa':
      return [finding('algorithm.weak', 'DSA')]
  }
}

function rsaFindings(key: PublicKey): readonly Finding[] {
  const isAcceptedSize = key.bits >= MIN_RSA_BITS && key.bits <= MAX_RSA_BITS && key.bits % 8 === 0
  if (!isAcceptedSize) return [finding('key.weak', `RSA of ${key.bits} bits`)]
  const weakness = modulusWeaknessOf(key)
  return weakness === undefined ? NO_FINDINGS : [finding('key.weak', `RSA modulus: ${weakness}`)]
}
