import { FiscalSealError } from '../../../base/errors.js'
import { DIGEST_LENGTHS, type DigestAlgorithm } from '../../../crypto/digest-algorithm.js'

/** Largest key file that is opened, in bytes. */
export const MAX_KEY_FILE_LENGTH = 1024 * 1024

/** Most iterations of one key derivation, as in golang/crypto after its issue 343. */
export const MAX_ITERATIONS = 1_000_000

/** Most iterations of all key derivations of one file, each counted as often as it is run. */
export const MAX_TOTAL_ITERATIONS = 2_000_000

/** Longest salt in bytes. */
export const MAX_SALT_LENGTH = 1024

/** What the key derivations of one file may cost. It is charged before each of them: a file cannot make the reader work first. */
export class DerivationBudget {
  #spent = 0

  /**
   * Charges a derivation whose iterations are run `passes` times. Throws `FiscalSealError('identity.limit')` when it exceeds a limit, by itself
   * or with those before it.
   */
  charge(derivation: { readonly iterations: number; readonly salt: Uint8Array }, passes: number): void {
    const { iterations, salt } = derivation
    if (salt.length > MAX_SALT_LENGTH) throw exceeded(`a salt of more than ${MAX_SALT_LENGTH} bytes`)
    if (iterations > MAX_ITERATIONS) throw exceeded(`more than ${MAX_ITERATIONS} iterations`)
    this.#spent += iterations * passes
    if (this.#spent > MAX_TOTAL_ITERATIONS)
      throw exceeded(`more than ${MAX_TOTAL_ITERATIONS} iterations in all`)
  }
}

/** A round of the sponges costs as much as so many of SHA-256 where both are made by the platform. */
const SPONGE_WEIGHT = 4

/** Returns how often the iterations are run to derive so many bytes, each output of the digest anew, counted in passes of SHA-256. */
export function passesOf(digest: DigestAlgorithm, length: number): number {
  return Math.ceil(length / DIGEST_LENGTHS[digest]) * weightOf(digest)
}

function weightOf(digest: DigestAlgorithm): number {
  switch (digest) {
    case 'SHA3-224':
    case 'SHA3-256':
    case 'SHA3-384':
    case 'SHA3-512':
    case 'SHAKE256-512':
      return SPONGE_WEIGHT
    default:
      return 1
  }
}

/** Returns the error for a key file that asks for too much. */
export function exceeded(what: string): FiscalSealError {
  return new FiscalSealError('identity.limit', `The key file asks for ${what} and is not opened.`)
}
