import { row } from './effect.js'

/** Findings on certificates, paths and revocation (RFC 5280). */
export const PATH_FINDINGS = {
  'path.no-trust-anchor': row(
    'untrusted',
    'NO_CERTIFICATE_CHAIN_FOUND',
    'No authority that you accept stands behind the certificate.',
  ),
  'path.signature-invalid': row(
    'untrusted',
    'CERTIFICATE_CHAIN_GENERAL_FAILURE',
    'A certificate of the chain was not signed by the issuer that it names.',
  ),
  'path.not-a-ca': row(
    'untrusted',
    'CHAIN_CONSTRAINTS_FAILURE',
    'A certificate of the chain was issued by somebody who is no authority.',
  ),
  'path.length-exceeded': row(
    'untrusted',
    'CHAIN_CONSTRAINTS_FAILURE',
    'The chain is longer than an authority in it allows.',
  ),
  'path.key-usage': row(
    'untrusted',
    'CHAIN_CONSTRAINTS_FAILURE',
    'A certificate of the chain is used for something that it does not allow.',
  ),
  'path.extended-key-usage': row(
    'untrusted',
    'CHAIN_CONSTRAINTS_FAILURE',
    'The certificate of the signer is for another purpose than documents.',
  ),
  'path.unknown-critical-extension': row(
    'untrusted',
    'CHAIN_CONSTRAINTS_FAILURE',
    'A certificate of the chain has a critical extension that is not understood.',
  ),
  'path.name-constraint': row(
    'untrusted',
    'CHAIN_CONSTRAINTS_FAILURE',
    'An authority in the chain may not issue for a name that it issued for.',
  ),
  'path.constraints-unsupported': row(
    'untrusted',
    'CHAIN_CONSTRAINTS_FAILURE',
    'A certificate of the chain has constraints that are not understood.',
  ),
  'path.expired': row(
    'failed',
    'EXPIRED',
    'The certificate of the signer was expired when the signature was made.',
  ),
  'path.not-yet-valid': row(
    'failed',
    'NOT_YET_VALID',
    'The certificate of the signer was not yet valid when the signature was made.',
  ),
  'path.expired-no-proof': row(
    'indeterminate',
    'OUT_OF_BOUNDS_NO_POE',
    'The certificate of the signer is outside its validity and nothing proves when the signature was made.',
  ),
  'path.issuer-expired': row(
    'untrusted',
    'CHAIN_CONSTRAINTS_FAILURE',
    'A certificate of the chain is outside its validity.',
  ),
  'path.issuer-expired-no-proof': row(
    'indeterminate',
    'OUT_OF_BOUNDS_NO_POE',
    'A certificate of the chain is outside its validity and nothing proves when the signature was made.',
  ),
  'path.certificate-policy': row(
    'untrusted',
    'CHAIN_CONSTRAINTS_FAILURE',
    'The certificate of the signer lacks a policy or statement that its authority asks for.',
  ),
  'path.limit': row(
    'indeterminate',
    'CERTIFICATE_CHAIN_GENERAL_FAILURE',
    'The search for a chain used up its budget.',
  ),
  'certificate.malformed': row(
    'untrusted',
    'CERTIFICATE_CHAIN_GENERAL_FAILURE',
    'A certificate is not well-formed.',
  ),
  'certificate.profile': row(
    'untrusted',
    'CHAIN_CONSTRAINTS_FAILURE',
    'A certificate is not made as RFC 5280 asks.',
  ),
  'revocation.revoked': row('failed', 'REVOKED', 'The certificate of the signer is revoked.'),
  'revocation.issuer-revoked': row(
    'untrusted',
    'REVOKED_CA_NO_POE',
    'The certificate of an authority in the chain is revoked.',
  ),
  'revocation.unknown': row('indeterminate', 'TRY_LATER', 'Nothing says whether the certificate is revoked.'),
  'revocation.stale': row(
    'indeterminate',
    'TRY_LATER',
    'What is known of revocation is not current at the time of verification.',
  ),
  'revocation.not-checked': row('note', null, 'Revocation was not checked, as the anchor says.'),
  'revocation.revoked-later': row(
    'note',
    null,
    'A certificate of the chain was revoked after the signature was made.',
  ),
  'revocation.malformed': row(
    'note',
    null,
    'A revocation list or OCSP response is not well-formed or not signed by who may, and was left aside.',
  ),
  'revocation.not-fetched': row('note', null, 'Revocation information could not be fetched.'),
  'anchor.window': row(
    'untrusted',
    'CHAIN_CONSTRAINTS_FAILURE',
    'The authority was not accepted at that time.',
  ),
  'anchor.window-no-proof': row(
    'indeterminate',
    'NO_POE',
    'The authority is no longer accepted, and nothing proves that the signature was made before.',
  ),
  'anchor.test-environment': row(
    'untrusted',
    'CHAIN_CONSTRAINTS_FAILURE',
    'The certificate comes from a test environment.',
  ),
  'anchor.fingerprint': row(
    'untrusted',
    'CHAIN_CONSTRAINTS_FAILURE',
    'The trust store states another fingerprint than its anchor has.',
  ),
  'anchor.list-stale': row(
    'indeterminate',
    'TRY_LATER',
    'The trust list that names the authority is out of date.',
  ),
  'anchor.list-late': row('note', null, 'The trust list is out of date, but no longer than you allow.'),
  'anchor.timestamp-required': row(
    'indeterminate',
    'NO_POE',
    'The authority asks for a time-stamp, and nothing proves when the signature was made.',
  ),
  'anchor.document-rules': row(
    'policy',
    'SIG_CONSTRAINTS_FAILURE',
    'The signature is not of the kind or level that the authority asks for.',
  ),
} as const
