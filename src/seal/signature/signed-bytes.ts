import { equalBytes, type Awaitable } from '../../base/bytes.js'
import { finding } from '../../base/findings/finding.js'
import type { Finding } from '../../base/findings/finding.js'
import type { ByteSource } from '../../base/source.js'
import type { PublicKey } from '../../crypto/public-key.js'
import type { OperationCounter } from '../../crypto/signature.js'
import { settle } from './boundary.js'
import { documentDigest } from './document-digest.js'
import type { CmsSignature } from './cms-signature.js'
import type { FoundSignature } from './found-signature.js'
import { checkIntegrity } from './integrity.js'
import type { IntegrityCheck, IntegrityOutcome, KnownDigest, SignedContent } from './integrity.js'
import { isSubFilterOfTimeStamp } from './signature-dictionary.js'
import { checkImprint, messageImprintOf } from './time-stamp-token.js'

/** A signature, and the bytes that it is said to cover. */
export interface SignedBytesCheck {
  readonly found: FoundSignature
  /** Absent when `/Contents` could not be read. */
  readonly cms: CmsSignature | undefined
  /** Absent when there is no key that could be tried. */
  readonly key: PublicKey | undefined
  readonly source: ByteSource
  /** Digest of the covered bytes, if it was computed already. */
  readonly digest?: KnownDigest | undefined
  readonly counter?: OperationCounter | undefined
}

/** What is the same whatever the content is. */
type SignerCheck = Omit<IntegrityCheck, 'content'>

/** A document and the bytes of it that are covered. */
type CoveredBytes = Extract<SignedContent, { readonly source: ByteSource }>

/**
 * Returns whether a signature holds over the bytes that its byte range names (DESIGN §4): arithmetic alone, so also where the range leaves out
 * more than the signature value, which is refused elsewhere. `broken` when it fails or bytes that it names are gone, `unknown` when there is
 * nothing that could be computed.
 */
export function checkSignedBytes(check: SignedBytesCheck): Awaitable<IntegrityOutcome> {
  const { found, cms, key, source, digest } = check
  const { range = found.coverage.claimed } = found.coverage
  if (range === undefined)
    return { integrity: found.coverage.findings.some(lacksBytes) ? 'broken' : 'unknown', findings: [] }
  if (cms === undefined || key === undefined) return { integrity: 'unknown', findings: [] }
  const document: CoveredBytes = { source, range, digest }
  const signer = { signer: cms.signer, key, counter: check.counter }
  if (isSubFilterOfTimeStamp(found.dictionary.subFilter)) return checkTimeStamp(cms, document, signer)
  const { content } = cms.signedData
  if (found.dictionary.subFilter === 'adbe.pkcs7.sha1') return checkEmbeddedDigest(content, document, signer)
  const { counter } = check
  const outcome = checkIntegrity({ signer: cms.signer, key, counter, content: document })
  return content === undefined ? outcome : checkContent(outcome, content, signer)
}

/** RFC 5652 §5.4: where content is present the signature is over it; then both must hold, and it is refused all the same. */
async function checkContent(
  outcome: Awaitable<IntegrityOutcome>,
  content: Uint8Array,
  signer: SignerCheck,
): Promise<IntegrityOutcome> {
  const inner = await checkIntegrity({ ...signer, content: { bytes: content } })
  return worse(await outcome, inner, [finding('cms.content-present')])
}

function lacksBytes({ code }: Finding): boolean {
  return code === 'byte-range.beyond-end'
}

/** RFC 3161 §2.4.2: the token signs a TSTInfo, whose imprint is the digest of the covered bytes. */
async function checkTimeStamp(
  { signedData }: CmsSignature,
  document: CoveredBytes,
  signer: SignerCheck,
): Promise<IntegrityOutcome> {
  const { content } = signedData
  if (content === undefined)
    return { integrity: 'unknown', findings: [finding('time-stamp.malformed', 'no content')] }
  const token = await checkIntegrity({ ...signer, content: { bytes: content } })
  const imprint = await settle<IntegrityOutcome>(
    async () => {
      const findings = await checkImprint(messageImprintOf(content), document, signer.counter)
      const isBroken = findings.some(({ code }) => code === 'time-stamp.imprint-mismatch')
      return { integrity: isBroken ? 'broken' : 'intact', findings }
    },
    ({ code }) => ({ integrity: 'unknown', findings: [finding('time-stamp.malformed', code)] }),
  )
  return worse(token, imprint, [])
}

/** ISO 32000-1 §12.8.3.3.1: the content is the SHA-1 digest of the covered bytes. */
async function checkEmbeddedDigest(
  content: Uint8Array | undefined,
  document: CoveredBytes,
  signer: SignerCheck,
): Promise<IntegrityOutcome> {
  if (content === undefined) return { integrity: 'unknown', findings: [] }
  const outcome = await checkIntegrity({ ...signer, content: { bytes: content } })
  const computed = await documentDigest(document, 'SHA-1', signer.counter)
  return equalBytes(computed, content)
    ? outcome
    : worse(outcome, { integrity: 'broken', findings: [finding('cms.digest-mismatch')] }, [])
}

const GRAVEST_FIRST = ['broken', 'unknown', 'intact'] as const

function worse(
  left: IntegrityOutcome,
  right: IntegrityOutcome,
  findings: readonly Finding[],
): IntegrityOutcome {
  const integrity =
    GRAVEST_FIRST.find((one) => left.integrity === one || right.integrity === one) ?? 'unknown'
  return { ...left, integrity, findings: [...left.findings, ...right.findings, ...findings] }
}
