import { describe, expect, it } from '@jest/globals'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { equalBytes } from '../../../src/base/bytes.js'
import { Malformed } from '../../../src/base/errors.js'
import { signatureSchemeOf } from '../../../src/crypto/algorithms.js'
import { generatePrivateKey, signBytes, type PrivateKey } from '../../../src/crypto/private-key.js'
import { readPublicKey } from '../../../src/crypto/public-key.js'
import { checkSignature } from '../../../src/crypto/signature.js'
import {
  derBitString,
  derBoolean,
  derContext,
  derInteger,
  derNull,
  derOctetString,
  derOid,
  derSequence,
  derSet,
} from '../../../src/formats/der/writer.js'
import { parseCertificate } from '../../../src/formats/x509/certificate.js'
import { basicConstraintsOf, keyUsageOf } from '../../../src/formats/x509/extensions.js'
import { formatName } from '../../../src/formats/x509/name.js'
import { derNamedBits, derPrintable, derTime, derUtf8 } from '../der/der-values.js'

const ECDSA_SHA256 = derSequence(derOid('1.2.840.10045.4.3.2'))
const AUTHORITY = 'Revenue, "Authority"'
const LONG_SERIAL = Uint8Array.of(2, 21, ...new Uint8Array(21).fill(1))
const NOT_BEFORE = Date.UTC(2026, 0, 1)
const NOT_AFTER = Date.UTC(2056, 0, 1)

/** One part of a certificate that a test replaces. */
interface Parts {
  readonly version?: readonly Uint8Array[]
  readonly serial?: Uint8Array
  readonly innerAlgorithm?: Uint8Array
  readonly extensions?: readonly Uint8Array[]
  readonly subject?: string
}

const name = (common: string): Uint8Array =>
  derSequence(
    derSet(derSequence(derOid('2.5.4.6'), derPrintable('KE'))),
    derSet(derSequence(derOid('2.5.4.3'), derUtf8(common))),
  )

const extension = (oid: string, critical: boolean, value: Uint8Array): Uint8Array =>
  derSequence(derOid(oid), ...(critical ? [derBoolean(true)] : []), derOctetString(value))

const basicConstraints = extension('2.5.29.19', true, derSequence(derBoolean(true), derInteger(2)))
const keyUsage = extension('2.5.29.15', true, derNamedBits([5, 6]))

async function certificate(key: PrivateKey, parts: Parts = {}): Promise<Uint8Array> {
  const extensions = parts.extensions ?? [basicConstraints, keyUsage]
  const tbs = derSequence(
    ...(parts.version ?? [derContext(0, derInteger(2))]),
    parts.serial ?? derInteger(4711),
    parts.innerAlgorithm ?? ECDSA_SHA256,
    name(AUTHORITY),
    derSequence(derTime(NOT_BEFORE), derTime(NOT_AFTER)),
    name(parts.subject ?? AUTHORITY),
    key.publicKey.spki,
    derContext(3, derSequence(...extensions)),
  )
  const signature = await signBytes(key, { kind: 'ecdsa', digest: 'SHA-256' }, [tbs])
  return derSequence(tbs, ECDSA_SHA256, derBitString(signature))
}

const key = await generatePrivateKey({ kind: 'ec', curve: 'P-256' })

describe('a certificate', () => {
  it('is read field by field, and its signature holds over the signed part', async () => {
    const read = parseCertificate(await certificate(key))
    expect(read.version).toBe(3)
    expect([...read.serialNumber]).toEqual([0x12, 0x67])
    expect(read.notBefore).toBe(NOT_BEFORE)
    expect(read.notAfter).toBe(NOT_AFTER)
    expect(formatName(read.subject)).toBe('CN=Revenue\\, \\"Authority\\",C=KE')
    expect(basicConstraintsOf(read)).toEqual({ ca: true, pathLength: 2 })
    expect([...(keyUsageOf(read) ?? [])]).toEqual(['keyCertSign', 'cRLSign'])
    expect(equalBytes(read.spki, key.publicKey.spki)).toBe(true)
    const scheme = signatureSchemeOf(read.signatureAlgorithm)
    const check = { scheme, key: readPublicKey(read.spki), message: [read.tbs], signature: read.signature }
    expect(await checkSignature(check)).toBe(true)
  })

  it.each<readonly [string, Parts, string]>([
    ['version 1 written out', { version: [derContext(0, derInteger(0))] }, 'der.not-canonical'],
    ['version 4', { version: [derContext(0, derInteger(3))] }, 'certificate.malformed'],
    ['extensions in version 1', { version: [] }, 'certificate.malformed'],
    ['the same extension twice', { extensions: [keyUsage, keyUsage] }, 'certificate.malformed'],
    ['no extension in the list', { extensions: [] }, 'certificate.malformed'],
    [
      'another algorithm inside',
      { innerAlgorithm: derSequence(derOid('1.2.840.10045.4.3.3')) },
      'certificate.malformed',
    ],
    ['a serial number of 21 octets', { serial: LONG_SERIAL, subject: 'Soko' }, 'certificate.malformed'],
  ])('with %s is refused', async (_, parts, code) => {
    const der = await certificate(key, parts)
    expect(() => parseCertificate(der)).toThrow(expect.objectContaining({ code }))
  })

  it.each<readonly [string, Parts]>([
    [
      'a serial number of 21 octets that issued itself, as roots of tax authorities have',
      { serial: LONG_SERIAL },
    ],
    [
      'NULL in one algorithm and nothing in the other',
      { innerAlgorithm: derSequence(derOid('1.2.840.10045.4.3.2'), derNull()) },
    ],
  ])('with %s is read', async (_, parts) => {
    expect(parseCertificate(await certificate(key, parts)).version).toBe(3)
  })

  it('is refused when a byte follows it or its last byte is missing', async () => {
    const der = await certificate(key)
    expect(() => parseCertificate(Uint8Array.of(...der, 0))).toThrow(Malformed)
    expect(() => parseCertificate(der.subarray(0, -1))).toThrow(Malformed)
  })

  it('of OpenSSL is read', () => {
    const folder = mkdtempSync(join(tmpdir(), 'certificate-'))
    try {
      const out = join(folder, 'c.der')
      const options = [
        '-subj',
        '/C=KE/O=Soko Ltd/CN=Soko',
        '-outform',
        'DER',
        '-out',
        out,
        '-keyout',
        join(folder, 'k'),
      ]
      execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...options], {
        stdio: 'ignore',
      })
      expect(formatName(parseCertificate(readFileSync(out)).subject)).toBe('CN=Soko,O=Soko Ltd,C=KE')
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
