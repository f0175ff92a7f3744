import { describe, expect, it } from '@jest/globals'
import { fromLatin1 } from '../../../src/base/bytes.js'
import { Malformed } from '../../../src/base/errors.js'
import { isPem, parsePem, toPem } from '../../../src/formats/x509/pem.js'
import { cpuTime } from '../../cpu-time.js'

const der = new Uint8Array(100).map((_, index) => index)
const pem = toPem('CERTIFICATE', der)

describe('PEM', () => {
  it('has lines of 64 characters and comes back as it was', () => {
    expect(
      pem
        .split('\n')
        .slice(0, 3)
        .map(({ length }) => length),
    ).toEqual([27, 64, 64])
    expect(parsePem(pem)).toEqual([{ label: 'CERTIFICATE', der }])
  })

  it.each([
    ['carriage returns', pem.replaceAll('\n', '\r\n')],
    ['a mark of byte order', `\u{feff}${pem}`],
    ['explanations around it', `subject=CN = Soko\n-----\n${pem}\nissuer=CN = Soko\n`],
    ['blanks at the ends of lines', pem.replaceAll('\n', '  \n')],
    ['no line feed at its end', pem.trimEnd()],
  ])('with %s is read', (_, text) => {
    expect(parsePem(text)).toEqual([{ label: 'CERTIFICATE', der }])
  })

  it('holds any number of blocks, in order', () => {
    const blocks = parsePem(`${pem}${toPem('X509 CRL', Uint8Array.of(1))}${pem}`)
    expect(blocks.map(({ label }) => label)).toEqual(['CERTIFICATE', 'X509 CRL', 'CERTIFICATE'])
  })

  it.each([
    ['without an end', pem.slice(0, 120)],
    ['with another label at its end', pem.replace('END CERTIFICATE', 'END X509 CRL')],
    ['with headers', pem.replace('-----\n', '-----\nProc-Type: 4,ENCRYPTED\n\n')],
    ['with a character that is not base64', pem.replace('AAEC', 'AA*C')],
    ['with a zero byte', pem.replace('AAEC', 'AA\0C')],
    ['with base64 that stops early', pem.replace('=\n-----END', '\n-----END')],
    ['with nothing in it', '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n'],
    ['without a label', pem.replaceAll(' CERTIFICATE', ' ')],
  ])('%s is refused', (_, text) => {
    expect(() => parsePem(text)).toThrow(Malformed)
  })

  it('is found in bytes by a boundary at the beginning of a line', () => {
    expect(isPem(fromLatin1(pem))).toBe(true)
    expect(isPem(fromLatin1(`text -----BEGIN CERTIFICATE-----`))).toBe(false)
    expect(isPem(der)).toBe(false)
  })

  it('of many boundaries without an end is refused at once', () => {
    const started = cpuTime()
    expect(() => parsePem('-----BEGIN A-----\n'.repeat(200_000))).toThrow(Malformed)
    expect(cpuTime() - started).toBeLessThan(1000)
  })
})
