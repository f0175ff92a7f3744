import { row } from './effect.js'

/** Findings on DER structures (X.690) inside certificates, signatures and revocation data. */
export const DER_FINDINGS = {
  'der.truncated': row('broken', 'FORMAT_FAILURE', 'An ASN.1 structure ends too early.'),
  'der.trailing-data': row('broken', 'FORMAT_FAILURE', 'Bytes follow the end of an ASN.1 structure.'),
  'der.not-canonical': row(
    'broken',
    'FORMAT_FAILURE',
    'An ASN.1 structure is not in its one canonical form.',
  ),
  'der.unexpected': row(
    'broken',
    'FORMAT_FAILURE',
    'An ASN.1 structure holds something else than the standard says.',
  ),
  'der.limit': row('broken', 'FORMAT_FAILURE', 'An ASN.1 structure exceeds a limit of the reader.'),
} as const
