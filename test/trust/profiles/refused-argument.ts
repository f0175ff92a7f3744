import { expect } from '@jest/globals'
import { FiscalSealError } from '../../../src/base/errors.js'

/** Expects a call to be refused as a mistake of the caller. */
export function expectInvalid(call: () => unknown): void {
  try {
    call()
  } catch (error) {
    expect(error).toBeInstanceOf(FiscalSealError)
    expect(error).toMatchObject({ code: 'argument.invalid' })
    return
  }
  throw new Error('was not refused')
}
