import { whenReady } from '../../base/awaitable.js'
import type { Awaitable } from '../../base/bytes.js'
import { finding } from '../../base/findings/finding.js'
import type { Finding } from '../../base/findings/finding.js'
import { copyOf, joinLists } from '../../base/lists.js'
import type { PublicKey } from '../../crypto/public-key.js'
import { algorithmPolicyOf } from '../../trust/path/algorithm-rules.js'
import { algorithmName } from '../signature/algorithm-name.js'
import { checkAlgorithms } from '../signature/algorithm-policy.js'
import { settle, settleNow } from '../signature/boundary.js'
import type { ChangesOutcome } from './judge-changes.js'
import { readDerCmsSignature } from '../signature/cms-signature.js'
import type { CmsOutcome, CmsSignature } from '../signature/cms-signature.js'
import type { FoundSignature } from '../signature/found-signature.js'
import type { IntegrityOutcome } from '../signature/integrity.js'
import { checkLevel } from '../signature/pades-level.js'
import { isSubFilterOfTimeStamp } from '../signature/signature-dictionary.js'
import type { SubFilter } from '../signature/signature-dictionary.js'
import { checkSignedAttributes } from '../signature/signed-attributes.js'
import { checkSignedBytes } from '../signature/signed-bytes.js'
import { identifySigner } from '../signature/signer.js'
import type { IdentifiedSigner } from '../signature/signer.js'
import { checkChanges } from './changes.js'
import type { Context } from './context.js'
import { judgeSignature } from './judge.js'
import { checkSeller } from './seller.js'
import type { ReceiptOutcome } from './signed-receipt.js'
import type { SellerOutcome } from './seller.js'
import { authoritiesReport, authorityReport, signerReport } from './signer-report.js'
import { checkDocumentRules, checkTrust, NO_TRUST } from './trust.js'
import type { TrustOutcome } from './trust.js'
import type { OpenDocument } from './open-document.js'
import type { Answers, SignatureReport } from './types.js'

/** What verification gives for one signature. */
export interface VerifiedSignature {
  readonly report: SignatureReport
  readonly authority: Answers['authority']
  readonly seller: Answers['seller']
  readonly found: FoundSignature
}

/** What a signature is in form: its CMS structure, whose certificate it names and with which key, its level. */
interface Form {
  readonly cms: CmsSignature | undefined
  readonly identified: IdentifiedSigner
  readonly key: PublicKey | undefined
  readonly level: SignatureReport['level']
  readonly findings: readonly Finding[]
}

/** Where a signature stands, and for whom it is judged. */
interface Case {
  readonly found: FoundSignature
  readonly document: OpenDocument
  readonly context: Context
}

/** Returns what is found about one signature, in the order of EN 319 102-1 §5.2. Throws no `Malformed`. */
export async function verifySignature(
  found: FoundSignature,
  document: OpenDocument,
  context: Context,
): Promise<VerifiedSignature> {
  const one: Case = { found, document, context }
  // What is there at once is not waited for.
  const formed = settle(() => checkForm(one), refusedForm)
  const form = formed instanceof Promise ? await formed : formed
  const trusted = settle(() => checkAuthority(one, form), refusedTrust)
  const trust = trusted instanceof Promise ? await trusted : trusted
  const checked = checkBytes(one, form)
  const integrity = checked instanceof Promise ? await checked : checked
  const acceptance = settleNow(
    () => checkAcceptance(one, { form, integrity, trust }),
    (refused) => [refused],
  )
  const isAsked = integrity.integrity !== 'broken' && found.coverage.claimed === undefined
  const asked = isAsked ? checkTaxpayer(one, trust) : NO_SELLER
  const seller = asked instanceof Promise ? await asked : asked
  const compared = settle(() => checkChanges(found, document), analysisFailed)
  const changes = compared instanceof Promise ? await compared : compared
  const findings = joinLists([
    found.findings,
    form.findings,
    integrity.findings,
    acceptance,
    trust.findings,
    seller.findings,
  ])
  return {
    found,
    authority: trust.answer,
    seller: seller.answer,
    report: reportOf(one, { form, trust, integrity, changes, findings }),
  }
}

