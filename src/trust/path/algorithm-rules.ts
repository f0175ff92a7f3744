import { finding, NO_FINDINGS, type Finding } from '../../base/findings/finding.js'
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
  const leaf = certificates[0]
  const policy = algorithmPolicyOf(anchor)
  const findings: Finding[] = []
  for (let position = 0; position < certificates.length; position++) {
    const certificate = certificates[position]
    const issuer = certificates[position + 1]
    if (certificate === undefined || (issuer === undefined && isAnchorItself(certificate, anchor))) break
    const scheme = signatureSchemeOf(certificate.signatureAlgorithm)
    const key = cache.publicKey(issuer?.spki ?? anchor.spki)
    for (const each of policyFindings(scheme, key, policy)) findings.push(each)
  }
  if (leaf === undefined) return findings
  const key = cache.publicKey(leaf.spki)
  for (const each of keyFindings(key, policy)) findings.push(each)
  if (usage === 'document-signature')
    for (const each of checkLeafAlgorithms(leaf, anchor.leaf.algorithms, key)) findings.push(each)
  return findings
}

const USUAL: AlgorithmPolicy = {}

/** Returns what an anchor accepts beyond the usual algorithms, for `policyFindings`: curves that it lists by name. */
export function algorithmPolicyOf(anchor: TrustAnchor): AlgorithmPolicy {
  const { curves } = anchor.leaf.algorithms
  if (curves === undefined) return USUAL
  return { curves: curves.filter((name): name is EcCurve => Object.hasOwn(CURVES, name)) }
}

function checkLeafAlgorithms(
  leaf: Certificate,
  rules: LeafRules['algorithms'],
  key: PublicKey,
): readonly Finding[] {
  const { minRsaBits, curves, hashes } = rules
  if (minRsaBits === undefined && curves === undefined && hashes === undefined) return NO_FINDINGS
  const isRsa = key.kind === 'rsa' || key.kind === 'rsa-pss'
  const curve = key.kind === 'ed25519' ? 'Ed25519' : key.curve
  const hash = digestOf(signatureSchemeOf(leaf.signatureAlgorithm))
  const findings: Finding[] = []
  if (isRsa && minRsaBits !== undefined && key.bits < minRsaBits)
    findings.push(finding('key.weak', `RSA of ${key.bits} bits`))
  if (curves !== undefined && curve !== undefined && !curves.includes(curve))
    findings.push(finding('algorithm.unknown', curve))
  if (hashes !== undefined && hash !== undefined && !hashes.includes(hash))
    findings.push(finding('algorithm.unknown', hash))
  return findings
}

/** Ed25519 has its digest inside: SHA-512. */
function digestOf(scheme: SignatureScheme): string | undefined {
  return scheme.kind === 'eddsa' ? undefined : scheme.digest
}
