import { row } from './effect.js'

const RESEAL = 'Ask the issuer to seal the document again with current software.'

/** Findings on DER structures (X.690) inside certificates, signatures and revocation data. */
export const DER_FINDINGS = {
  'der.truncated': row('broken', 'FORMAT_FAILURE', 'An ASN.1 structure ends too early.', RESEAL),
  'der.trailing-data': row('broken', 'FORMAT_FAILURE', 'Bytes follow the end of an ASN.1 structure.', RESEAL),
  'der.not-canonical': row(
    'broken',
    'FORMAT_FAILURE',
    'An ASN.1 structure is not in its one canonical form.',
    RESEAL,
  ),
  'der.unexpected': row(
    'broken',
    'FORMAT_FAILURE',
    'An ASN.1 structure holds something else than the standard says.',
    RESEAL,
  ),
  'der.limit': row('broken', 'FORMAT_FAILURE', 'An ASN.1 structure exceeds a limit of the reader.', RESEAL),
} as const
