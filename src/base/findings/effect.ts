/**
 * What a finding does to a verdict (EN 319 102-1 §5.1.3; THREATS rows in brackets):
 * - `broken`: the bytes of the signature or its coverage do not hold → signature invalid, document altered [INV in the bytes]
 * - `changed`: something changed after signing → signature as it was, document altered [MOD]
 * - `failed`: trust is refuted: revoked, expired, not yet valid → signature invalid, document untrusted
 * - `untrusted`: trust cannot be established: path, usage, constraints, seller → signature indeterminate, document untrusted
 * - `policy`: holds, but by means that are not accepted → signature indeterminate, document untrusted
 * - `indeterminate`: evidence is missing → signature indeterminate, document indeterminate [IND]
 * - `unreadable`: refused by a parser or a limit → document unreadable [REJ]
 * - `note`: reported, lowers nothing [OKW]
 */
export type Effect =
  'broken' | 'changed' | 'failed' | 'untrusted' | 'policy' | 'indeterminate' | 'unreadable' | 'note'

/** Sub-indications of EN 319 102-1 §5.1.3 (table 6) that findings use. */
export type SubIndication =
  | 'FORMAT_FAILURE'
  | 'HASH_FAILURE'
  | 'SIG_CRYPTO_FAILURE'
  | 'REVOKED'
  | 'EXPIRED'
  | 'NOT_YET_VALID'
  | 'SIG_CONSTRAINTS_FAILURE'
  | 'CHAIN_CONSTRAINTS_FAILURE'
  | 'CERTIFICATE_CHAIN_GENERAL_FAILURE'
  | 'CRYPTO_CONSTRAINTS_FAILURE'
  | 'POLICY_PROCESSING_ERROR'
  | 'SIGNATURE_POLICY_NOT_AVAILABLE'
  | 'TIMESTAMP_ORDER_FAILURE'
  | 'NO_SIGNING_CERTIFICATE_FOUND'
  | 'NO_CERTIFICATE_CHAIN_FOUND'
  | 'REVOKED_NO_POE'
  | 'REVOKED_CA_NO_POE'
  | 'OUT_OF_BOUNDS_NO_POE'
  | 'OUT_OF_BOUNDS_NOT_REVOKED'
  | 'CRYPTO_CONSTRAINTS_FAILURE_NO_POE'
  | 'NO_POE'
  | 'TRY_LATER'
  | 'SIGNED_DATA_NOT_FOUND'
  | 'CUSTOM'

/** One row of the taxonomy: effect, sub-indication, and one sentence for a person. What to do about it is in `ADVICE`. */
export interface FindingRow {
  readonly effect: Effect
  readonly subIndication: SubIndication | null
  readonly message: string
}

/** Returns a row of the taxonomy. */
export function row<E extends Effect>(
  effect: E,
  subIndication: SubIndication | null,
  message: string,
): FindingRow & { readonly effect: E } {
  return { effect, subIndication, message }
}
