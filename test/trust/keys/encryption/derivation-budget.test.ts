import { describe, expect, it } from '@jest/globals'
import type { DigestAlgorithm } from '../../../../src/crypto/digest-algorithm.js'
import {
  derContext,
  derInteger,
  derNull,
  derOctetString,
  derOid,
  derSequence,
} from '../../../../src/formats/der/writer.js'
import { DerivationBudget, passesOf } from '../../../../src/trust/keys/encryption/derivation-budget.js'
import { passesOfMac } from '../../../../src/trust/keys/pkcs12/mac.js'
import { loadIdentity } from '../../../../src/trust/keys/load-identity.js'
import { cpuTime } from '../../../cpu-time.js'

const SALT = new Uint8Array(8)

describe('the budget of key derivations', () => {
  it('lets a million iterations pass and refuses one more as identity.limit', () => {
    expect(() => {
      new DerivationBudget().charge({ iterations: 1_000_000, salt: SALT }, 1)
    }).not.toThrow()
    expect(() => {
      new DerivationBudget().charge({ iterations: 1_000_001, salt: SALT }, 1)
    }).toThrow('more than 1000000 iterations')
  })

  it('lets two million iterations in all pass and refuses one more', () => {
    const budget = new DerivationBudget()
    budget.charge({ iterations: 1_000_000, salt: SALT }, 1)
    budget.charge({ iterations: 1_000_000, salt: SALT }, 1)
    expect(() => {
      budget.charge({ iterations: 1, salt: SALT }, 1)
    }).toThrow('more than 2000000 iterations in all')
  })

  it('counts iterations as often as they are run, those of SHA-3 four times', () => {
    expect(
      [
        ['SHA-256', 32],
        ['SHA-256', 33],
        ['SHA-1', 32],
        ['SHA-512', 32],
        ['SHA3-384', 128],
        ['SHAKE256-512', 64],
      ].map(([digest, length]) => passesOf(digest as DigestAlgorithm, Number(length))),
    ).toEqual([1, 2, 2, 1, 12, 4])
    expect(() => {
      new DerivationBudget().charge({ iterations: 666_667, salt: SALT }, 3)
    }).toThrow('more than 2000000 iterations in all')
  })

  it('counts the rounds of a MAC that the platform makes one by one twice', () => {
    const derivation = { iterations: 1, salt: SALT }
    const passes = (['SHA-1', 'SHA-256', 'SHA-512', 'SHA3-256'] as const).map((digest) =>
      passesOfMac({ kind: 'pkcs12', digest, derivation, value: SALT }),
    )
    expect(passes).toEqual([1, 1, 2, 4])
  })

  it('refuses a salt of more than a kibibyte', () => {
    expect(() => {
      new DerivationBudget().charge({ iterations: 1, salt: new Uint8Array(1024) }, 1)
    }).not.toThrow()
    expect(() => {
      new DerivationBudget().charge({ iterations: 1, salt: new Uint8Array(1025) }, 1)
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
    const started = cpuTime()
    await expect(loadIdentity(file(2 ** 31), { passphrase: 'x' })).rejects.toMatchObject({
      code: 'identity.limit',
    })
    expect(cpuTime() - started).toBeLessThan(500)
    await expect(loadIdentity(file(2), { passphrase: 'x' })).rejects.toMatchObject({
      code: 'identity.wrong-passphrase',
    })
  })
})
