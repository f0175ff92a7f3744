import { equalBytes } from '../../base/bytes.js'
import { Malformed } from '../../base/errors.js'
import { signatureSchemeOf } from '../../crypto/algorithms.js'
import { readPublicKey } from '../../crypto/public-key.js'
import { checkSignature } from '../../crypto/signature.js'
import type { Certificate } from '../../formats/x509/certificate.js'
import { nameEquals } from '../../formats/x509/name.js'

const MAX_LENGTH = 8

/**
 * Returns those of `candidates` that lead from `leaf` towards a root, its issuer first: each carries a good signature of the next. What does not
 * belong to the chain is left out. Whether the chain may be trusted is not its question.
 */
export async function orderChain(
  leaf: Certificate,
  candidates: readonly Certificate[],
): Promise<readonly Certificate[]> {
  const chain: Certificate[] = []
  let last = leaf
  while (chain.length < MAX_LENGTH && !isSelfIssued(last)) {
    const issuer = await findIssuer(last, candidates)
    if (issuer === undefined || chain.includes(issuer)) break
    chain.push(issuer)
    last = issuer
  }
  return chain
}

function isSelfIssued(certificate: Certificate): boolean {
  return equalBytes(certificate.issuer.der, certificate.subject.der)
}

async function findIssuer(
  certificate: Certificate,
  candidates: readonly Certificate[],
): Promise<Certificate | undefined> {
  for (const candidate of candidates) {
    if (nameEquals(candidate.subject, certificate.issuer) && (await isSignedBy(certificate, candidate)))
      return candidate
  }
  return undefined
}

async function isSignedBy(certificate: Certificate, issuer: Certificate): Promise<boolean> {
  try {
    return await checkSignature({
      scheme: signatureSchemeOf(certificate.signatureAlgorithm),
      key: readPublicKey(issuer.spki),
      message: [certificate.tbs],
      signature: certificate.signature,
    })
  } catch (error) {
    if (error instanceof Malformed) return false
    throw error
  }
}
