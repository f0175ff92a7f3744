import { whenReady } from '../../base/awaitable.js'
import type { Awaitable } from '../../base/bytes.js'
import { normaliseTaxId, type NormalTaxId } from '../../base/tax-id.js'
import type { DigestAlgorithm } from '../../crypto/digest-algorithm.js'
import { maxSignatureLength } from '../../crypto/private-key.js'
import { readPublicKey, type PublicKey } from '../../crypto/public-key.js'
import { DetachedSignatures } from '../../formats/cms/detached-signature.js'
import { digestOf } from '../../formats/cms/signed-data-builder.js'
import type { PdfPlaceholder, PdfString } from '../../formats/pdf/values.js'
import type { Certificate } from '../../formats/x509/certificate.js'
import type { Identity } from '../../trust/keys/identity.js'
import { GENERIC_TAX_ID_RULES } from '../../trust/store/generic-rules.js'
import type { TaxId } from '../../trust/store/tax-id-rule.js'
import { readTaxIds } from '../../trust/store/tax-ids.js'
import { KnownCertificates, type KnownCertificate } from '../signature/known-certificates.js'
import { subjectName } from './seal-lines.js'
import { roomForContents } from './signature-dictionary.js'
import { signingPath } from './signing-path.js'
import { textString } from './text-string.js'

/** What sealing needs of an identity, the same for every document. */
export interface SigningMaterial {
  readonly certificate: Certificate
  /** Name of the subject, for `/Name`. */
  readonly name: PdfString | undefined
  /** By the rules that hold under every authority which states none of its own; empty when they are ambiguous. */
  readonly taxIds: readonly TaxId[]
  /** The same as they are compared. */
  readonly normalTaxIds: readonly NormalTaxId[]
  /** The key of the certificate as its bytes say it: whatever else an identity says of its key, who verifies takes this one. */
  readonly publicKey: PublicKey
  /** SHA-256 of the signer's certificate. */
  readonly fingerprint: Uint8Array
  readonly digest: DigestAlgorithm
  readonly signatures: DetachedSignatures
  /** Room for the signature in `/Contents`. */
  readonly contents: PdfPlaceholder
  /** The embedded certificates as the self-check meets them again: parsed once. */
  readonly known: KnownCertificates
}

/** Belongs to the identities: what is kept of one goes with it. */
const kept = new WeakMap<Identity, SigningMaterial>()

/** Returns what sealing needs of `identity`, worked out once for each; at once on Node. */
export function signingMaterialOf(identity: Identity): Awaitable<SigningMaterial> {
  const known = kept.get(identity)
  return known?.certificate === identity.certificate ? known : keep(identity)
}

function keep(identity: Identity): Awaitable<SigningMaterial> {
  const known = new KnownCertificates()
  return whenReady(known.parse(identity.certificate.der), (embedded) => {
    const material = workOut(identity, embedded, known)
    kept.set(identity, material)
    return material
  })
}

function workOut(
  { certificate, chain, scheme }: Identity,
  embedded: KnownCertificate,
  known: KnownCertificates,
): SigningMaterial {
  const publicKey = readPublicKey(embedded.certificate.spki)
  const fingerprint = embedded.sha256
  const certificates = signingPath(certificate, chain).map(({ der }) => der)
  const algorithm = digestOf(scheme)
  const signatureLength = maxSignatureLength(publicKey)
  const form = { signer: certificate, certificates, digest: algorithm, scheme, fingerprint, signatureLength }
  const signatures = new DetachedSignatures(form)
  const name = subjectName(certificate)
  const taxIdentity = readTaxIds(certificate, {
    taxIdBinding: { required: false, rules: GENERIC_TAX_ID_RULES },
  })
  const taxIds = taxIdentity.ambiguous ? [] : taxIdentity.ids
  return {
    certificate,
    name: name === undefined ? undefined : textString(name),
    taxIds,
    normalTaxIds: taxIds.flatMap((id) => normaliseTaxId(id) ?? []),
    publicKey,
    fingerprint,
    digest: algorithm,
    signatures,
    contents: roomForContents(signatures.maxLength),
    known,
  }
}
