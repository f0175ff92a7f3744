import { digest } from '../../crypto/digest.js'
import type { DigestAlgorithm } from '../../crypto/digest-algorithm.js'
import { maxSignatureLength } from '../../crypto/private-key.js'
import { digestOf, signedDataSize } from '../../formats/cms/signed-data-builder.js'
import type { Certificate } from '../../formats/x509/certificate.js'
import type { Identity } from '../../trust/keys/identity.js'
import { GENERIC_TAX_ID_RULES } from '../../trust/store/generic-rules.js'
import type { TaxId } from '../../trust/store/tax-id-rule.js'
import { readTaxIds } from '../../trust/store/tax-ids.js'
import { KnownCertificates } from '../signature/known-certificates.js'
import { subjectName } from './seal-lines.js'
import { signingPath } from './signing-path.js'

/** What sealing needs of an identity, the same for every document. */
export interface SigningMaterial {
  readonly certificate: Certificate
  /** Name of the subject, for `/Name`. */
  readonly name: string | undefined
  /** By the rules that hold under every authority which states none of its own; empty when they are ambiguous. */
  readonly taxIds: readonly TaxId[]
  /** Certificates to embed, DER. */
  readonly certificates: readonly Uint8Array[]
  /** SHA-256 of the signer's certificate. */
  readonly fingerprint: Uint8Array
  readonly digest: DigestAlgorithm
  /** Bytes that `/Contents` has room for. */
  readonly contentsLength: number
  /** The certificates above as the self-check meets them again: parsed once. */
  readonly known: KnownCertificates
}

/** Belongs to the identities: what is kept of one goes with it. */
const kept = new WeakMap<Identity, SigningMaterial>()

/** Returns what sealing needs of `identity`, worked out once for each. */
export async function signingMaterialOf(identity: Identity): Promise<SigningMaterial> {
  const known = kept.get(identity)
  if (known?.certificate === identity.certificate) return known
  const material = await workOut(identity)
  kept.set(identity, material)
  return material
}

async function workOut({ certificate, chain, publicKey, scheme }: Identity): Promise<SigningMaterial> {
  const certificates = signingPath(certificate, chain).map(({ der }) => der)
  const signatureLength = maxSignatureLength(publicKey)
  const algorithm = digestOf(scheme)
  const taxIdentity = readTaxIds(certificate, {
    taxIdBinding: { required: false, rules: GENERIC_TAX_ID_RULES },
  })
  return {
    certificate,
    name: subjectName(certificate),
    taxIds: taxIdentity.ambiguous ? [] : taxIdentity.ids,
    certificates,
    fingerprint: await digest('SHA-256', [certificate.der]),
    digest: algorithm,
    contentsLength: signedDataSize({
      signer: certificate,
      certificates,
      digest: algorithm,
      scheme,
      signatureLength,
    }),
    known: new KnownCertificates(),
  }
}
