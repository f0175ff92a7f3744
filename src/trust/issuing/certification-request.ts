import { FiscalSealError, Malformed } from '../../base/errors.js'
import { policyFindings, signatureSchemeOf } from '../../crypto/algorithms.js'
import { readPublicKey, type PublicKey } from '../../crypto/public-key.js'
import { checkSignature } from '../../crypto/signature.js'
import { TAG } from '../../formats/der/tag.js'
import {
  parseCertificationRequest,
  type CertificationRequest,
} from '../../formats/x509/certification-request.js'
import { parsePem, pemText } from '../../formats/x509/pem.js'
import type { Identity } from '../keys/identity.js'
import { planIssue, type IssueOptions } from './authority-options.js'
import { sealPurposes } from './writing/extension-writer.js'
import { buildName } from './writing/subject-name.js'
import { librarySigner, loadX509Library, toBuffer } from './writing/x509-library.js'

export type { CertificationRequest } from '../../formats/x509/certification-request.js'

/** Whom a request asks to certify. */
export type RequestOptions = Pick<IssueOptions, 'legalName' | 'taxId' | 'commonName'> & {
  /** Country of the tax id, ISO 3166-1 alpha-2. */
  readonly country: string
}

/** Who holds the key that a request is for: an `Identity`, or a key that has no certificate yet. */
export type KeyHolder = Pick<Identity, 'scheme' | 'sign' | 'publicKey'>

/**
 * Returns a certification request in DER for the key of `holder` (PKCS #10, RFC 2986), signed by it, with the name that
 * `authority.issue` would give. Throws `FiscalSealError('argument.invalid')` for a name or tax id that cannot be certified.
 */
export async function createRequest(holder: KeyHolder, options: RequestOptions): Promise<Uint8Array> {
  const plan = planIssue(options, options)
  const name = await buildName({ ...plan, organization: plan.legalName })
  const x509 = await loadX509Library()
  const { provider, signingAlgorithm, signingKey } = librarySigner(holder, holder.publicKey.spki)
  const request = await x509.Pkcs10CertificateRequestGenerator.create(
    {
      name: new x509.Name(toBuffer(name)),
      keys: { privateKey: signingKey, publicKey: signingKey },
      signingAlgorithm,
      extensions: [...sealPurposes(x509)],
    },
    provider,
  )
  return new Uint8Array(request.rawData)
}

/** A request whose maker has proved that he holds the key. */
export interface CheckedRequest {
  readonly request: CertificationRequest
  readonly publicKey: PublicKey
}

/** Requests are short; what is longer is something else. */
const MAX_LENGTH = 64 * 1024
const LABELS = ['CERTIFICATE REQUEST', 'NEW CERTIFICATE REQUEST']

/**
 * Returns a request (PEM or DER) after its signature was checked under the key in it, which proves possession. The name in it is a wish: whom
 * the key belongs to is for the authority to find out. Throws `FiscalSealError('request.invalid')` for what is no request, a signature that
 * does not hold, and a key or algorithm too weak to be certified.
 */
export async function readRequest(input: Uint8Array | string): Promise<CheckedRequest> {
  try {
    const request = parseCertificationRequest(derOf(input))
    const publicKey = readPublicKey(request.spki)
    const scheme = signatureSchemeOf(request.signatureAlgorithm)
    const [objection] = policyFindings(scheme, publicKey).filter(
      ({ code }) => code !== 'algorithm.salt-length',
    )
    if (objection !== undefined) throw invalid(`${objection.code}, ${objection.detail ?? ''}`)
    const { requestInfo, signature } = request
    const holds = await checkSignature({ scheme, key: publicKey, message: [requestInfo], signature })
    if (!holds) throw invalid('its signature does not hold, so nothing shows that its maker has the key')
    return { request, publicKey }
  } catch (error) {
    if (error instanceof Malformed) throw invalid(error.message)
    throw error
  }
}

function invalid(why: string): FiscalSealError {
  return new FiscalSealError('request.invalid', `The certification request cannot be used: ${why}.`)
}

function derOf(input: Uint8Array | string): Uint8Array {
  const given: unknown = input
  if (!(given instanceof Uint8Array) && typeof given !== 'string')
    throw invalid('it is neither bytes nor text')
  if (input.length > 2 * MAX_LENGTH) throw invalid('it is too long')
  if (input instanceof Uint8Array && input[0] === TAG.sequence) return input
  const text = typeof input === 'string' ? input : pemText(input)
  const blocks = parsePem(text).filter(({ label }) => LABELS.includes(label))
  const [block, ...more] = blocks
  if (block === undefined) throw invalid('it is neither DER nor PEM with a certificate request')
  if (more.length > 0) throw invalid('the file holds several requests')
  return block.der
}
