import { Malformed } from '../../base/errors.js'
import { finding, findingOf } from '../../base/findings/finding.js'
import type { Finding } from '../../base/findings/finding.js'
import { rememberTimes } from '../../base/iso-time.js'
import type { ByteSource } from '../../base/source.js'
import { PdfFile } from '../../formats/pdf/file.js'
import type { PdfLimits } from '../../formats/pdf/limits.js'
import { PathCache } from '../../trust/path/path-cache.js'
import { MAX_EMBEDDED_LINKS } from '../signature/embedded-certificates.js'
import { findSignatures } from '../signature/found-signature.js'
import type { FoundSignature } from '../signature/found-signature.js'
import { KnownCertificates } from '../signature/known-certificates.js'
import type { Context } from './context.js'
import type { Evidence } from './evidence.js'
import { openInput } from './input.js'
import { judgeDocument } from './judge.js'
import { OpenDocument } from './open-document.js'
import { readPolicy } from './policy.js'
import type { Policy } from './policy.js'
import { toReport } from './report.js'
import { verifySignature } from './signature-verification.js'
import type { VerifiedSignature } from './signature-verification.js'
import type { Report, Verifier, VerifyOptions } from './types.js'

/**
 * Returns a verifier that keeps between files what can be kept: with its trust store parsed certificates, imported keys and links of paths
 * whose signature holds; with itself what lists of the caller said of a signer while they are current. Verdicts are not kept. Throws `FiscalSealError('trust.missing' | 'trust.invalid' | 'argument.invalid')`; lists and responses that cannot be read
 * are told, as `argument.invalid`, by `verify`.
 */
export function createVerifier(options: VerifyOptions): Verifier {
  const policy = readPolicy(options)
  const paths = policy.trust.kept(PathCache)
  const certificates = policy.trust.kept(KnownCertificates)
  const isoTime = rememberTimes()
  const evidence = evidenceOf(policy)
  return {
    async verify(input, { file = null } = {}) {
      const opened = openInput(input)
      const { source, close } = opened instanceof Promise ? await opened : opened
      try {
        // A mistake of the caller is told whatever the file holds.
        if (policy.crls.length + policy.ocsp.length > 0) await evidence()
        // The only place where the clock is asked.
        const currentTime = Date.now()
        const validationTime = policy.at ?? currentTime
        // One literal: what is spread is slow to read, for as long as it lives.
        return await verifyDocument(source, {
          policy,
          paths,
          certificates,
          isoTime,
          evidence,
          currentTime,
          validationTime,
          budget: { links: MAX_EMBEDDED_LINKS },
          name: file ?? nameOf(input),
        })
      } finally {
        close()
      }
    },
  }
}

/** Code that was loaded: to ask for it again would wait for the loader every time. */
type EvidencePart = new (policy: Policy) => Evidence
let loadedEvidence: EvidencePart | undefined

/** Made once, when it is first asked for. */
function evidenceOf(policy: Policy): Context['evidence'] {
  let made: Evidence | undefined
  const make = (part: EvidencePart): Evidence => (made ??= new part(policy))
  return () => made ?? (loadedEvidence === undefined ? loadEvidence().then(make) : make(loadedEvidence))
}

async function loadEvidence(): Promise<EvidencePart> {
  const part = await import('./rarely-needed.js')
  return (loadedEvidence = part.Evidence)
}

function nameOf(input: unknown): string | null {
  return typeof input === 'string' ? input : null
}

/** Tells the whole story of one file: open it, find its signatures, verify each, judge, report. */
async function verifyDocument(
  source: ByteSource,
  context: Context & { readonly name: string | null },
): Promise<Report> {
  const opened = openDocument(source, context.policy.limits)
  const signatures: VerifiedSignature[] = []
  if (opened.document !== undefined) {
    for (const found of opened.signatures)
      signatures.push(await verifySignature(found, opened.document, context))
  }
  const verdict = judgeDocument({
    signatures: signatures.map(({ report }) => report),
    findings: opened.findings,
    allowFurtherSignatures: context.policy.allowFurtherSignatures,
  })
  return toReport({ verdict, signatures, document: opened.document, findings: opened.findings }, context)
}

type Opened =
  | {
      readonly document: OpenDocument
      readonly signatures: readonly FoundSignature[]
      readonly findings: readonly Finding[]
    }
  | { readonly document?: never; readonly signatures: readonly []; readonly findings: readonly Finding[] }

/** A file that the reader refuses has no signatures that could be believed, and the reason is its only finding. */
function openDocument(source: ByteSource, limits: Partial<PdfLimits> | undefined): Opened {
  try {
    const file = PdfFile.open(source, { limits })
    if (file.isEncrypted) return { signatures: [], findings: [finding('pdf.encrypted')] }
    return { document: new OpenDocument(file), signatures: findSignatures(file), findings: checkFile(file) }
  } catch (error) {
    if (error instanceof Malformed) return { signatures: [], findings: [findingOf(error)] }
    throw error
  }
}

/** What is to be said about the file as a whole: bytes that belong to no revision (THREATS P-TRL-01), and a form that readers may read differently. */
function checkFile(file: PdfFile): readonly Finding[] {
  const trailing = file.source.size - file.end
  return [
    ...(trailing > 0 ? [finding('structure.trailing-bytes', `${trailing} bytes`, file.end)] : []),
    ...(file.revisions.some(({ form }) => form === 'hybrid') ? [finding('xref.hybrid')] : []),
  ]
}
