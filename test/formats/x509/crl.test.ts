import { describe, expect, it } from '@jest/globals'
import { concatBytes } from '../../../src/base/bytes.js'
import { signatureSchemeOf } from '../../../src/crypto/algorithms.js'
import { generatePrivateKey, signBytes } from '../../../src/crypto/private-key.js'
import { checkSignature } from '../../../src/crypto/signature.js'
import {
  derBitString,
  derBoolean,
  derContext,
  derElement,
  derInteger,
  derOctetString,
  derOid,
  derSequence,
  derSet,
} from '../../../src/formats/der/writer.js'
import {
  crlNumberOf,
  entriesWith,
  findRevoked,
  parseCrl,
  revocationReasonOf,
} from '../../../src/formats/x509/crl.js'
import { formatName } from '../../../src/formats/x509/name.js'
import { EXTENSION } from '../../../src/formats/x509/oids.js'
import { cpuTime } from '../../cpu-time.js'
import { derTime, derUtf8 } from '../der/der-values.js'

const ECDSA_SHA256 = derSequence(derOid('1.2.840.10045.4.3.2'))
const DAY = 86_400_000
const START = Date.UTC(2026, 0, 1)
const scheme = { kind: 'ecdsa', digest: 'SHA-256' } as const
const key = await generatePrivateKey({ kind: 'ec', curve: 'P-256' })
const name = (text: string): Uint8Array => derSequence(derSet(derSequence(derOid('2.5.4.3'), derUtf8(text))))
const extension = (oid: string, critical: boolean, value: Uint8Array): Uint8Array =>
  derSequence(derOid(oid), ...(critical ? [derBoolean(true)] : []), derOctetString(value))
const reason = (number: number): Uint8Array =>
  extension(EXTENSION.reasonCode, false, derElement(0x0a, Uint8Array.of(number)))
const issuedBy = (text: string): Uint8Array =>
  extension(EXTENSION.certificateIssuer, true, derSequence(derContext(4, name(text))))
const entry = (serial: number, ...extensions: readonly Uint8Array[]): Uint8Array =>
  derSequence(
    derInteger(serial),
    derTime(START),
    ...(extensions.length > 0 ? [derSequence(...extensions)] : []),
  )

const NO_BYTES = new Uint8Array(0)

/** What a test changes. */
interface Parts {
  readonly version?: readonly Uint8Array[]
  readonly entries?: readonly Uint8Array[]
  readonly nextUpdate?: readonly Uint8Array[]
  readonly extensions?: readonly Uint8Array[]
}

async function crl(parts: Parts = {}): Promise<Uint8Array> {
  const entries = parts.entries ?? [entry(5), entry(7, reason(1)), entry(300)]
  const tbs = derSequence(
    ...(parts.version ?? [derInteger(1)]),
    ECDSA_SHA256,
    name('Revenue Authority'),
    derTime(START),
    ...(parts.nextUpdate ?? [derTime(START + 7 * DAY)]),
    ...(entries.length > 0 ? [derSequence(concatBytes(entries))] : []),
    ...(parts.extensions ?? [
      derContext(0, derSequence(extension(EXTENSION.crlNumber, false, derInteger(42)))),
    ]),
  )
  return derSequence(tbs, ECDSA_SHA256, derBitString(await signBytes(key, scheme, [tbs])))
}

const serial = (...octets: readonly number[]): Uint8Array => Uint8Array.from(octets)

