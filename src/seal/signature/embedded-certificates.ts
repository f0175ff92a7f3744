import type { Awaitable } from '../../base/bytes.js'
import { finding } from '../../base/findings/finding.js'
import type { Finding } from '../../base/findings/finding.js'
import { signatureSchemeOf } from '../../crypto/algorithms.js'
import { checkSignature } from '../../crypto/signature.js'
import type { OperationCounter } from '../../crypto/signature.js'
import type { Certificate } from '../../formats/x509/certificate.js'
import { formatName } from '../../formats/x509/name.js'
import type { PathCache } from '../../trust/path/path-cache.js'
import { settle } from './boundary.js'

/** Certificates that came with a signature, and what of them was checked already. */
export interface EmbeddedCertificates {
  readonly embedded: readonly Certificate[]
  /** Their signatures were checked when the path was built. */
  readonly path: readonly Certificate[]
  readonly cache: PathCache
  readonly counter: OperationCounter | undefined
  readonly budget: LinkBudget
}

/** What is left to be spent on certificates that no path needs, for all signatures of a file. */
export interface LinkBudget {
  links: number
}

/** Signatures of embedded certificates that are checked for one file. */
export const MAX_EMBEDDED_LINKS = 256

/**
 * Returns `cms.certificate-forged` for every embedded certificate that is not on the path and does not carry a good signature of the embedded
 * certificate that it names as its issuer. `/Contents` is not signed: nothing in it may be other than what its maker put there. Not one of
 * 492 honest signatures that were counted has such a certificate. When the budget is used up, `path.limit`.
 */
export function checkEmbeddedCertificates(check: EmbeddedCertificates): Awaitable<readonly Finding[]> {
  const others = check.embedded.filter((certificate) => !check.path.includes(certificate))
  return others.length === 0 ? [] : checkOthers(others, check)
}

async function checkOthers(
  others: readonly Certificate[],
  check: EmbeddedCertificates,
): Promise<readonly Finding[]> {
  const { embedded, cache } = check
  const findings: Finding[] = []
  for (const certificate of others) {
    if (check.budget.links <= 0) return [...findings, finding('path.limit', 'embedded certificates')]
    const issuers = embedded.filter(({ subject }) => cache.isSameName(subject, certificate.issuer))
    if (issuers.length > 0 && !(await isSignedByAny(certificate, issuers, check))) {
      findings.push(finding('cms.certificate-forged', formatName(certificate.subject)))
    }
  }
  return findings
}

async function isSignedByAny(
  certificate: Certificate,
  issuers: readonly Certificate[],
  { cache, counter, budget }: EmbeddedCertificates,
): Promise<boolean> {
  for (const { spki } of issuers) {
    if (cache.hasLink(certificate, spki)) return true
    budget.links--
    const holds = await settle(
      () => checkLink(certificate, cache, { spki, counter }),
      // What cannot be computed here is not refuted.
      ({ code }) => code.startsWith('algorithm.'),
    )
    if (holds) return true
  }
  return false
}

async function checkLink(
  certificate: Certificate,
  cache: PathCache,
  { spki, counter }: { readonly spki: Uint8Array; readonly counter: OperationCounter | undefined },
): Promise<boolean> {
  const holds = await checkSignature({
    scheme: signatureSchemeOf(certificate.signatureAlgorithm),
    key: cache.publicKey(spki),
    message: [certificate.tbs],
    signature: certificate.signature,
    counter,
  })
  if (holds) cache.addLink(certificate, spki)
  return holds
}
