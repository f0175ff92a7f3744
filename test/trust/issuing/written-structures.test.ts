import { beforeAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { toHex } from '../../../src/base/bytes.js'
import { DIGEST_OIDS } from '../../../src/crypto/digest-algorithm.js'
import { generatePrivateKey, type PrivateKey } from '../../../src/crypto/private-key.js'
import { parseTimeStampInfo } from '../../../src/formats/cms/time-stamp-info.js'
import {
  parseTimeStampResponse,
  TIME_STAMP_FAILURE_BITS,
  type TimeStampFailure,
} from '../../../src/formats/cms/time-stamp-response.js'
import { isDer } from '../../../src/formats/der/canonical.js'
import { derOctetString, derOid, derSequence } from '../../../src/formats/der/writer.js'
import { parseCertificate } from '../../../src/formats/x509/certificate.js'
import { parseCertificationRequest } from '../../../src/formats/x509/certification-request.js'
import {
  crlNumberOf,
  findRevoked,
  invalidityDateOf,
  parseCrl,
  revocationReasonOf,
} from '../../../src/formats/x509/crl.js'
import { crlDistributionPointsOf } from '../../../src/formats/x509/distribution-point.js'
import { basicConstraintsOf, keyUsageOf } from '../../../src/formats/x509/extensions.js'
import { createRequest } from '../../../src/trust/issuing/certification-request.js'
import { REVOCATION_REASONS } from '../../../src/trust/issuing/revocation.js'
import {
  writeTimeStampInfo,
  writeTimeStampRejection,
} from '../../../src/trust/issuing/time-stamps/time-stamp-writer.js'
import type { Profile } from '../../../src/trust/issuing/writing/certificate-plan.js'
import { writeCertificate, type Issuer } from '../../../src/trust/issuing/writing/certificate-writer.js'
import { writeCrl } from '../../../src/trust/issuing/writing/crl-writer.js'
import { isSerialNumber, serialNumberBytes } from '../../../src/trust/issuing/writing/serial-number.js'
import { keySigner } from '../../../src/trust/issuing/writing/structure-signer.js'
import { buildName } from '../../../src/trust/issuing/writing/subject-name.js'

let key: PrivateKey
let issuer: Issuer

beforeAll(async () => {
  key = await generatePrivateKey({ kind: 'ec', curve: 'P-256' })
  const subject = await buildName({ country: 'KE', organization: 'Revenue Authority', commonName: 'CA' })
  const dates = { notBefore: 0, notAfter: Date.UTC(2060, 0, 1) }
  const plan = { subject, publicKey: key.publicKey, profile: 'authority', ...dates } as const
  issuer = { key, certificate: await writeCertificate(plan, { key, certificate: undefined }) }
})

/** Whole seconds from 1950 to 2100: both forms of time. */
const moment = fc.integer({ min: -631_152_000, max: 4_102_444_800 }).map((seconds) => seconds * 1000)
const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 })
const RUNS = { numRuns: 60 }

