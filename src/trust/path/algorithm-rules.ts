import { finding, type Finding } from '../../base/findings/finding.js'
import {
  keyFindings,
  policyFindings,
  signatureSchemeOf,
  type AlgorithmPolicy,
  type SignatureScheme,
} from '../../crypto/algorithms.js'
import { CURVES, type EcCurve } from '../../crypto/curve.js'
import type { PublicKey } from '../../crypto/public-key.js'
import type { Certificate } from '../../formats/x509/certificate.js'
import type { LeafRules, TrustAnchor } from '../store/anchor.js'
import { isAnchorItself } from './anchor-itself.js'
import type { PathCache } from './path-cache.js'
import type { CandidatePath, PathUsage } from './path-options.js'

/**
 * Returns what speaks against the algorithms with which the certificates of a path were signed, and against the signer's key under the rules of
 * the anchor. The anchor's own signature says nothing and is not looked at (THREATS X-15).
 */
export function checkAlgorithms(path: CandidatePath, cache: PathCache, usage: PathUsage): readonly Finding[] {
  const { certificates, anchor } = path
  const [leaf] = certificates
  const policy = algorithmPolicyOf(anchor)
  const links: Finding[] = []
  for (const [position, certificate] of certificates.entries()) {
    const issuer = certificates[position + 1]
    if (issuer === undefined && isAnchorItself(certificate, anchor)) break
    const scheme = signatureSchemeOf(certificate.signatureAlgorithm)
    links.push(...policyFindings(scheme, cache.publicKey(issuer?.spki ?? anchor.spki), policy))
  }
  if (leaf === undefined) return links
  const key = cache.publicKey(leaf.spki)
  const findings = [...links, ...keyFindings(key, policy)]
  if (usage !== 'document-signature') return findings
  return [...findings, ...checkLeafAlgorithms(leaf, anchor.leaf.algorithms, key)]
}

/** Returns what an anchor accepts beyond the usual algorithms, for `policyFindings`: curves that it lists by name. */
export function algorithmPolicyOf(anchor: TrustAnchor): AlgorithmPolicy {
  const curves = anchor.leaf.algorithms.curves?.filter((name): name is EcCurve => Object.hasOwn(CURVES, name))
  return curves === undefined ? {} : { curves }
}

function checkLeafAlgorithms(
  leaf: Certificate,
  rules: LeafRules['algorithms'],
  key: PublicKey,
): readonly Finding[] {
  const { minRsaBits, curves, hashes } = rules
  const isRsa = key.kind === 'rsa' || key.kind === 'rsa-pss'
  const curve = key.kind === 'ed25519' ? 'Ed25519' : key.curve
  const hash = digestOf(signatureSchemeOf(leaf.signatureAlgorithm))
  return [
    ...(isRsa && minRsaBits !== undefined && key.bits < minRsaBits
      ? [finding('key.weak', `RSA of ${key.bits} bits`)]
      : []),
    ...(curves !== undefined && curve !== undefined && !curves.includes(curve)
      ? [finding('algorithm.unknown', curve)]
      : []),
    ...(hashes !== undefined && hash !== undefined && !hashes.includes(hash)
      ? [finding('algorithm.unknown', hash)]
      : []),
  ]
}

/** Ed25519 has its digest inside: SHA-512. */
function digestOf(scheme: SignatureScheme): string | undefined {
  return scheme.kind === 'eddsa' ? undefined : scheme.digest
}
