import { describe, expect, it } from '@jest/globals'
import {
  derContext,
  derInteger,
  derNull,
  derOctetString,
  derOid,
  derSequence,
} from '../../../../src/formats/der/writer.js'
import { DerivationBudget } from '../../../../src/trust/keys/encryption/derivation-budget.js'
import { loadIdentity } from '../../../../src/trust/keys/load-identity.js'

const SALT = new Uint8Array(8)

describe('the budget of key derivations', () => {
  it('lets a million iterations pass and refuses one more as identity.limit', () => {
    expect(() => {
      new DerivationBudget().charge({ iterations: 1_000_000, salt: SALT })
    }).not.toThrow()
    expect(() => {
      new DerivationBudget().charge({ iterations: 1_000_001, salt: SALT })
    }).toThrow('more than 1000000 iterations')
  })

  it('lets two million iterations in all pass and refuses one more', () => {
    const budget = new DerivationBudget()
    budget.charge({ iterations: 1_000_000, salt: SALT })
    budget.charge({ iterations: 1_000_000, salt: SALT })
    expect(() => {
      budget.charge({ iterations: 1, salt: SALT })
    }).toThrow('more than 2000000 iterations in all')
  })

  it('refuses a salt of more than a kibibyte', () => {
    expect(() => {
      new DerivationBudget().charge({ iterations: 1, salt: new Uint8Array(1024) })
    }).not.toThrow()
    expect(() => {
      new DerivationBudget().charge({ iterations: 1, salt: new Uint8Array(1025) })
    }).toThrow('a salt of more than 1024 bytes')
  })

  it('is asked before any key is derived: a small file with 2^31 iterations costs nothing', async () => {
    const data = derOid('1.2.840.113549.1.7.1')
    const authSafe = derSequence(data, derContext(0, derOctetString(derSequence())))
    const digestInfo = derSequence(
      derSequence(derOid('2.16.840.1.101.3.4.2.1'), derNull()),
      derOctetString(new Uint8Array(32)),
    )
    const mac = (iterations: number): Uint8Array =>
      derSequence(digestInfo, derOctetString(SALT), derInteger(iterations))
    const file = (iterations: number): Uint8Array => derSequence(derInteger(3), authSafe, mac(iterations))
    const started = performance.now()
    await expect(loadIdentity(file(2 ** 31), { passphrase: 'x' })).rejects.toMatchObject({
      code: 'identity.limit',
    })
    expect(performance.now() - started).toBeLessThan(100)
    await expect(loadIdentity(file(2), { passphrase: 'x' })).rejects.toMatchObject({
      code: 'identity.wrong-passphrase',
    })
  })
})