describe('a revocation list', () => {
  it('is read field by field, and its signature holds over the signed part', async () => {
    const read = parseCrl(await crl())
    expect([read.version, read.thisUpdate, read.nextUpdate]).toEqual([2, START, START + 7 * DAY])
    expect(formatName(read.issuer)).toBe('CN=Revenue Authority')
    expect(crlNumberOf(read)).toEqual(Uint8Array.of(42))
    const check = {
      scheme: signatureSchemeOf(read.signatureAlgorithm),
      key: key.publicKey,
      message: [read.tbs],
    }
    expect(await checkSignature({ ...check, signature: read.signature })).toBe(true)
  })

  it('finds a number with its date and reason, and no other', async () => {
    const read = parseCrl(await crl())
    const found = findRevoked(read, serial(7))
    expect(found?.revocationDate).toBe(START)
    expect(found === undefined ? undefined : revocationReasonOf(found)).toBe('keyCompromise')
    expect(findRevoked(read, serial(1, 0x2c))?.serialNumber).toEqual(serial(1, 0x2c))
    expect(findRevoked(read, serial(8))).toBeUndefined()
    expect(findRevoked(read, serial(0, 7))).toBeUndefined()
  })

  it('says unspecified where an entry has no reason', async () => {
    const found = findRevoked(parseCrl(await crl()), serial(5))
    expect(found === undefined ? undefined : revocationReasonOf(found)).toBe('unspecified')
  })

  it('that is empty finds nothing', async () => {
    expect(findRevoked(parseCrl(await crl({ entries: [] })), serial(5))).toBeUndefined()
  })

  it('that is indirect keeps the issuer of an entry for those that follow', async () => {
    const entries = [entry(1), entry(1, issuedBy('A')), entry(2), entry(1, issuedBy('B'))]
    const read = parseCrl(await crl({ entries }))
    const issuers = (number: number): readonly string[] =>
      entriesWith(read, serial(number)).map(({ certificateIssuer: [issuer] }) =>
        issuer?.kind === 'directoryName' ? formatName(issuer.name) : '-',
      )
    expect(issuers(1)).toEqual(['-', 'CN=A', 'CN=B'])
    expect(issuers(2)).toEqual(['CN=A'])
  })

  it('may lack the time of the next one, which is left to be judged', async () => {
    expect(parseCrl(await crl({ nextUpdate: [] })).nextUpdate).toBeUndefined()
  })

  it.each<readonly [string, Parts, string]>([
    ['version 1 written out', { version: [derInteger(0)] }, 'certificate.malformed'],
    ['version 3', { version: [derInteger(2)] }, 'certificate.malformed'],
    ['extensions in version 1', { version: [] }, 'der.trailing-data'],
    [
      'an extension twice',
      { extensions: [derContext(0, derSequence(reason(1), reason(1)))] },
      'certificate.malformed',
    ],
    [
      'something after its extensions',
      { extensions: [derContext(0, derSequence(reason(1))), derInteger(1)] },
      'der.trailing-data',
    ],
  ])('with %s is refused', async (_, parts, code) => {
    const der = await crl(parts)
    expect(() => parseCrl(der)).toThrow(expect.objectContaining({ code }))
  })

  it.each<readonly [string, Uint8Array]>([
    ['without a date', derSequence(derInteger(9))],
    ['with a number that is none', derSequence(derUtf8('9'), derTime(START))],
    ['with a number of no octets', derSequence(derElement(2, NO_BYTES), derTime(START))],
    ['with a number that is padded', derSequence(derElement(2, Uint8Array.of(0, 10)), derTime(START))],
    [
      'with an extension whose identifier is padded',
      derSequence(
        derInteger(9),
        derTime(START),
        derSequence(
          derSequence(derElement(6, Uint8Array.of(0x55, 0x1d, 0x80, 0x15)), derOctetString(NO_BYTES)),
        ),
      ),
    ],
    [
      'with bytes after its extensions',
      concatBytes([derSequence(derInteger(9), derTime(START), derSequence(reason(1)), derInteger(1))]),
    ],
  ])('is refused for an entry %s, wherever the number is that is looked for', async (_, bad) => {
    for (const entries of [
      [bad, entry(5)],
      [entry(5), bad],
    ]) {
      const read = parseCrl(await crl({ entries }))
      expect(() => findRevoked(read, serial(5))).toThrow(expect.objectContaining({ name: 'Malformed' }))
    }
  })

  it('of a hundred thousand entries is searched within a second', async () => {
    const many = entry(4711)
    const entries = Array.from({ length: 100_000 }, () => many)
    const read = parseCrl(await crl({ entries }))
    const started = cpuTime()
    expect(findRevoked(read, serial(0x0f, 0xff, 0xff))).toBeUndefined()
    expect(cpuTime() - started).toBeLessThan(1000)
  })
})
