import type { Certificate } from '../../formats/x509/certificate.js'
import { nameEquals } from '../../formats/x509/name.js'

/**
 * Returns the certificates to embed: the signer's and the intermediate ones on its path, in that order, and nothing else that came with the
 * identity. The root is left out: who verifies has it, or has no reason to believe it (EN 319 142-1 §6.2).
 */
export function signingPath(certificate: Certificate, chain: readonly Certificate[]): readonly Certificate[] {
  const path = [certificate]
  let last = certificate
  for (;;) {
    const issuer = chain.find(
      (candidate) => !path.includes(candidate) && nameEquals(candidate.subject, last.issuer),
    )
    if (issuer === undefined || nameEquals(issuer.subject, issuer.issuer)) return path
    path.push(issuer)
    last = issuer
  }
}
