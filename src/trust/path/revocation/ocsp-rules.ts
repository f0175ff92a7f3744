import { equalBytes } from '../../../base/bytes.js'
import { Malformed } from '../../../base/errors.js'
import { digestAlgorithmOf, type DigestAlgorithm } from '../../../crypto/digest-algorithm.js'
import { digest } from '../../../crypto/digest.js'
import type { Name } from '../../../formats/x509/name.js'
import type { OcspCertificateId } from '../../../formats/x509/ocsp-certificate-id.js'
import type {
  BasicOcspResponse,
  OcspResponse,
  ResponderId,
  SingleOcspResponse,
} from '../../../formats/x509/ocsp-response.js'
import { EXTENSION } from '../../../formats/x509/oids.js'
import type { PathCache } from '../path-cache.js'
import { ALL_REASONS, isCurrent, silent, type Answer } from './answer.js'
import { believed, issuerKeyOf, objectionTo, requireUnderstood } from './evidence-signer.js'
import { responderOf } from './ocsp-responder.js'
import type { Inquiry } from './revocation-options.js'

/** What certificate transparency adds (RFC 6962 §3.3) is proof of something else, and changes nothing of what is said. */
const UNDERSTOOD = [EXTENSION.ocspNonce, EXTENSION.certificateTimestamps]

/**
 * Returns what an OCSP response says about the certificate of the question (RFC 6960 §3.2), nothing when it speaks of others. With `nonce`, the
 * whole value of that extension, the response must give it back.
 */
export async function askResponse(
  response: OcspResponse,
  inquiry: Inquiry,
  nonce?: Uint8Array,
): Promise<readonly Answer[]> {
  const { basic, status } = response
  if (basic === undefined) return [silent('revocation.unknown', `the responder says ${status}`)]
  try {
    const singles: SingleOcspResponse[] = []
    for (const single of basic.responses)
      if (await isAbout(single.certificateId, inquiry)) singles.push(single)
    if (singles.length === 0) return []
    for (const each of [basic, ...singles]) requireUnderstood(each, UNDERSTOOD)
    requireNonce(basic, nonce)
    const spki = await signerOf(basic, inquiry)
    const answers = strictest(singles.map((single) => answer(response, single, inquiry)))
    return believed(answers, objectionTo(basic, spki, inquiry))
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    return [silent('revocation.malformed', `OCSP: ${error.detail || error.code}`)]
  }
}

/** A responder who says good, and that he does not know, has said nothing. */
function strictest(answers: readonly Answer[]): readonly Answer[] {
  const isInDoubt = answers.some((each) => each.kind === 'silent' && each.code === 'revocation.unknown')
  return isInDoubt ? answers.filter(({ kind }) => kind !== 'good') : answers
}

/** RFC 9654 §2.1. */
function requireNonce({ extensions }: BasicOcspResponse, nonce: Uint8Array | undefined): void {
  const given = extensions.get(EXTENSION.ocspNonce)?.value
  if (nonce !== undefined && (given === undefined || !equalBytes(given, nonce))) throw refused('nonce')
}

function refused(detail: string): Malformed {
  return new Malformed('revocation.malformed', detail)
}

/** §4.2.2.2: by whom it is signed, at a time when that certificate was valid. Returns the key. */
async function signerOf(basic: BasicOcspResponse, inquiry: Inquiry): Promise<Uint8Array> {
  const { cache } = inquiry.options
  const responder = await responderOf(basic, inquiry, (name, spki) =>
    isResponder(basic.responder, { name, spki, cache }),
  )
  if (responder === undefined) throw refused('not signed by who may')
  const { producedAt } = basic
  const { notBefore = -Infinity, notAfter = Infinity, spki } = responder
  if (producedAt < notBefore || producedAt > notAfter) throw refused('made when its signer was not valid')
  return spki
}

/** A response that says "revoked" is believed however old it is. */
function answer(evidence: OcspResponse, single: SingleOcspResponse, inquiry: Inquiry): Answer {
  const { status, revoked, thisUpdate } = single
  const stated = { evidence: [evidence], thisUpdate, reasons: ALL_REASONS }
  if (revoked !== undefined) return { kind: 'revoked', ...stated, ...revoked }
  if (!isCurrent(single, inquiry)) return silent('revocation.stale', 'OCSP')
  if (status === 'unknown') return silent('revocation.unknown', 'the responder does not know it')
  return { kind: 'good', ...stated }
}

/** MD5 would let somebody make an issuer with the digests of another. */
const DIGESTS: readonly DigestAlgorithm[] = ['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512']

/** §4.1.1: all four parts count; the serial number alone is that of many. */
async function isAbout(id: OcspCertificateId, inquiry: Inquiry): Promise<boolean> {
  const { certificate, path, options } = inquiry
  if (!equalBytes(id.serialNumber, certificate.serialNumber)) return false
  const algorithm = digestAlgorithmOf(id.hashAlgorithm)
  if (!DIGESTS.includes(algorithm)) return false
  const issuer = { name: certificate.issuer, spki: issuerKeyOf(path, inquiry), cache: options.cache }
  const { nameHash, keyHash } = await hashesOf(issuer, algorithm)
  return equalBytes(id.issuerNameHash, nameHash) && equalBytes(id.issuerKeyHash, keyHash)
}

interface Party {
  readonly name: Name
  readonly spki: Uint8Array
  readonly cache: PathCache
}

/** Returns the digests that stand for an issuer in a CertID (RFC 6960 §4.1.1): of its name, and of the content of its key's BIT STRING. */
export async function hashesOf(
  { name, spki, cache }: Party,
  algorithm: DigestAlgorithm,
): Promise<{ readonly nameHash: Uint8Array; readonly keyHash: Uint8Array }> {
  const { material } = cache.publicKey(spki)
  return { nameHash: await digest(algorithm, [name.der]), keyHash: await digest(algorithm, [material]) }
}

/** §4.2.1: the responder is named by its name, or by the SHA-1 of its key. */
async function isResponder(id: ResponderId, party: Party): Promise<boolean> {
  if (id.kind === 'name') return party.cache.isSameName(id.name, party.name)
  return equalBytes(id.keyHash, (await hashesOf(party, 'SHA-1')).keyHash)
}
