import { FiscalSealError } from '../../base/errors.js'
import type { Fetcher } from '../../base/fetcher.js'
import { checkOptionNames, type OptionNames } from '../../base/known-options.js'
import { momentOf } from '../../base/moment.js'
import type { OperationCounter } from '../../crypto/signature.js'
import { DEFAULT_LIMITS, type PdfLimits } from '../../formats/pdf/limits.js'
import type { TrustStore } from '../../trust/store/trust-store.js'
import { readStaleGrace } from '../../trust/path/path-options.js'
import { checkExpectedSeller } from './seller.js'
import type { ExpectedSeller, VerifyOptions } from './types.js'

/** The options of the caller, checked and with their defaults. */
export interface Policy {
  readonly trust: TrustStore
  readonly seller: ExpectedSeller
  /** Absent: the moment of each verification. */
  readonly at: number | undefined
  readonly revocation: VerifyOptions['revocation']
  /** Of the caller, DER, as he gave them. */
  readonly crls: readonly Uint8Array[]
  readonly ocsp: readonly Uint8Array[]
  readonly fetcher: Fetcher | undefined
  readonly allowFurtherSignatures: boolean
  readonly allowTest: boolean
  /** Milliseconds. */
  readonly staleGrace: number
  readonly limits: Partial<PdfLimits> | undefined
  readonly counter: OperationCounter | undefined
}

const KNOWN: OptionNames<VerifyOptions> = {
  trust: true,
  seller: true,
  at: true,
  revocation: true,
  crls: true,
  ocsp: true,
  fetcher: true,
  allow: true,
  allowTest: true,
  staleGraceDays: true,
  limits: true,
  counter: true,
}

/** Returns the options checked, in the one place where they are. Throws `FiscalSealError('trust.missing' | 'trust.invalid' | 'argument.invalid')`. */
export function readPolicy(options: VerifyOptions): Policy {
  const trust = readTrust(options)
  checkOptionNames(options, KNOWN, { of: 'verify' })
  const {
    seller = 'from-document',
    at,
    revocation,
    crls = [],
    ocsp = [],
    fetcher,
    allow = {},
    allowTest = false,
    limits,
    counter,
  } = options
  checkExpectedSeller(seller)
  checkOptionNames(allow, { furtherSignatures: true }, { of: 'allow' })
  if (revocation !== undefined && !['require', 'prefer', 'none'].includes(revocation)) {
    throw new FiscalSealError('argument.invalid', "revocation is 'require', 'prefer' or 'none'.")
  }
  if (![crls, ocsp].every(Array.isArray))
    throw new FiscalSealError('argument.invalid', 'crls and ocsp are lists of DER.')
  if (fetcher !== undefined && typeof fetcher !== 'function')
    throw new FiscalSealError('argument.invalid', 'fetcher is a function; make one with createFetcher(...).')
  return {
    trust,
    seller,
    at: at === undefined ? undefined : momentOf(at, 'at'),
    revocation,
    crls,
    ocsp,
    fetcher,
    allowFurtherSignatures: allow.furtherSignatures ?? false,
    allowTest,
    staleGrace: readStaleGrace(options),
    limits: readLimits(limits),
    counter,
  }
}

function readLimits(limits: Partial<PdfLimits> | undefined): Partial<PdfLimits> | undefined {
  if (limits === undefined) return undefined
  checkOptionNames(limits, DEFAULT_LIMITS, { of: 'limits' })
  for (const [name, limit] of Object.entries(limits))
    if (typeof limit !== 'number' || !(limit >= 0))
      throw new FiscalSealError('argument.invalid', `limits.${name} is no count.`)
  return limits
}

/** There are no built-in roots: who accepts nobody cannot trust anything. */
function readTrust(options: Partial<VerifyOptions> | undefined): TrustStore {
  const trust: unknown = options?.trust
  if (trust === undefined || trust === null) {
    throw new FiscalSealError(
      'trust.missing',
      'Say whom you accept: { trust: TrustStore.from(...) }. There are no built-in roots.',
    )
  }
  // Not by its class: a store of the other build of this package is one too. The JSON of a store has anchors, but none of its methods.
  if (typeof trust !== 'object' || !('kept' in trust) || typeof trust.kept !== 'function') {
    throw new FiscalSealError('trust.invalid', 'trust is a TrustStore; make one with TrustStore.from(...).')
  }
  return trust as TrustStore
}
