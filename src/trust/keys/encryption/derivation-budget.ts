import { FiscalSealError } from '../../../base/errors.js'

/** Largest key file that is opened, in bytes. */
export const MAX_KEY_FILE_LENGTH = 1024 * 1024

/** Most iterations of one key derivation, as in golang/crypto after its issue 343. */
export const MAX_ITERATIONS = 1_000_000

/** Most iterations of all key derivations of one file. */
export const MAX_TOTAL_ITERATIONS = 2_000_000

/** Longest salt in bytes. */
export const MAX_SALT_LENGTH = 1024

/** What the key derivations of one file may cost. It is charged before each of them: a file cannot make the reader work first. */
export class DerivationBudget {
  #spent = 0

  /** Throws `FiscalSealError('identity.limit')` when a derivation exceeds a limit, by itself or with those before it. */
  charge(derivation: { readonly iterations: number; readonly salt: Uint8Array }): void {
    const { iterations, salt } = derivation
    if (salt.length > MAX_SALT_LENGTH) throw exceeded(`a salt of more than ${MAX_SALT_LENGTH} bytes`)
    if (iterations > MAX_ITERATIONS) throw exceeded(`more than ${MAX_ITERATIONS} iterations`)
    this.#spent += iterations
    if (this.#spent > MAX_TOTAL_ITERATIONS)
      throw exceeded(`more than ${MAX_TOTAL_ITERATIONS} iterations in all`)
  }
}

/** Returns the error for a key file that asks for too much. */
export function exceeded(what: string): FiscalSealError {
  return new FiscalSealError('identity.limit', `The key file asks for ${what} and is not opened.`)
}
