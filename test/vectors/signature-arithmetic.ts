import { equalBytes } from '../../src/base/bytes.js'
import { Malformed } from '../../src/base/errors.js'
import { digestAlgorithmOf, signatureSchemeOf } from '../../src/crypto/algorithms.js'
import { digest } from '../../src/crypto/digest.js'
import { readPublicKey } from '../../src/crypto/public-key.js'
import { checkSignature } from '../../src/crypto/signature.js'
import { messageDigestOf } from '../../src/formats/cms/attribute.js'
import { parseSignedData, type SignedData, type SignerInfo } from '../../src/formats/cms/signed-data.js'
import { parseCertificate, type Certificate } from '../../src/formats/x509/certificate.js'
import { subjectKeyIdentifierOf } from '../../src/formats/x509/extensions.js'
import { nameEquals } from '../../src/formats/x509/name.js'

/** Returns whether a SignerInfo names the certificate. */
export function belongsTo(signerInfo: SignerInfo, certificate: Certificate): boolean {
  const { sid } = signerInfo
  if (sid.kind === 'key-identifier') {
    const identifier = subjectKeyIdentifierOf(certificate)
    return identifier !== undefined && equalBytes(identifier, sid.subjectKeyIdentifier)
  }
  return nameEquals(sid.issuer, certificate.issuer) && equalBytes(sid.serialNumber, certificate.serialNumber)
}

async function holds(signedData: SignedData, signerInfo: SignerInfo, content: Uint8Array): Promise<string> {
  const certificate = signedData.certificates.flatMap(readable).find((each) => belongsTo(signerInfo, each))
  if (certificate === undefined) return 'no certificate'
  const digestName = digestAlgorithmOf(signerInfo.digestAlgorithm)
  const { signedAttributes, signature } = signerInfo
  if (signedAttributes !== undefined) {
    const signed = messageDigestOf(signedAttributes.attributes)
    if (signed === undefined || !equalBytes(signed, await digest(digestName, [content])))
      return 'digest differs'
  }
  const scheme = signatureSchemeOf(signerInfo.signatureAlgorithm, digestName)
  const message = [signedAttributes?.raw ?? content]
  return (await checkSignature({ scheme, key: readPublicKey(certificate.spki), message, signature }))
    ? 'holds'
    : 'does not hold'
}

/** Returns the certificate, or none when it cannot be read: beside the signer's there may be anything. */
export function readable(der: Uint8Array): readonly Certificate[] {
  try {
    return [parseCertificate(der)]
  } catch (error) {
    if (error instanceof Malformed) return []
    throw error
  }
}

/**
 * Returns `holds` when there are signatures and every one does, else what the first that does not ended as. `detached` is what was signed where the
 * structure does not carry it.
 */
export async function arithmeticOf(bytes: Uint8Array, detached: Uint8Array): Promise<string> {
  try {
    const signedData = parseSignedData(bytes)
    for (const signerInfo of signedData.signerInfos) {
      const outcome = await holds(signedData, signerInfo, signedData.content ?? detached)
      if (outcome !== 'holds') return outcome
    }
    return signedData.signerInfos.length > 0 ? 'holds' : 'no signer'
  } catch (error) {
    if (error instanceof Malformed) return error.message
    throw error
  }
}
