import { describe, expect, it } from '@jest/globals'
import { keyFindings } from '../../src/crypto/algorithms.js'
import { generatePrivateKey } from '../../src/crypto/private-key.js'
import { readPublicKey, type PublicKey } from '../../src/crypto/public-key.js'
import { rsaKeyInfo } from '../../src/crypto/spki.js'
import { modulusWeaknessOf } from '../../src/crypto/weak-modulus.js'
import { derInteger, derSequence, derUnsignedInteger } from '../../src/formats/der/writer.js'

const TOP = 1n << 2047n

function keyOf(modulus: bigint): PublicKey {
  const hex = modulus.toString(16)
  const magnitude = Uint8Array.from(Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex'))
  return readPublicKey(rsaKeyInfo(derSequence(derUnsignedInteger(magnitude), derInteger(65_537))))
}

/** A number of 2048 bits whose remainder by the product of the primes up to 167 is a power of 65 537. */
function fingerprinted(): bigint {
  let product = 1n
  for (let prime = 2n; prime <= 167n; prime++) if (isPrime(prime)) product *= prime
  const power = modPow(65_537n, 1234n, product)
  const number = (TOP / product) * product + product + power
  return number % 2n === 1n ? number : number + product
}

function isPrime(value: bigint): boolean {
  for (let divisor = 2n; divisor * divisor <= value; divisor++) if (value % divisor === 0n) return false
  return true
}

function modPow(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n
  for (let count = 0n; count < exponent; count++) result = (result * base) % modulus
  return result
}

describe('a modulus', () => {
  it('of an honest generator has no weakness', async () => {
    const { publicKey } = await generatePrivateKey({ kind: 'rsa', bits: 2048 })
    expect(modulusWeaknessOf(publicKey)).toBeUndefined()
    expect(keyFindings(publicKey)).toEqual([])
  })

  it('that a small prime divides is found, and is key.weak', () => {
    const multiple = ((TOP + 167n * 2n) / 167n) * 167n
    const key = keyOf(multiple % 2n === 1n ? multiple : multiple + 167n)
    expect(modulusWeaknessOf(key)).toBe('small-factor')
    expect(keyFindings(key).map(({ code }) => code)).toEqual(['key.weak'])
  })

  it('with the fingerprint of CVE-2017-15361 is found', () => {
    expect(modulusWeaknessOf(keyOf(fingerprinted()))).toBe('roca')
  })

  it('of a key on a curve is none', async () => {
    const { publicKey } = await generatePrivateKey({ kind: 'ec', curve: 'P-256' })
    expect(modulusWeaknessOf(publicKey)).toBeUndefined()
  })
})

it('a modulus of any length is looked at in full', () => {
  // 2049 to 2055 bits: no whole number of words.
  for (let bits = 2049n; bits < 2056n; bits++) {
    const multiple = (((1n << (bits - 1n)) + 163n * 2n) / 163n) * 163n
    expect(modulusWeaknessOf(keyOf(multiple % 2n === 1n ? multiple : multiple + 163n))).toBe('small-factor')
  }
})
