import { row } from './effect.js'

const ORIGINAL = 'Do not book it. Ask the issuer for the original file.'
const RESEAL = 'Ask the issuer to seal the document again with current software.'

/** Findings on the CMS signature and its attributes (RFC 5652, RFC 5035, EN 319 122-1). */
export const CMS_FINDINGS = {
  'cms.malformed': row(
    'broken',
    'FORMAT_FAILURE',
    'The signature value is not a CMS SignedData structure that can be read.',
    ORIGINAL,
  ),
  'cms.not-der': row(
    'note',
    null,
    'The signature envelope is encoded in BER instead of DER.',
    'Nothing to do; it has no PAdES level.',
  ),
  'cms.trailing-data': row(
    'broken',
    'FORMAT_FAILURE',
    'Bytes other than zero follow the signature value.',
    ORIGINAL,
  ),
  'cms.version': row(
    'policy',
    'SIG_CONSTRAINTS_FAILURE',
    'A version number of the CMS structure is not the one that its content asks for.',
    RESEAL,
  ),
  'cms.signer-count': row(
    'broken',
    'FORMAT_FAILURE',
    'The CMS structure does not hold exactly one signer.',
    ORIGINAL,
  ),
  'cms.content-present': row(
    'broken',
    'FORMAT_FAILURE',
    'The CMS structure carries content of its own although the signature is detached.',
    ORIGINAL,
  ),
  'cms.signed-attributes-missing': row(
    'policy',
    'SIG_CONSTRAINTS_FAILURE',
    'The signature has no signed attributes.',
    RESEAL,
  ),
  'cms.signed-attributes-not-der': row(
    'policy',
    'SIG_CONSTRAINTS_FAILURE',
    'The signed attributes are not encoded in DER.',
    RESEAL,
  ),
  'cms.attribute-duplicate': row(
    'policy',
    'SIG_CONSTRAINTS_FAILURE',
    'A signed attribute occurs twice or has several values.',
    RESEAL,
  ),
  'cms.content-type-missing': row(
    'policy',
    'SIG_CONSTRAINTS_FAILURE',
    'The content-type attribute is missing.',
    RESEAL,
  ),
  'cms.content-type-mismatch': row(
    'broken',
    'FORMAT_FAILURE',
    'The content-type attribute is not id-data.',
    ORIGINAL,
  ),
  'cms.message-digest-missing': row(
    'broken',
    'FORMAT_FAILURE',
    'The message-digest attribute is missing or not single.',
    ORIGINAL,
  ),
  'cms.digest-mismatch': row(
    'broken',
    'HASH_FAILURE',
    'The signed bytes were changed: their digest is not the one that was signed.',
    ORIGINAL,
  ),
  'cms.signature-invalid': row(
    'broken',
    'SIG_CRYPTO_FAILURE',
    'The signature value does not verify under the key of the signer.',
    ORIGINAL,
  ),
  'cms.signer-certificate-missing': row(
    'indeterminate',
    'NO_SIGNING_CERTIFICATE_FOUND',
    'The certificate of the signer is not in the file.',
    RESEAL,
  ),
  'cms.signer-ambiguous': row(
    'policy',
    'NO_SIGNING_CERTIFICATE_FOUND',
    'Several certificates match the signer and nothing signed says which.',
    RESEAL,
  ),
  'cms.certificate-forged': row(
    'policy',
    'SIG_CONSTRAINTS_FAILURE',
    'A certificate that came with the signature was not signed by the issuer that it names.',
    ORIGINAL,
  ),
  'cms.certificate-unreadable': row(
    'note',
    null,
    'Something that came with the signature as a certificate is none, and was left aside.',
    'Nothing to do.',
  ),
  'cms.no-ess-cert-id': row(
    'note',
    null,
    'No signed attribute names the certificate of the signer.',
    'Nothing to do; it has no PAdES level.',
  ),
  'cms.ess-required': row(
    'policy',
    'SIG_CONSTRAINTS_FAILURE',
    'A PAdES signature must name the certificate of its signer in a signed attribute.',
    RESEAL,
  ),
  'cms.ess-mismatch': row(
    'policy',
    'SIG_CONSTRAINTS_FAILURE',
    'The signed attribute names another certificate than the one that verifies the signature.',
    ORIGINAL,
  ),
  'cms.digest-algorithm-mismatch': row(
    'policy',
    'SIG_CONSTRAINTS_FAILURE',
    'Digest and signature algorithm of the signer do not fit each other.',
    RESEAL,
  ),
  'cms.signing-time-present': row(
    'note',
    null,
    'A PAdES signature must not carry the signing-time attribute.',
    'Nothing to do; it has no PAdES level.',
  ),
  'pades.not-baseline': row(
    'note',
    null,
    'The signature lacks something that a PAdES baseline signature must have, or has what it must not have.',
    'Nothing to do; it has no PAdES level.',
  ),
  'algorithm.weak': row(
    'policy',
    'CRYPTO_CONSTRAINTS_FAILURE',
    'An algorithm or key is too weak to be trusted.',
    RESEAL,
  ),
  'algorithm.unavailable': row(
    'indeterminate',
    'CRYPTO_CONSTRAINTS_FAILURE',
    'An algorithm is not available here.',
    'Verify on Node, or ask for RSA or P-256 with SHA-256.',
  ),
  'algorithm.unknown': row(
    'policy',
    'CRYPTO_CONSTRAINTS_FAILURE',
    'An algorithm is not one that is accepted.',
    RESEAL,
  ),
  'algorithm.parameters': row(
    'policy',
    'CRYPTO_CONSTRAINTS_FAILURE',
    'The parameters of an algorithm are not those that the standard asks for.',
    RESEAL,
  ),
  'algorithm.salt-length': row(
    'note',
    null,
    'The salt of an RSA-PSS signature has another length than its digest.',
    'Nothing to do.',
  ),
  'key.weak': row(
    'policy',
    'CRYPTO_CONSTRAINTS_FAILURE',
    'The key of the signer is too weak to be trusted.',
    RESEAL,
  ),
  'key.malformed': row('policy', 'CRYPTO_CONSTRAINTS_FAILURE', 'A public key is not well-formed.', RESEAL),
} as const
