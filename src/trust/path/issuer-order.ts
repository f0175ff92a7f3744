import { equalBytes } from '../../base/bytes.js'
import { Malformed } from '../../base/errors.js'
import type { Certificate } from '../../formats/x509/certificate.js'
import type { CertificateFacts } from './certificate-facts.js'
import type { PathCache } from './path-cache.js'

/**
 * Returns those of `intermediates` that `certificate` may have been issued by, the most promising first: key identifiers that agree, a CA
 * flag, valid at the time. The order decides only what the search costs, never what it accepts.
 */
export function orderIssuers(
  certificate: Certificate,
  options: {
    readonly intermediates: readonly Certificate[]
    readonly validationTime: number
    readonly cache: PathCache
  },
): readonly Certificate[] {
  const { cache, validationTime } = options
  const named: Certificate[] = []
  for (const issuer of options.intermediates)
    if (cache.isSameName(issuer.subject, certificate.issuer)) named.push(issuer)
  if (named.length < 2) return named
  const wanted = hintsOf(certificate, cache)?.issuerKey
  const promises = new Map(
    named.map((issuer) => {
      const facts = hintsOf(issuer, cache)
      const { subjectKey } = facts ?? {}
      const agrees =
        wanted === undefined || subjectKey === undefined ? 0 : equalBytes(wanted, subjectKey) ? 4 : -4
      const isValid = issuer.notBefore <= validationTime && validationTime <= issuer.notAfter
      return [issuer, agrees + (facts?.constraints?.ca === true ? 2 : 0) + (isValid ? 1 : 0)]
    }),
  )
  return named.sort((left, right) => (promises.get(right) ?? 0) - (promises.get(left) ?? 0))
}

/** Returns what the certificate says. One that cannot be read gives no hints; whether that is a fault is judged with the path. */
export function hintsOf(certificate: Certificate, cache: PathCache): CertificateFacts | undefined {
  try {
    return cache.facts(certificate)
  } catch (error) {
    if (error instanceof Malformed) return undefined
    throw error
  }
}
