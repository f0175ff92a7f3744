import { finding } from '../../base/findings/finding.js'
import type { Finding } from '../../base/findings/finding.js'
import { joinLists } from '../../base/lists.js'
import {
  digestAlgorithmOf,
  digestFindings,
  policyFindings,
  readAlgorithmIdentifier,
} from '../../crypto/algorithms.js'
import type { AlgorithmPolicy, DigestAlgorithm, SignatureScheme } from '../../crypto/algorithms.js'
import type { PublicKey } from '../../crypto/public-key.js'
import { attributeValues } from '../../formats/cms/attribute.js'
import { ATTRIBUTE } from '../../formats/cms/oids.js'
import type { SignerInfo } from '../../formats/cms/der-signed-data.js'
import { DerCursor } from '../../formats/der/cursor.js'
import { TAG } from '../../formats/der/tag.js'
import type { CmsSignature } from './cms-signature.js'
import type { SignerAlgorithms } from './integrity.js'

/**
 * Returns what speaks against the algorithms of a signature, whether or not its arithmetic holds (EN 319 102-1 §5.2.8): weak or unknown ones,
 * and a digest that is not the one the signature value is made with (THREATS C-09, C-10). Throws `Malformed` for attributes that cannot be read.
 */
export function checkAlgorithms(
  { signedData, signer }: CmsSignature,
  { digest, scheme }: SignerAlgorithms,
  { key, policy }: { readonly key: PublicKey; readonly policy: AlgorithmPolicy },
): readonly Finding[] {
  const wanted = digestWith(scheme)
  const isListed = signedData.digestAlgorithms.some((id) => digestAlgorithmOf(id) === digest)
  return joinLists([
    policyFindings(scheme, key, policy),
    digest === wanted
      ? []
      : [finding('cms.digest-algorithm-mismatch', `${digest} with ${wanted}`), ...digestFindings(digest)],
    isListed ? [] : [finding('cms.digest-algorithm-mismatch', `${digest} is not in digestAlgorithms`)],
    checkProtection(signer),
  ])
}

/** RFC 8933 §3: one digest for both; RFC 8419 §3.1: that of EdDSA is fixed. */
function digestWith(scheme: SignatureScheme): DigestAlgorithm {
  if (scheme.kind !== 'eddsa') return scheme.digest
  return scheme.curve === 'Ed25519' ? 'SHA-512' : 'SHAKE256-512'
}

/** RFC 6211 §2: where the attribute is there, it names the algorithms of the SignerInfo. */
function checkProtection(signer: SignerInfo): readonly Finding[] {
  const values = attributeValues(signer.signedAttributes?.attributes ?? [], ATTRIBUTE.algorithmProtection)
  return values.every((value) => isOfSigner(value, signer))
    ? []
    : [finding('cms.digest-algorithm-mismatch', 'algorithm protection')]
}

/** `[1] IMPLICIT` signature algorithm. */
const SIGNATURE_ALGORITHM = 0xa1

function isOfSigner(value: Uint8Array, signer: SignerInfo): boolean {
  const fields = DerCursor.open(value).sequence()
  const { oid } = readAlgorithmIdentifier(fields)
  const signature = fields.enterOptional(SIGNATURE_ALGORITHM)
  if (signature?.peek() !== TAG.oid) return false
  return oid === signer.digestAlgorithm.oid && signature.oid() === signer.signatureAlgorithm.oid
}