describe('what is written is read again as it was meant, and is DER', () => {
  it('a certificate', async () => {
    const plan = fc.record({
      profile: fc.constantFrom<Profile>('authority', 'seal', 'ocsp', 'time-stamp'),
      commonName: name,
      dates: fc.tuple(moment, moment),
      pathLength: fc.option(fc.nat(6), { nil: undefined }),
      crlUrl: fc.option(fc.webUrl(), { nil: undefined }),
    })
    await fc.assert(
      fc.asyncProperty(plan, async ({ profile, commonName, dates, pathLength, crlUrl }) => {
        const subject = await buildName({ country: 'KE', organization: commonName, commonName })
        const [notBefore, notAfter] = dates
        const facts = { subject, notBefore, notAfter, profile, pathLength, crlUrl }
        const written = await writeCertificate({ ...facts, publicKey: key.publicKey }, issuer)
        const read = parseCertificate(written.der)
        expect(isDer(written.der)).toBe(true)
        expect(read).toMatchObject({ notBefore, notAfter, version: 3 })
        expect(toHex(read.subject.der)).toBe(toHex(subject))
        expect(toHex(read.issuer.der)).toBe(toHex(issuer.certificate.subject.der))
        const isAuthority = profile === 'authority'
        expect(basicConstraintsOf(read)).toEqual({
          ca: isAuthority,
          pathLength: isAuthority ? pathLength : undefined,
        })
        expect(keyUsageOf(read)?.has('keyCertSign')).toBe(isAuthority)
        const [point] = crlDistributionPointsOf(read)
        expect(point?.name?.fullName).toEqual(
          crlUrl === undefined ? undefined : [{ kind: 'uniformResourceIdentifier', text: crlUrl }],
        )
      }),
      RUNS,
    )
  })

  it('a list', async () => {
    const revocation = fc.record(
      {
        serialNumber: fc
          .uint8Array({ minLength: 1, maxLength: 15 })
          .map((bytes) => toHex(Uint8Array.of(0x41, ...bytes))),
        at: moment,
        reason: fc.constantFrom(...REVOCATION_REASONS),
        invalidSince: moment,
      },
      { requiredKeys: ['serialNumber', 'at', 'reason'] },
    )
    const plan = fc.record({
      number: fc.maxSafeNat(),
      thisUpdate: moment,
      nextUpdate: moment,
      revoked: fc.uniqueArray(revocation, { selector: ({ serialNumber }) => serialNumber, maxLength: 8 }),
    })
    await fc.assert(
      fc.asyncProperty(plan, async ({ number, revoked, ...dates }) => {
        const { der } = await writeCrl({ number, revoked, ...dates }, issuer)
        const read = parseCrl(der)
        expect(isDer(der)).toBe(true)
        expect(read).toMatchObject(dates)
        expect(BigInt(`0x${toHex(crlNumberOf(read) ?? Uint8Array.of())}`)).toBe(BigInt(number))
        for (const { serialNumber, at, reason, invalidSince } of revoked) {
          const entry = findRevoked(read, serialNumberBytes(serialNumber))
          if (entry === undefined) throw new Error('an entry is missing')
          expect([entry.revocationDate, revocationReasonOf(entry)]).toEqual([at, reason])
          expect(invalidityDateOf(entry)).toBe(invalidSince)
        }
      }),
      RUNS,
    )
  })

  it('a request', async () => {
    const holder = { ...keySigner(key), publicKey: key.publicKey }
    await fc.assert(
      fc.asyncProperty(fc.stringMatching(/^[A-Za-zÀ-ž0-9 .&'-]{1,60}$/), async (text) => {
        const legalName = `N${text}`
        const der = await createRequest(holder, { legalName, taxId: 'P051234567X', country: 'KE' })
        const read = parseCertificationRequest(der)
        expect(isDer(der)).toBe(true)
        expect(toHex(read.spki)).toBe(toHex(key.publicKey.spki))
        const parts = {
          country: 'KE',
          organization: legalName.trim(),
          organizationIdentifier: 'VATKE-P051234567X',
        }
        const subject = await buildName({ ...parts, commonName: legalName.trim() })
        expect(toHex(read.subject.der)).toBe(toHex(subject))
      }),
      RUNS,
    )
  })
})

describe('what a time-stamp authority writes is read again as it was meant, and is DER', () => {
  it('a TSTInfo', async () => {
    const rawImprint = derSequence(
      derSequence(derOid(DIGEST_OIDS['SHA-256'])),
      derOctetString(new Uint8Array(32)),
    )
    const content = fc.uint8Array({ maxLength: 18 }).map((bytes) => Uint8Array.of(0x41, ...bytes))
    const parts = fc.record({
      policy: fc.constantFrom('2.999.3161', '1.2.3', '0.4.0.2023.1.1', `2.25.${2n ** 128n - 1n}`),
      serialNumber: content,
      time: moment,
      accuracy: fc.option(fc.integer({ min: 1, max: 5000 }), { nil: undefined }),
      ordering: fc.boolean(),
      nonce: fc.option(content, { nil: undefined }),
    })
    await fc.assert(
      fc.asyncProperty(parts, async ({ accuracy, ...others }) => {
        const optional = accuracy === undefined ? {} : { accuracy }
        const der = await writeTimeStampInfo({ ...others, ...optional, rawImprint })
        expect(isDer(der)).toBe(true)
        expect(parseTimeStampInfo(der)).toMatchObject({ ...others, accuracy })
      }),
      RUNS,
    )
  })

  it('a rejection, for every reason', async () => {
    for (const failure of Object.keys(TIME_STAMP_FAILURE_BITS) as TimeStampFailure[]) {
      const der = await writeTimeStampRejection(failure, 'Żaden.')
      expect(isDer(der)).toBe(true)
      const read = { status: 'rejection', failures: [failure], texts: ['Żaden.'], token: undefined }
      expect(parseTimeStampResponse(der)).toEqual(read)
    }
  })
})

describe('a serial number', () => {
  it('is written in lower-case hexadecimal of whole octets, at most twenty', () => {
    expect(serialNumberBytes('00ff')).toEqual(Uint8Array.of(0, 0xff))
    const odd = ['', 'f', '0F', 'xx', '0'.repeat(42), '../..', 12]
    expect(odd.filter(isSerialNumber)).toEqual([])
    expect(() => serialNumberBytes('../..')).toThrow('hexadecimal')
  })
})
