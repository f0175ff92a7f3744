import { row } from './effect.js'

/** Findings on the CMS signature and its attributes (RFC 5652, RFC 5035, EN 319 122-1). */
export const CMS_FINDINGS = {
  'cms.malformed': row(
    'broken',
    'FORMAT_FAILURE',
    'The signature value is not a CMS SignedData structure that can be read.',
  ),
  'cms.not-der': row('note', null, 'The signature envelope is encoded in BER instead of DER.'),
  'cms.trailing-data': row('broken', 'FORMAT_FAILURE', 'Bytes other than zero follow the signature value.'),
  'cms.version': row(
    'policy',
    'SIG_CONSTRAINTS_FAILURE',
    'A version number of the CMS structure is not the one that its content asks for.',
  ),
  'cms.signer-count': row('broken', 'FORMAT_FAILURE', 'The CMS structure does not hold exactly one signer.'),
  'cms.content-present': row(
    'broken',
    'FORMAT_FAILURE',
    'The CMS structure carries content of its own although the signature is detached.',
  ),
  'cms.signed-attributes-missing': row(
    'policy',
    'SIG_CONSTRAINTS_FAILURE',
    'The signature has no signed attributes.',
  ),
  'cms.signed-attributes-not-der': row(
    'policy',
    'SIG_CONSTRAINTS_FAILURE',
    'The signed attributes are not encoded in DER.',
  ),
  'cms.attribute-duplicate': row(
    'policy',
    'SIG_CONSTRAINTS_FAILURE',
    'A signed attribute occurs twice or has several values.',
  ),
  'cms.content-type-missing': row(
    'policy',
    'SIG_CONSTRAINTS_FAILURE',
    'The content-type attribute is missing.',
  ),
  'cms.content-type-mismatch': row('broken', 'FORMAT_FAILURE', 'The content-type attribute is not id-data.'),
  'cms.message-digest-missing': row(
    'broken',
    'FORMAT_FAILURE',
    'The message-digest attribute is missing or not single.',
  ),
  'cms.digest-mismatch': row(
    'broken',
    'HASH_FAILURE',
    'The signed bytes were changed: their digest is not the one that was signed.',
  ),
  'cms.signature-invalid': row(
    'broken',
    'SIG_CRYPTO_FAILURE',
    'The signature value does not verify under the key of the signer.',
  ),
  'cms.signer-certificate-missing': row(
    'indeterminate',
    'NO_SIGNING_CERTIFICATE_FOUND',
    'The certificate of the signer is not in the file.',
  ),
  'cms.signer-ambiguous': row(
    'policy',
    'NO_SIGNING_CERTIFICATE_FOUND',
    'Several certificates match the signer and nothing signed says which.',
  ),
  'cms.certificate-forged': row(
    'policy',
    'SIG_CONSTRAINTS_FAILURE',
    'A certificate that came with the signature was not signed by the issuer that it names.',
  ),
  'cms.certificate-unreadable': row(
    'note',
    null,
    'Something that came with the signature as a certificate is none, and was left aside.',
  ),
  'cms.no-ess-cert-id': row('note', null, 'No signed attribute names the certificate of the signer.'),
  'cms.ess-required': row(
    'policy',
    'SIG_CONSTRAINTS_FAILURE',
    'A PAdES signature must name the certificate of its signer in a signed attribute.',
  ),
  'cms.ess-mismatch': row(
    'policy',
    'SIG_CONSTRAINTS_FAILURE',
    'The signed attribute names another certificate than the one that verifies the signature.',
  ),
  'cms.digest-algorithm-mismatch': row(
    'policy',
    'SIG_CONSTRAINTS_FAILURE',
    'Digest and signature algorithm of the signer do not fit each other.',
  ),
  'cms.signing-time-present': row(
    'note',
    null,
    'A PAdES signature must not carry the signing-time attribute.',
  ),
  'pades.not-baseline': row(
    'note',
    null,
    'The signature lacks something that a PAdES baseline signature must have, or has what it must not have.',
  ),
  'algorithm.weak': row(
    'policy',
    'CRYPTO_CONSTRAINTS_FAILURE',
    'An algorithm or key is too weak to be trusted.',
  ),
  'algorithm.unavailable': row(
    'indeterminate',
    'CRYPTO_CONSTRAINTS_FAILURE',
    'An algorithm is not available here.',
  ),
  'algorithm.unknown': row(
    'policy',
    'CRYPTO_CONSTRAINTS_FAILURE',
    'An algorithm is not one that is accepted.',
  ),
  'algorithm.parameters': row(
    'policy',
    'CRYPTO_CONSTRAINTS_FAILURE',
    'The parameters of an algorithm are not those that the standard asks for.',
  ),
  'algorithm.salt-length': row(
    'note',
    null,
    'The salt of an RSA-PSS signature has another length than its digest.',
  ),
  'key.weak': row('policy', 'CRYPTO_CONSTRAINTS_FAILURE', 'The key of the signer is too weak to be trusted.'),
  'key.malformed': row('policy', 'CRYPTO_CONSTRAINTS_FAILURE', 'A public key is not well-formed.'),
} as const
