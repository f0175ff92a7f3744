import { FiscalSealError, Malformed } from '../../../base/errors.js'
import type { Fetcher } from '../../../base/fetcher.js'
import { ownedCrl, parseCrl, type CertificateList } from '../../../formats/x509/crl.js'
import { crlDistributionPointsOf, freshestCrlPointsOf } from '../../../formats/x509/distribution-point.js'
import { derOctetString } from '../../../formats/der/writer.js'
import { ACCESS_METHOD, authorityInformationOf, type GeneralName } from '../../../formats/x509/extensions.js'
import {
  ownedOcspResponse,
  parseOcspResponse,
  type OcspResponse,
} from '../../../formats/x509/ocsp-response.js'
import { buildOcspRequest } from '../../../formats/x509/ocsp-request-writer.js'
import { silent, type Answer } from './answer.js'
import { askList } from './crl-rules.js'
import { issuerKeyOf } from './evidence-signer.js'
import { askResponse, hashesOf } from './ocsp-rules.js'
import type { Inquiry } from './revocation-options.js'

/** THREATS, table of limits. */
const MAX_RESPONSE = 128 * 1024
const MAX_LIST = 32 * 1024 * 1024

/** Returns the addresses of OCSP responders that a certificate and its anchor name. Throws `Malformed`. */
export function responderUrls({
  certificate,
  options,
}: Pick<Inquiry, 'certificate' | 'options'>): readonly string[] {
  const named = authorityInformationOf(certificate).filter(({ method }) => method === ACCESS_METHOD.ocsp)
  return unique([...urlsOf(named.map(({ location }) => location)), ...options.anchor.revocation.ocsp])
}

/** Returns the addresses of CRLs that a certificate and its anchor name. Throws `Malformed`. */
export function listUrls({
  certificate,
  options,
}: Pick<Inquiry, 'certificate' | 'options'>): readonly string[] {
  const named = crlDistributionPointsOf(certificate).flatMap(({ name }) => name?.fullName ?? [])
  return unique([...urlsOf(named), ...options.anchor.revocation.crl])
}

function urlsOf(names: readonly GeneralName[]): readonly string[] {
  return names.flatMap((name) =>
    name.kind === 'uniformResourceIdentifier' && name.text.startsWith('http') ? [name.text] : [],
  )
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)]
}

/** Returns what an OCSP responder says (RFC 6960 §2.3, appendix A). */
export async function askResponder(
  url: string,
  fetcher: Fetcher,
  inquiry: Inquiry,
): Promise<readonly Answer[]> {
  return guarded(url, inquiry, async () => {
    const { certificate, path, options } = inquiry
    const { cache } = options
    const issuer = { name: certificate.issuer, spki: issuerKeyOf(path, inquiry), cache }
    // RFC 5019 §2.1.1: SHA-1 is what all responders know; here it only identifies.
    const { nameHash, keyHash } = await hashesOf(issuer, 'SHA-1')
    const nonce = options.nonce === true ? crypto.getRandomValues(new Uint8Array(32)) : undefined
    const bytes = buildOcspRequest({
      ...{ digest: 'SHA-1', issuerNameHash: nameHash, issuerKeyHash: keyHash, nonce },
      serialNumber: certificate.serialNumber,
    })
    const der = await fetcher({
      url,
      body: { type: 'application/ocsp-request', bytes },
      maxBytes: MAX_RESPONSE,
      keepUntil: (answer) => (nonce === undefined ? nextUpdateOf(parseOcspResponse(answer)) : undefined),
    })
    return askResponse(cache.once(der, ownedOcspResponse), inquiry, nonce && derOctetString(nonce))
  })
}

function nextUpdateOf({ basic }: OcspResponse): number | undefined {
  return basic?.responses[0]?.nextUpdate
}

/** Returns what the list at an address says, with the delta lists to which it points. */
export async function askPublishedList(
  url: string,
  fetcher: Fetcher,
  inquiry: Inquiry,
): Promise<readonly Answer[]> {
  return guarded(url, inquiry, async () => {
    const crl = await fetchList(url, fetcher, inquiry)
    const answers = await askList(crl, inquiry)
    // What is not signed sends nobody anywhere; what is revoked stays so.
    const isOpen = answers.some(
      (each) => each.kind === 'good' || (each.kind === 'silent' && each.code === 'revocation.stale'),
    )
    return isOpen ? askFreshest(crl, answers, { ...inquiry, fetcher }) : answers
  })
}

/** RFC 5280 §5.2.6. Where there is no delta list, what the list itself says stands. */
async function askFreshest(
  crl: CertificateList,
  answers: readonly Answer[],
  { fetcher, ...inquiry }: Inquiry & { readonly fetcher: Fetcher },
): Promise<readonly Answer[]> {
  const { certificate, options } = inquiry
  const points = [...freshestCrlPointsOf(certificate), ...freshestCrlPointsOf(crl)]
  const deltas: CertificateList[] = []
  const failures: Answer[] = []
  for (const url of unique(urlsOf(points.flatMap(({ name }) => name?.fullName ?? [])))) {
    const failed = await guarded(url, inquiry, async () => {
      deltas.push(await fetchList(url, fetcher, inquiry))
      return []
    })
    failures.push(...failed)
  }
  if (deltas.length === 0) return [...answers, ...failures]
  const crls = [...options.crls, ...deltas]
  return [...(await askList(crl, { ...inquiry, options: { ...options, crls } })), ...failures]
}

async function fetchList(url: string, fetcher: Fetcher, { options }: Inquiry): Promise<CertificateList> {
  const keepUntil = (answer: Uint8Array): number | undefined => parseCrl(answer).nextUpdate
  return options.cache.once(await fetcher({ url, maxBytes: MAX_LIST, keepUntil }), ownedCrl)
}

/** That something cannot be fetched, or is not what it should be, is no more than a missing answer. */
async function guarded(
  url: string,
  { budget }: Inquiry,
  ask: () => Promise<readonly Answer[]>,
): Promise<readonly Answer[]> {
  const isLast = --budget.requests < 0
  try {
    return isLast ? [silent('revocation.not-fetched', `${url}: too many requests`)] : await ask()
  } catch (error) {
    if (error instanceof Malformed)
      return [silent('revocation.malformed', `${url}: ${error.detail || error.code}`)]
    if (error instanceof FiscalSealError)
      return [silent('revocation.not-fetched', `${url}: ${error.message}`)]
    throw error
  }
}
