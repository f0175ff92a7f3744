import { describe, expect, it } from '@jest/globals'
import { FiscalSealError } from '../../../src/base/errors.js'
import { createAuthority } from '../../../src/issuing.js'
import { parseCertificate, parseCrl, parseOcspResponse } from '../../../src/trust.js'

const encoder = new TextEncoder()

describe('a structure that a caller parses', () => {
  it('is read from its DER', async () => {
    const { certificate, crl } = await createAuthority({ name: 'Revenue Authority', country: 'KE' })
    expect(parseCertificate(certificate.der).serialNumber).toEqual(certificate.serialNumber)
    expect(parseCrl(crl).issuer.der.length).toBeGreaterThan(0)
  })

  const mistakes = [
    ['nothing', undefined],
    ['null', null],
    ['a promise', Promise.resolve(new Uint8Array(5))],
    ['text', '-----BEGIN CERTIFICATE-----'],
    ['numbers', [0x30, 0]],
    ['no bytes', new Uint8Array()],
    ['PEM', encoder.encode('-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n')],
    ['another structure', Uint8Array.of(0x30, 0)],
  ] as const

  it.each(mistakes)('is refused by name when given %s', (_, given) => {
    for (const parse of [parseCertificate, parseCrl, parseOcspResponse]) {
      const call = () => parse(given as never)
      expect(call).toThrow(FiscalSealError)
      expect(call).toThrow(expect.objectContaining({ code: 'argument.invalid' }))
    }
  })
})
