import { Malformed } from '../../../src/base/errors.js'

/** Returns the code of the `Malformed` that `act` throws, or `accepted`. Anything else that is thrown goes on. */
export function codeOf(act: () => unknown): string {
  try {
    act()
    return 'accepted'
  } catch (error) {
    if (error instanceof Malformed) return error.code
    throw error
  }
}
