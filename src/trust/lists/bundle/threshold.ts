import { FiscalSealError, Malformed } from '../../../base/errors.js'
import { checkSignature } from '../../../crypto/signature.js'
import type { BundleKey } from './bundle-key.js'
import { signedBytes, type Envelope } from './envelope.js'
import { refused } from './refusal.js'

/** Keys of which so many must sign. */
export interface KeyRole {
  readonly threshold: number
  readonly keys: ReadonlyMap<string, BundleKey>
}

/** How many keys of a role signed, each counted once, and whether the platform could not tell of one. */
export interface SignatureCount {
  readonly valid: number
  readonly unavailable: boolean
}

/** Returns how many keys of `role` signed the envelope. Signatures of other keys, and those that do not hold, count nothing. */
export async function countSignatures(envelope: Envelope, role: KeyRole): Promise<SignatureCount> {
  const message = [signedBytes(envelope)]
  const signers = new Set<string>()
  let unavailable = false
  for (const { keyId, signature } of envelope.signatures) {
    const signer = role.keys.get(keyId)
    if (signer === undefined) continue
    const { key, scheme } = signer
    const holds = await outcome(async () => checkSignature({ scheme, key, message, signature }))
    if (holds === 'unavailable') unavailable = true
    else if (holds) signers.add(keyId)
  }
  return { valid: signers.size, unavailable }
}

/** A key that the platform refuses has signed nothing; an algorithm that it lacks says nothing about the signature. */
async function outcome(check: () => Promise<boolean>): Promise<boolean | 'unavailable'> {
  try {
    return await check()
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    return error.code === 'algorithm.unavailable' ? 'unavailable' : false
  }
}

/**
 * Throws `FiscalSealError('bundle.threshold')` unless enough keys of `role` signed, and `FiscalSealError('platform.unsupported')` when that may
 * be because the runtime lacks an algorithm. `what` says for a person who should have signed what.
 */
export async function requireThreshold(envelope: Envelope, role: KeyRole, what: string): Promise<void> {
  const { valid, unavailable } = await countSignatures(envelope, role)
  if (valid >= role.threshold) return
  const counted = `${what}: ${valid} of ${role.threshold} signatures that are needed hold.`
  if (unavailable) {
    throw new FiscalSealError('platform.unsupported', `${counted} This runtime cannot check some of them.`)
  }
  throw refused('bundle.threshold', counted)
}
