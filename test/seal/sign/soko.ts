import { expect } from '@jest/globals'
import { FiscalSealError } from '../../../src/base/errors.js'
import type { ErrorCode } from '../../../src/base/error-codes.js'
import { createAuthority } from '../../../src/trust/issuing/authority.js'
import type { IssueOptions } from '../../../src/trust/issuing/authority-options.js'
import type { Identity } from '../../../src/trust/keys/identity.js'

const authority = await createAuthority({ name: 'Revenue Authority', country: 'KE' })

/** What a verifier accepts. */
export const trust = authority.trust

/** Returns an identity of a shop under the authority of the tests. */
export function issue(options: Partial<IssueOptions> = {}): Promise<Identity> {
  return authority.issue({ legalName: 'Soko Ltd', taxId: 'P051234567X', ...options })
}

/** The shop that seals in most tests. */
export const soko = await issue()

/** Expects a rejection with a `FiscalSealError` of this code, whose text names no internals. */
export async function expectRefusal(sealing: Promise<unknown>, code: ErrorCode): Promise<FiscalSealError> {
  const error = await sealing.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(FiscalSealError)
  expect(error).toMatchObject({ code })
  return error as FiscalSealError
}
