import { row } from './effect.js'

const ORIGINAL = 'Do not book it. Ask the issuer for the original file.'

/** Findings on a signature in its document: dictionary, coverage, changes, seller. */
export const SEAL_FINDINGS = {
  'contents.missing': row(
    'broken',
    'FORMAT_FAILURE',
    'The signature dictionary has no signature value.',
    ORIGINAL,
  ),
  'contents.not-hex': row(
    'broken',
    'FORMAT_FAILURE',
    'The signature value is not a direct hexadecimal string without white space.',
    ORIGINAL,
  ),
  'byte-range.malformed': row(
    'broken',
    'FORMAT_FAILURE',
    'The byte range is not four direct, non-negative integers that start at 0.',
    ORIGINAL,
  ),
  'byte-range.gap': row(
    'broken',
    'FORMAT_FAILURE',
    'The byte range leaves out more or other bytes than the signature value.',
    ORIGINAL,
  ),
  'byte-range.beyond-end': row(
    'broken',
    'FORMAT_FAILURE',
    'The byte range reaches beyond the end of the file.',
    ORIGINAL,
  ),
  'byte-range.not-a-revision-end': row(
    'broken',
    'FORMAT_FAILURE',
    'The byte range does not end where a revision of the file ends.',
    ORIGINAL,
  ),
  'byte-range.overlap': row(
    'broken',
    'FORMAT_FAILURE',
    'Two signatures cover partly the same bytes without one containing the other.',
    ORIGINAL,
  ),
  'signature.indirect': row(
    'broken',
    'FORMAT_FAILURE',
    'The signature dictionary is not an uncompressed, indirectly referenced object inside the bytes it signs.',
    ORIGINAL,
  ),
  'signature.outside-revision': row(
    'broken',
    'FORMAT_FAILURE',
    'The signed revision, read alone, does not hold this signature.',
    ORIGINAL,
  ),
  'signature.shared': row('broken', 'FORMAT_FAILURE', 'Two fields share one signature.', ORIGINAL),
  'signature.not-in-field': row(
    'broken',
    'FORMAT_FAILURE',
    'A signature is not held by a signature field of the form.',
    ORIGINAL,
  ),
  'signature.removed': row(
    'changed',
    null,
    'A signature that an earlier revision held was removed from its field.',
    ORIGINAL,
  ),
  'signature.dictionary': row(
    'broken',
    'FORMAT_FAILURE',
    'The signature dictionary is not well-formed.',
    ORIGINAL,
  ),
  'subfilter.unsupported': row(
    'policy',
    'FORMAT_FAILURE',
    'The signature is of a kind that is not supported.',
    'Ask for a signature with /SubFilter ETSI.CAdES.detached.',
  ),
  'time-stamp.type': row(
    'note',
    null,
    'A document time-stamp is not typed as /DocTimeStamp.',
    'Nothing to do.',
  ),
  'time-stamp.malformed': row(
    'broken',
    'FORMAT_FAILURE',
    'The value of a document time-stamp is no time-stamp token.',
    ORIGINAL,
  ),
  'time-stamp.imprint-mismatch': row(
    'broken',
    'HASH_FAILURE',
    'The time-stamped bytes were changed: their digest is not the one that was time-stamped.',
    ORIGINAL,
  ),
  'time-stamp.not-validated': row(
    'indeterminate',
    'NO_CERTIFICATE_CHAIN_FOUND',
    'The authority behind a document time-stamp was not checked.',
    'Nothing to do: the time that it shows is not used.',
  ),
  'change.after-signing': row('changed', null, 'The document was changed after it was signed.', ORIGINAL),
  'change.not-permitted': row(
    'changed',
    null,
    'The document was changed in a way that its certification forbids.',
    ORIGINAL,
  ),
  'change.further-signature': row(
    'indeterminate',
    null,
    'A further signature was added after this one.',
    'Allow further signatures in the policy if they are expected.',
  ),
  'change.archival': row(
    'note',
    null,
    'Validation data or a document time-stamp was added after signing.',
    'Nothing to do.',
  ),
  'change.analysis-failed': row(
    'indeterminate',
    null,
    'What changed after signing could not be analysed.',
    ORIGINAL,
  ),
  'seller.mismatch': row(
    'untrusted',
    'SIG_CONSTRAINTS_FAILURE',
    'The document was sealed by another taxpayer than the seller it names.',
    'Do not book it. Ask the seller it names.',
  ),
  'seller.unknown': row(
    'indeterminate',
    'SIG_CONSTRAINTS_FAILURE',
    'The document names no seller that a program can read.',
    'Say which seller you expect, or that you do not mind.',
  ),
  'seller.unbound': row(
    'indeterminate',
    'SIG_CONSTRAINTS_FAILURE',
    'The certificate of the signer holds no tax id.',
    'Say that you do not mind, or ask for a seal with a certificate of the tax authority.',
  ),
  'seller.ambiguous': row(
    'untrusted',
    'SIG_CONSTRAINTS_FAILURE',
    'The certificate of the signer holds more than one tax id.',
    'Ask the authority for a certificate with one tax id.',
  ),
} as const
