import { firstOf, whenReady } from '../../base/awaitable.js'
import { equalBytes, type Awaitable } from '../../base/bytes.js'
import { Malformed } from '../../base/errors.js'
import { finding } from '../../base/findings/finding.js'
import type { Finding } from '../../base/findings/finding.js'
import { joinLists } from '../../base/lists.js'
import { digestFindings } from '../../crypto/algorithms.js'
import { digest } from '../../crypto/digest.js'
import { digestAlgorithmOf } from '../../crypto/digest-algorithm.js'
import type { AlgorithmIdentifier, DigestAlgorithm } from '../../crypto/digest-algorithm.js'
import { essCertIdsOf } from '../../formats/cms/ess.js'
import type { EssCertId, IssuerSerial, SigningCertificate } from '../../formats/cms/ess.js'
import type { SignerInfo } from '../../formats/cms/der-signed-data.js'
import type { Certificate } from '../../formats/x509/certificate.js'
import { subjectKeyIdentifierOf } from '../../formats/x509/extensions.js'
import { nameEquals } from '../../formats/x509/name.js'
import { settle } from './boundary.js'
import type { CmsSignature } from './cms-signature.js'
import { KnownCertificate } from './known-certificates.js'
import type { KnownCertificates } from './known-certificates.js'

/** Whose certificate signed; `others` are those that came along and may lie on a path. */
export interface IdentifiedSigner {
  readonly signer: KnownCertificate | undefined
  readonly others: readonly Certificate[]
  /** Whether a signed attribute (RFC 5035, with a digest that counts) names the certificate of the signer. */
  readonly isNamed: boolean
  readonly findings: readonly Finding[]
}

/**
 * Returns the certificate of the signer (EN 319 102-1 §5.2.3): the signer identifier and the signing-certificate attribute must name the
 * same one (THREATS C-18, C-19). What is no certificate among those embedded is left aside (C-26).
 */
export function identifySigner(cms: CmsSignature, known: KnownCertificates): Awaitable<IdentifiedSigner> {
  const { certificates } = cms.signedData
  if (certificates.length > MAX_CERTIFICATES)
    throw new Malformed('cms.malformed', `${certificates.length} certificates`)
  const embedded: KnownCertificate[] = []
  for (const der of certificates) {
    const parsed = known.find(der)
    if (parsed === undefined)
      return whenReady(parseAll(certificates, known), (all) => identifyAmong(cms, all))
    if (!embedded.includes(parsed)) embedded.push(parsed)
  }
  return identifyAmong(cms, { embedded, unreadable: [] })
}

function identifyAmong(
  { signer: signerInfo }: CmsSignature,
  { embedded, unreadable }: Embedded,
): Awaitable<IdentifiedSigner> {
  const matching = embedded.filter(({ certificate }) => isIdentified(certificate, signerInfo))
  const ess = readEss(signerInfo)
  const named = ess.certId === undefined ? undefined : findNamed(matching, ess.certId)
  return whenReady(named, (found) => {
    const signer = found ?? matching[0]
    return {
      signer,
      others: embedded.filter((other) => other !== signer).map(({ certificate }) => certificate),
      isNamed: found !== undefined,
      findings: joinLists([unreadable, ess.findings, checkIdentity(matching, ess.certId, found)]),
    }
  })
}

interface Embedded {
  readonly embedded: readonly KnownCertificate[]
  readonly unreadable: readonly Finding[]
}

/** The same certificate twice is one: what is known is the same object. */
async function parseAll(certificates: readonly Uint8Array[], known: KnownCertificates): Promise<Embedded> {
  const embedded = new Set<KnownCertificate>()
  const unreadable: Finding[] = []
  for (const der of certificates) {
    const parsed = await settle<KnownCertificate | Finding>(
      () => known.parse(der),
      ({ code, detail }) => finding('cms.certificate-unreadable', detail ?? code),
    )
    if (parsed instanceof KnownCertificate) embedded.add(parsed)
    else unreadable.push(parsed)
  }
  return { embedded: [...embedded], unreadable }
}

