import { row } from './effect.js'

const AUTHORITY =
  'Add the tax authority to the trust store if you accept it; otherwise do not book the document.'
const GIVE = 'Give a current CRL or OCSP response of the issuing authority.'
const ASK = 'Ask the issuer for a seal with a valid certificate.'

/** Findings on certificates, paths and revocation (RFC 5280). */
export const PATH_FINDINGS = {
  'path.no-trust-anchor': row(
    'untrusted',
    'NO_CERTIFICATE_CHAIN_FOUND',
    'No authority that you accept stands behind the certificate.',
    AUTHORITY,
  ),
  'path.signature-invalid': row(
    'untrusted',
    'CERTIFICATE_CHAIN_GENERAL_FAILURE',
    'A certificate of the chain was not signed by the issuer that it names.',
    ASK,
  ),
  'path.not-a-ca': row(
    'untrusted',
    'CHAIN_CONSTRAINTS_FAILURE',
    'A certificate of the chain was issued by somebody who is no authority.',
    ASK,
  ),
  'path.length-exceeded': row(
    'untrusted',
    'CHAIN_CONSTRAINTS_FAILURE',
    'The chain is longer than an authority in it allows.',
    ASK,
  ),
  'path.key-usage': row(
    'untrusted',
    'CHAIN_CONSTRAINTS_FAILURE',
    'A certificate of the chain is used for something that it does not allow.',
    ASK,
  ),
  'path.extended-key-usage': row(
    'untrusted',
    'CHAIN_CONSTRAINTS_FAILURE',
    'The certificate of the signer is for another purpose than documents.',
    ASK,
  ),
  'path.unknown-critical-extension': row(
    'untrusted',
    'CHAIN_CONSTRAINTS_FAILURE',
    'A certificate of the chain has a critical extension that is not understood.',
    ASK,
  ),
  'path.name-constraint': row(
    'untrusted',
    'CHAIN_CONSTRAINTS_FAILURE',
    'An authority in the chain may not issue for a name that it issued for.',
    ASK,
  ),
  'path.constraints-unsupported': row(
    'untrusted',
    'CHAIN_CONSTRAINTS_FAILURE',
    'A certificate of the chain has constraints that are not understood.',
    ASK,
  ),
  'path.expired': row(
    'failed',
    'EXPIRED',
    'The certificate of the signer was expired when the signature was made.',
    ASK,
  ),
  'path.not-yet-valid': row(
    'failed',
    'NOT_YET_VALID',
    'The certificate of the signer was not yet valid when the signature was made.',
    ASK,
  ),
  'path.expired-no-proof': row(
    'indeterminate',
    'OUT_OF_BOUNDS_NO_POE',
    'The certificate of the signer is outside its validity and nothing proves when the signature was made.',
    'Ask for a signature with a time-stamp, or verify at the time when you received the document.',
  ),
  'path.issuer-expired': row(
    'untrusted',
    'CHAIN_CONSTRAINTS_FAILURE',
    'A certificate of the chain is outside its validity.',
    ASK,
  ),
  'path.issuer-expired-no-proof': row(
    'indeterminate',
    'OUT_OF_BOUNDS_NO_POE',
    'A certificate of the chain is outside its validity and nothing proves when the signature was made.',
    'Ask for a signature with a time-stamp, or verify at the time when you received the document.',
  ),
  'path.certificate-policy': row(
    'untrusted',
    'CHAIN_CONSTRAINTS_FAILURE',
    'The certificate of the signer lacks a policy or statement that its authority asks for.',
    ASK,
  ),
  'path.limit': row(
    'indeterminate',
    'CERTIFICATE_CHAIN_GENERAL_FAILURE',
    'The search for a chain used up its budget.',
    'Raise the budget if you trust the sender.',
  ),
  'certificate.malformed': row(
    'untrusted',
    'CERTIFICATE_CHAIN_GENERAL_FAILURE',
    'A certificate is not well-formed.',
    ASK,
  ),
  'certificate.profile': row(
    'untrusted',
    'CHAIN_CONSTRAINTS_FAILURE',
    'A certificate is not made as RFC 5280 asks.',
    ASK,
  ),
  'revocation.revoked': row(
    'failed',
    'REVOKED',
    'The certificate of the signer is revoked.',
    'Do not book it. Ask the seller.',
  ),
  'revocation.issuer-revoked': row(
    'untrusted',
    'REVOKED_CA_NO_POE',
    'The certificate of an authority in the chain is revoked.',
    'Do not book it. Ask the seller.',
  ),
  'revocation.unknown': row(
    'indeterminate',
    'TRY_LATER',
    'Nothing says whether the certificate is revoked.',
    GIVE,
  ),
  'revocation.stale': row(
    'indeterminate',
    'TRY_LATER',
    'What is known of revocation is not current at the time of verification.',
    GIVE,
  ),
  'revocation.not-checked': row(
    'note',
    null,
    'Revocation was not checked, as the anchor says.',
    'Nothing to do.',
  ),
  'revocation.revoked-later': row(
    'note',
    null,
    'A certificate of the chain was revoked after the signature was made.',
    'Nothing to do; ask the seller why.',
  ),
  'revocation.malformed': row(
    'note',
    null,
    'A revocation list or OCSP response is not well-formed or not signed by who may, and was left aside.',
    GIVE,
  ),
  'revocation.not-fetched': row(
    'note',
    null,
    'Revocation information could not be fetched.',
    'See that the address can be reached, or give it.',
  ),
  'anchor.window': row(
    'untrusted',
    'CHAIN_CONSTRAINTS_FAILURE',
    'The authority was not accepted at that time.',
    AUTHORITY,
  ),
  'anchor.test-environment': row(
    'untrusted',
    'CHAIN_CONSTRAINTS_FAILURE',
    'The certificate comes from a test environment.',
    'Allow test anchors only in tests.',
  ),
  'anchor.fingerprint': row(
    'untrusted',
    'CHAIN_CONSTRAINTS_FAILURE',
    'The trust store states another fingerprint than its anchor has.',
    'Fetch the trust list again.',
  ),
  'anchor.list-stale': row(
    'indeterminate',
    'TRY_LATER',
    'The trust list that names the authority is out of date.',
    'Fetch the current trust list.',
  ),
  'anchor.timestamp-required': row(
    'indeterminate',
    'NO_POE',
    'The authority asks for a time-stamp, and nothing proves when the signature was made.',
    'Ask the issuer for a seal with a time-stamp.',
  ),
  'anchor.document-rules': row(
    'policy',
    'SIG_CONSTRAINTS_FAILURE',
    'The signature is not of the kind or level that the authority asks for.',
    ASK,
  ),
} as const
