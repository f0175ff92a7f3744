/** What a reader of DER may spend; used up, it throws `Malformed('der.limit')`. */
export interface DerLimits {
  /** How deep elements may be nested. */
  readonly depth: number
  /** How many elements may be visited. */
  readonly nodes: number
  /** Greatest length of one element, in bytes. */
  readonly element: number
}

const MEBIBYTE = 1024 * 1024

/** For certificates, keys and signature values. */
export const DER_LIMITS: DerLimits = { depth: 32, nodes: 20_000, element: 16 * MEBIBYTE }

/** For CMS, which nests certificates and time-stamps. */
export const CMS_LIMITS: DerLimits = { depth: 48, nodes: 50_000, element: 16 * MEBIBYTE }

/** For revocation lists: the lists of large authorities have millions of entries, so only their size is bounded. */
export const CRL_LIMITS: DerLimits = { depth: 32, nodes: Number.MAX_SAFE_INTEGER, element: 64 * MEBIBYTE }

/** Greatest number of content bytes of an INTEGER: a number of 16 384 bits and its sign. */
export const MAX_INTEGER_LENGTH = 2049

/** Greatest number of content bytes of an OBJECT IDENTIFIER. */
export const MAX_OID_LENGTH = 64
