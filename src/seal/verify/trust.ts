import type { Awaitable } from '../../base/bytes.js'
import { Malformed } from '../../base/errors.js'
import { finding } from '../../base/findings/finding.js'
import type { Finding } from '../../base/findings/finding.js'
import { attributeValues } from '../../formats/cms/attribute.js'
import { ATTRIBUTE } from '../../formats/cms/oids.js'
import { readRevocationInformation } from '../../formats/cms/revocation-information.js'
import type { Certificate } from '../../formats/x509/certificate.js'
import { parseCrl } from '../../formats/x509/crl.js'
import { parseOcspResponse } from '../../formats/x509/ocsp-response.js'
import { buildPath } from '../../trust/path/path.js'
import type { RevocationResult } from '../../trust/path/revocation/revocation.js'
import type { RevocationOptions } from '../../trust/path/revocation/revocation-options.js'
import type { TrustAnchor } from '../../trust/store/anchor.js'
import { readTaxIds } from '../../trust/store/tax-ids.js'
import type { TaxIdentity } from '../../trust/store/tax-ids.js'
import type { CmsSignature } from '../signature/cms-signature.js'
import { checkEmbeddedCertificates } from '../signature/embedded-certificates.js'
import type { IdentifiedSigner } from '../signature/signer.js'
import type { Context } from './context.js'
import type { Question } from './standing.js'
import type { SignatureReport } from './types.js'

/** Who stands behind a signer; `anchor` is there when a path to it holds. */
export interface TrustOutcome {
  readonly anchor?: TrustAnchor
  /** What the certificate of the signer says about who he is for the tax authority, by the rule of the anchor. */
  readonly taxIdentity?: TaxIdentity
  readonly revocation: SignatureReport['revocation']
  readonly findings: readonly Finding[]
}

/** Of a signature whose signer was not looked up. */
export const NO_TRUST: TrustOutcome = { revocation: 'not-checked', findings: [] }

/** As many CRLs, and OCSP responses, as one signature may bring (THREATS, table of limits). */
const MAX_EMBEDDED = 64

/**
 * Returns whether an accepted authority stands behind the signer (EN 319 102-1 §5.2.4 – §5.2.6): a path that holds at the validation time,
 * then revocation as the anchor or the caller asks for it.
 */
export async function checkTrust(
  identified: IdentifiedSigner,
  cms: CmsSignature,
  context: Context,
): Promise<TrustOutcome> {
  const { policy, validationTime, currentTime, paths: cache } = context
  if (identified.signer === undefined) return NO_TRUST
  const leaf: Certificate = identified.signer.certificate
  const { counter } = policy
  const result = await buildPath(leaf, {
    ...{ store: policy.trust, intermediates: identified.others, validationTime, currentTime, cache, counter },
    usage: 'document-signature',
    allowTest: policy.allowTest,
  })
  const embedded = [leaf, ...identified.others]
  const path = result.ok ? result.path : []
  const checked = checkEmbeddedCertificates({ embedded, path, cache, counter })
  const forged = checked instanceof Promise ? await checked : checked
  if (!result.ok) return { ...NO_TRUST, findings: [...result.findings, ...forged] }
  const { anchor, notes } = result
  const standing = checkStanding(
    { path, anchor, at: validationTime, currentTime },
    { identified, cms },
    context,
  )
  const revocation = standing instanceof Promise ? await standing : standing
  const taxIdentity = readTaxIds(leaf, anchor)
  return {
    anchor,
    taxIdentity,
    revocation: revocation.outcome,
    findings: [...notes, ...forged, ...revocation.findings],
  }
}

/** Whether anything on the path was revoked. Where nothing came with the signature, the answer of the caller's lists may be known. */
function checkStanding(
  question: Question,
  { identified, cms }: { readonly identified: IdentifiedSigner; readonly cms: CmsSignature },
  { policy, paths: cache, standing }: Context,
): Awaitable<RevocationResult> {
  const { path, anchor, at, currentTime } = question
  const brought = embeddedEvidence(cms)
  const isAlone =
    brought.crls.length + brought.ocsp.length === 0 &&
    identified.others.every((other) => path.includes(other))
  const known = isAlone ? standing.find(question) : undefined
  if (known !== undefined) return known
  const asked = askAll(path, {
    ...{ anchor, cache, counter: policy.counter, mode: policy.revocation, at, currentTime },
    crls: [...policy.crls, ...brought.crls],
    ocsp: [...policy.ocsp, ...brought.ocsp],
    intermediates: identified.others,
    fetcher: policy.fetcher,
  })
  return asked.then((result) => {
    if (isAlone) standing.add(question, result)
    return result
  })
}

/** The rules of revocation are loaded when they are first needed: a good part of a verifier in a browser. */
async function askAll(path: readonly Certificate[], options: RevocationOptions): Promise<RevocationResult> {
  const { checkRevocation } = await import('../../trust/path/revocation/revocation.js')
  return checkRevocation(path, options)
}

/** Evidence that a stranger sends is evidence once its signature was checked; what cannot be read is left aside. */
function embeddedEvidence({
  signedData,
  signer,
}: CmsSignature): Required<Pick<RevocationOptions, 'crls' | 'ocsp'>> {
  const attributes = signer.signedAttributes?.attributes ?? []
  const archived = attributeValues(attributes, ATTRIBUTE.adobeRevocationInformation)
  const information = readable(archived.slice(0, 1), readRevocationInformation)
  return {
    crls: readable([...signedData.crls, ...information.flatMap(({ crls }) => crls)], parseCrl),
    ocsp: readable(
      information.flatMap(({ ocsp }) => ocsp),
      parseOcspResponse,
    ),
  }
}

function readable<T>(elements: readonly Uint8Array[], read: (der: Uint8Array) => T): readonly T[] {
  return elements.slice(0, MAX_EMBEDDED).flatMap((der) => {
    try {
      return [read(der)]
    } catch (error) {
      if (error instanceof Malformed) return []
      throw error
    }
  })
}

/** Returns what speaks against a signature under the anchor's own rules on documents. */
export function checkDocumentRules(
  anchor: TrustAnchor,
  found: { readonly subFilter: string | null; readonly level: SignatureReport['level'] },
): readonly Finding[] {
  const { subFilters, minLevel } = anchor.document
  const isWrongKind = subFilters !== undefined && !subFilters.includes(found.subFilter ?? '')
  const isTooLow = minLevel !== undefined && LEVELS.indexOf(found.level ?? '') < LEVELS.indexOf(minLevel)
  return [
    ...(isWrongKind ? [finding('anchor.document-rules', found.subFilter ?? 'none')] : []),
    ...(isTooLow
      ? [finding('anchor.document-rules', `${found.level ?? 'none'} instead of ${minLevel}`)]
      : []),
  ]
}

const LEVELS: readonly string[] = ['CMS', 'B-B', 'B-T', 'B-LT', 'B-LTA']