/** THREATS, table of limits. */
const MAX_CERTIFICATES = 32

/** The issuer's name byte for byte: it is not signed, and all of 492 signatures that were counted copy it from the certificate. */
function isIdentified(certificate: Certificate, { sid }: SignerInfo): boolean {
  if (sid.kind === 'issuer-and-serial') {
    return (
      equalBytes(certificate.serialNumber, sid.serialNumber) &&
      equalBytes(certificate.issuer.der, sid.issuer.der)
    )
  }
  const identifier = subjectKeyIdentifierOf(certificate)
  return identifier !== undefined && equalBytes(identifier, sid.subjectKeyIdentifier)
}

interface SignedReference {
  /** The id of the signer's certificate; absent when none is there that can be believed. */
  readonly certId: EssCertId | undefined
  readonly findings: readonly Finding[]
}

/**
 * RFC 5035 §3: one attribute with one value, of which the first id is the signer's. The attribute of version 1 is bound to SHA-1, so it
 * counts as absent (THREATS C-11).
 */
function readEss(signerInfo: SignerInfo): SignedReference {
  let values: readonly SigningCertificate[]
  try {
    values = essCertIdsOf(signerInfo)
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    return { certId: undefined, findings: [finding('cms.ess-mismatch', error.message)] }
  }
  const counting = values.filter(({ version }) => version === 2)
  if (counting.length === 0) return NOBODY_NAMED
  const certId = counting.length === 1 ? counting[0]?.certIds[0] : undefined
  return { certId, findings: certId === undefined ? [finding('cms.ess-mismatch', 'not exactly one')] : [] }
}

const NOBODY_NAMED: SignedReference = { certId: undefined, findings: [] }

function findNamed(
  candidates: readonly KnownCertificate[],
  certId: EssCertId,
): Awaitable<KnownCertificate | undefined> {
  return firstOf(candidates, (one) =>
    whenReady(isNamedBy(one, certId), (isNamed) => (isNamed ? one : undefined)),
  )
}

function isNamedBy(
  known: KnownCertificate,
  { hashAlgorithm, hash, issuerSerial }: EssCertId,
): Awaitable<boolean> {
  const algorithm = acceptedDigest(hashAlgorithm)
  if (algorithm === undefined) return false
  const { certificate } = known
  const own = algorithm === 'SHA-256' ? known.sha256 : digest(algorithm, [certificate.der])
  return whenReady(
    own,
    (computed) =>
      equalBytes(computed, hash) && (issuerSerial === undefined || isIssuedAs(certificate, issuerSerial)),
  )
}

function isIssuedAs(certificate: Certificate, { issuer, serialNumber }: IssuerSerial): boolean {
  const [name, ...others] = issuer
  return (
    equalBytes(certificate.serialNumber, serialNumber) &&
    others.length === 0 &&
    name?.kind === 'directoryName' &&
    nameEquals(name.name, certificate.issuer)
  )
}

function acceptedDigest(id: AlgorithmIdentifier): DigestAlgorithm | undefined {
  try {
    const algorithm = digestAlgorithmOf(id)
    return digestFindings(algorithm).length === 0 ? algorithm : undefined
  } catch (error) {
    if (error instanceof Malformed) return undefined
    throw error
  }
}

function checkIdentity(
  matching: readonly KnownCertificate[],
  certId: EssCertId | undefined,
  named: KnownCertificate | undefined,
): readonly Finding[] {
  if (matching.length === 0) return [finding('cms.signer-certificate-missing')]
  if (certId !== undefined && named === undefined) return [finding('cms.ess-mismatch')]
  if (named === undefined && matching.length > 1)
    return [finding('cms.signer-ambiguous', `${matching.length}`)]
  return []
}
