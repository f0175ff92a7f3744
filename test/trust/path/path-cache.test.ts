import { createHash } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { parseCertificate, type Certificate } from '../../../src/formats/x509/certificate.js'
import { PathCache } from '../../../src/trust/path/path-cache.js'
import { makeSigner } from '../made-certificate.js'

const { certificate: template } = await makeSigner(undefined)

/** All that tells one from another here is the signature, which nobody checks. */
function signer(index: number): Certificate {
  const der = template.der.slice()
  der.set(createHash('sha256').update(String(index)).digest(), der.length - 32)
  return parseCertificate(der)
}

describe('what a path cache keeps of signers', () => {
  it('is nothing of one that came once', () => {
    const cache = new PathCache()
    const first = signer(1)
    expect(cache.knownSigner(first)).toBe(first)
    expect(cache.knownSigner(signer(1))).not.toBe(first)
  })

  it('is the certificate of each that comes again, also of many that take turns', () => {
    const cache = new PathCache()
    const round = () => Array.from({ length: 500 }, (_, index) => cache.knownSigner(signer(index)))
    round()
    const second = round()
    const third = round()
    const lost = third.filter((certificate, index) => certificate !== second[index])
    // Two in the same place would both be lost for ever; five in one neighbourhood are rare.
    expect(lost.length).toBeLessThan(5)
  })

  it('is nothing of those that return after more others than it has room for: they would only drive each other out', () => {
    const cache = new PathCache({ capacity: 100 })
    const round = () => Array.from({ length: 150 }, (_, index) => cache.knownSigner(signer(index)))
    const rounds = [round(), round(), round()]
    expect(new Set(rounds.flat()).size).toBe(450)
  })

  it('is told by every byte, not by the place where it is looked for', () => {
    const cache = new PathCache()
    const known = signer(2)
    cache.knownSigner(known)
    cache.knownSigner(known)
    const forged = parseCertificate(known.der.slice())
    forged.serialNumber[1] = (forged.serialNumber[1] ?? 0) ^ 1
    expect(cache.knownSigner(forged).serialNumber).toEqual(forged.serialNumber)
    expect(cache.knownSigner(signer(2)).serialNumber).toEqual(known.serialNumber)
  })
})