const NOBODY: IdentifiedSigner = { signer: undefined, others: [], isNamed: false, findings: [] }
const NO_FORM: Form = { cms: undefined, identified: NOBODY, key: undefined, level: null, findings: [] }

function refusedForm(refused: Finding): Form {
  return { ...NO_FORM, findings: [refused] }
}

function refusedTrust(refused: Finding): TrustOutcome {
  return { ...NO_TRUST, answer: 'not-accepted', findings: [refused] }
}

function analysisFailed({ code }: Finding): ChangesOutcome {
  return { changes: 'unknown', findings: [finding('change.analysis-failed', code)] }
}

/** §5.2.2 format, §5.2.3 identification of the signing certificate. */
function checkForm({ found, context }: Case): Awaitable<Form> {
  const { dictionary, findings } = found
  const { contents, subFilter } = dictionary
  const isMissing = findings.some(({ code }) => code === 'contents.missing')
  if (contents === undefined || subFilter === undefined || isMissing) return NO_FORM
  const read = readDerCmsSignature(contents.bytes) ?? readBerCmsSignature(contents.bytes)
  return whenReady(read, ({ cms, findings: structure }) =>
    cms === undefined
      ? { ...NO_FORM, findings: structure }
      : checkAttributes({ found, cms, structure, subFilter }, context),
  )
}

/** What reads BER is loaded when a signature asks for it. */
async function readBerCmsSignature(contents: Uint8Array): Promise<CmsOutcome> {
  const { readCmsSignature } = await import('./rarely-needed.js')
  return readCmsSignature(contents)
}

function checkAttributes(
  {
    found: { dictionary },
    cms,
    structure,
    subFilter,
  }: {
    readonly found: FoundSignature
    readonly cms: CmsSignature
    readonly structure: readonly Finding[]
    readonly subFilter: SubFilter
  },
  context: Context,
): Awaitable<Form> {
  return whenReady(identifySigner(cms, context.certificates), (identified) => {
    const attributes = settleNow(
      () => checkSignedAttributes(cms, subFilter),
      ({ code }) => [finding('cms.signed-attributes-not-der', code)],
    )
    const soFar = joinLists([structure, attributes, identified.findings])
    const level = checkLevel({ dictionary, cms, isNamed: identified.isNamed, findings: soFar })
    const { key, refused } = keyOf(identified, context)
    const all = joinLists([soFar, level.findings, refused])
    return { cms, identified, key, level: level.level, findings: all }
  })
}

/** The key of the signer, if there is one, and why it is refused. */
function keyOf(
  { signer }: IdentifiedSigner,
  { paths }: Context,
): { readonly key: PublicKey | undefined; readonly refused: readonly Finding[] } {
  if (signer === undefined) return { key: undefined, refused: [] }
  return settleNow<ReturnType<typeof keyOf>>(
    () => ({ key: paths.publicKey(signer.certificate.spki), refused: [] }),
    (refused) => ({ key: undefined, refused: [refused] }),
  )
}

/** §5.2.4 – §5.2.6. The authorities behind time-stamps are other ones than those behind signers (THREATS X-21). */
function checkAuthority(
  { found, document, context }: Case,
  { cms, identified }: Form,
): Awaitable<TrustOutcome> {
  if (isSubFilterOfTimeStamp(found.dictionary.subFilter)) {
    return { ...NO_TRUST, findings: [finding('time-stamp.not-validated')] }
  }
  return cms === undefined
    ? NO_TRUST
    : checkTrust(identified, { cms, document, claimedTime: found.dictionary.claimedTime }, context)
}

/** §5.2.7. */
function checkBytes({ found, document, context }: Case, { cms, key }: Form): Awaitable<IntegrityOutcome> {
  return checkSignedBytes({ found, cms, key, source: document.file.source, counter: context.policy.counter })
}

