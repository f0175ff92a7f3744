import { row } from './effect.js'

/** Findings on a signature in its document: dictionary, coverage, changes, seller. */
export const SEAL_FINDINGS = {
  'contents.missing': row('broken', 'FORMAT_FAILURE', 'The signature dictionary has no signature value.'),
  'contents.not-hex': row(
    'broken',
    'FORMAT_FAILURE',
    'The signature value is not a direct hexadecimal string without white space.',
  ),
  'byte-range.malformed': row(
    'broken',
    'FORMAT_FAILURE',
    'The byte range is not four direct, non-negative integers that start at 0.',
  ),
  'byte-range.gap': row(
    'broken',
    'FORMAT_FAILURE',
    'The byte range leaves out more or other bytes than the signature value.',
  ),
  'byte-range.beyond-end': row(
    'broken',
    'FORMAT_FAILURE',
    'The byte range reaches beyond the end of the file.',
  ),
  'byte-range.not-a-revision-end': row(
    'broken',
    'FORMAT_FAILURE',
    'The byte range does not end where a revision of the file ends.',
  ),
  'byte-range.overlap': row(
    'broken',
    'FORMAT_FAILURE',
    'Two signatures cover partly the same bytes without one containing the other.',
  ),
  'signature.indirect': row(
    'broken',
    'FORMAT_FAILURE',
    'The signature dictionary is not an uncompressed, indirectly referenced object inside the bytes it signs.',
  ),
  'signature.outside-revision': row(
    'broken',
    'FORMAT_FAILURE',
    'The signed revision, read alone, does not hold this signature.',
  ),
  'signature.shared': row('broken', 'FORMAT_FAILURE', 'Two fields share one signature.'),
  'signature.not-in-field': row(
    'broken',
    'FORMAT_FAILURE',
    'A signature is not held by a signature field of the form.',
  ),
  'signature.removed': row(
    'changed',
    null,
    'A signature that an earlier revision held was removed from its field.',
  ),
  'signature.dictionary': row('broken', 'FORMAT_FAILURE', 'The signature dictionary is not well-formed.'),
  'subfilter.unsupported': row(
    'policy',
    'FORMAT_FAILURE',
    'The signature is of a kind that is not supported.',
  ),
  'time-stamp.type': row('note', null, 'A document time-stamp is not typed as /DocTimeStamp.'),
  'time-stamp.malformed': row(
    'broken',
    'FORMAT_FAILURE',
    'The value of a document time-stamp is no time-stamp token.',
  ),
  'time-stamp.imprint-mismatch': row(
    'broken',
    'HASH_FAILURE',
    'The time-stamped bytes were changed: their digest is not the one that was time-stamped.',
  ),
  'time-stamp.not-validated': row(
    'indeterminate',
    'NO_CERTIFICATE_CHAIN_FOUND',
    'The authority behind a document time-stamp was not checked.',
  ),
  'change.after-signing': row('changed', null, 'The document was changed after it was signed.'),
  'change.not-permitted': row(
    'changed',
    null,
    'The document was changed in a way that its certification forbids.',
  ),
  'change.further-signature': row('indeterminate', null, 'A further signature was added after this one.'),
  'change.archival': row('note', null, 'Validation data or a document time-stamp was added after signing.'),
  'change.analysis-failed': row('indeterminate', null, 'What changed after signing could not be analysed.'),
  'seller.mismatch': row(
    'untrusted',
    'SIG_CONSTRAINTS_FAILURE',
    'The document was sealed by another taxpayer than the seller it names.',
  ),
  'seller.unknown': row(
    'indeterminate',
    'SIG_CONSTRAINTS_FAILURE',
    'The document names no seller that a program can read.',
  ),
  'seller.unbound': row(
    'indeterminate',
    'SIG_CONSTRAINTS_FAILURE',
    'The certificate of the signer holds no tax id.',
  ),
  'signer.is-person': row(
    'untrusted',
    'SIG_CONSTRAINTS_FAILURE',
    'The certificate names a person, and no company for whom that person seals.',
  ),
  'seller.ambiguous': row(
    'untrusted',
    'SIG_CONSTRAINTS_FAILURE',
    'The certificate of the signer holds more than one tax id.',
  ),
} as const
