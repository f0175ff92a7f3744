import { equalBytes } from '../../base/bytes.js'
import { Malformed } from '../../base/errors.js'
import type { Certificate } from '../../formats/x509/certificate.js'
import {
  authorityKeyIdentifierOf,
  basicConstraintsOf,
  subjectKeyIdentifierOf,
} from '../../formats/x509/extensions.js'
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
  const named = options.intermediates.filter((issuer) =>
    options.cache.isSameName(issuer.subject, certificate.issuer),
  )
  if (named.length < 2) return named
  const wanted = hint(() => authorityKeyIdentifierOf(certificate)?.keyIdentifier)
  const promise = (issuer: Certificate): number => {
    const identifier = hint(() => subjectKeyIdentifierOf(issuer))
    const bothKnown = wanted !== undefined && identifier !== undefined
    const agrees = bothKnown ? (equalBytes(wanted, identifier) ? 4 : -4) : 0
    const isAuthority = hint(() => basicConstraintsOf(issuer))?.ca === true ? 2 : 0
    const isValid = issuer.notBefore <= options.validationTime && options.validationTime <= issuer.notAfter
    return agrees + isAuthority + (isValid ? 1 : 0)
  }
  const promises = new Map(named.map((issuer) => [issuer, promise(issuer)]))
  return [...named].sort((left, right) => (promises.get(right) ?? 0) - (promises.get(left) ?? 0))
}

/** An extension that cannot be read is no hint; whether it is a fault is judged with the path. */
function hint<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof Malformed) return undefined
    throw error
  }
}