/** §5.2.8: what holds, but by means that are not accepted. */
function checkAcceptance(
  { found }: Case,
  {
    form,
    integrity,
    trust,
  }: { readonly form: Form; readonly integrity: IntegrityOutcome; readonly trust: TrustOutcome },
): readonly Finding[] {
  const { cms, key, level } = form
  const { anchor } = trust
  if (cms === undefined || key === undefined || integrity.algorithms === undefined) return []
  const policy = anchor === undefined ? {} : algorithmPolicyOf(anchor)
  const rules =
    anchor === undefined
      ? []
      : checkDocumentRules(anchor, { subFilter: found.dictionary.subFilterName, level })
  return joinLists([checkAlgorithms(cms, integrity.algorithms, { key, policy }), rules])
}

/** Of a document whose signed bytes do not hold nobody asks what it says. */
const NO_SELLER: SellerOutcome = { answer: 'unknown', findings: [] }

/** Who does not ask for the seller does not mind what the document says. */
const NOT_READ: ReceiptOutcome = { findings: [] }

/** DESIGN §2, property 7: the signer is the seller whom the signed revision names. */
function checkTaxpayer(
  { found, document, context }: Case,
  { anchor, taxIdentity }: TrustOutcome,
): Awaitable<SellerOutcome> {
  const expected = context.policy.seller
  if (isSubFilterOfTimeStamp(found.dictionary.subFilter)) return { answer: 'not-required', findings: [] }
  if (anchor === undefined || taxIdentity === undefined)
    return expected === 'not-required' ? { answer: 'not-required', findings: [] } : NO_SELLER
  const receipt = expected === 'not-required' ? NOT_READ : document.receiptIn(found.signed)
  return whenReady(receipt, ({ content, findings }) => {
    const outcome = checkSeller({
      expected,
      signer: taxIdentity,
      seller: content?.seller,
      isBindingRequired: anchor.taxIdBinding.required,
    })
    return { answer: outcome.answer, findings: joinLists([findings, outcome.findings]) }
  })
}

interface Outcomes {
  readonly form: Form
  readonly trust: TrustOutcome
  readonly integrity: IntegrityOutcome
  readonly changes: ChangesOutcome
  /** Everything but what changed after signing: that is no fault of the signature. */
  readonly findings: readonly Finding[]
}

function reportOf(
  { found, context }: Case,
  { form, trust, integrity, changes, findings }: Outcomes,
): SignatureReport {
  const { dictionary, coverage, field } = found
  const { signer } = form.identified
  const { status, subIndication } = judgeSignature(findings)
  const { algorithms } = integrity
  return {
    field,
    kind: isSubFilterOfTimeStamp(dictionary.subFilter) ? 'document-timestamp' : 'signature',
    byteRange: dictionary.byteRange ?? null,
    subFilter: dictionary.subFilterName,
    status,
    subIndication,
    integrity: integrity.integrity,
    coverage: coverage.coverage,
    changes: changes.changes,
    level: form.level,
    signer: signer === undefined ? null : signerReport(signer, trust.taxIdentity),
    authority: trust.anchor === undefined ? null : authorityReport(trust.anchor, context),
    authorities: authoritiesReport(trust.reached),
    revocation: trust.revocation,
    claimedTime: dictionary.claimedTime,
    algorithm:
      algorithms === undefined || form.key === undefined ? null : algorithmName(algorithms.scheme, form.key),
    findings: withoutRepeats(joinLists([findings, changes.findings])),
  }
}

/** Several certificates of a path may have the same to be said about them. */
function withoutRepeats(findings: readonly Finding[]): readonly Finding[] {
  // A copy: it belongs to the caller.
  if (findings.length < 2) return copyOf(findings)
  return findings.filter(
    (one, index) =>
      findings.findIndex(({ code, detail }) => code === one.code && detail === one.detail) === index,
  )
}
