import { beforeAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { equalBytes, toHex } from '../../../src/base/bytes.js'
import { Malformed } from '../../../src/base/errors.js'
import { generatePrivateKey } from '../../../src/crypto/private-key.js'
import { readPublicKey } from '../../../src/crypto/public-key.js'
import { parseSignedData } from '../../../src/formats/cms/signed-data.js'
import { transcodeBer } from '../../../src/formats/der/ber.js'
import { checkDer, isDer } from '../../../src/formats/der/canonical.js'
import {
  derBitString,
  derBoolean,
  derContext,
  derElement,
  derInteger,
  derNull,
  derOctetString,
  derOid,
  derSequence,
  derSet,
  derUnsignedInteger,
} from '../../../src/formats/der/writer.js'
import { parseCertificate, type Certificate } from '../../../src/formats/x509/certificate.js'
import { formatName, nameKey, parseName } from '../../../src/formats/x509/name.js'
import { validatePath } from '../../../src/trust/path/validate-path.js'
import { make, makeRoot, makeSigner, NOON, type Made } from '../../trust/made-certificate.js'
import { derIa5, derPrintable, derTime, derUtf8 } from '../der/der-values.js'

const oid = fc
  .tuple(
    fc.constantFrom('0.9', '1.2', '1.3', '2.5', '2.999'),
    fc.array(fc.nat(), { minLength: 1, maxLength: 6 }),
  )
  .map(([start, arcs]) => `${start}.${arcs.join('.')}`)
const letters = fc.stringMatching(/^[A-Za-z0-9 .-]{0,20}$/)
const text = fc.oneof(
  letters.map(derPrintable),
  letters.map(derIa5),
  fc.string({ unit: 'grapheme', maxLength: 20 }).map(derUtf8),
)
const name = fc
  .array(fc.array(fc.tuple(oid, text), { minLength: 1, maxLength: 2 }), { maxLength: 4 })
  .map((rdns) =>
    derSequence(
      ...rdns.map((pairs) => derSet(...pairs.map(([type, value]) => derSequence(derOid(type), value)))),
    ),
  )
const extension = fc.record({ oid, critical: fc.boolean(), value: fc.uint8Array({ maxLength: 60 }) })
const second = fc.integer({ min: Date.UTC(1950, 0, 1) / 1000, max: Date.UTC(9999, 11, 31) / 1000 })

const fields = fc.record({
  serial: fc.uint8Array({ minLength: 1, maxLength: 19 }),
  algorithm: fc.tuple(oid, fc.option(fc.constant(derNull()), { nil: undefined })),
  issuer: name,
  subject: name,
  notBefore: second.map((value) => value * 1000),
  notAfter: second.map((value) => value * 1000),
  key: fc.tuple(oid, fc.uint8Array({ minLength: 1, maxLength: 40 })),
  extensions: fc.uniqueArray(extension, { maxLength: 6, selector: (each) => each.oid }),
  signature: fc.uint8Array({ minLength: 1, maxLength: 80 }),
})
type Fields = typeof fields extends fc.Arbitrary<infer T> ? T : never

function build(parts: Fields): Uint8Array {
  const [algorithm, parameters] = parts.algorithm
  const identifier = derSequence(derOid(algorithm), ...(parameters === undefined ? [] : [parameters]))
  const extensions = parts.extensions.map(({ oid: type, critical, value }) =>
    derSequence(derOid(type), ...(critical ? [derBoolean(true)] : []), derOctetString(value)),
  )
  const tbs = derSequence(
    ...(extensions.length === 0 ? [] : [derContext(0, derInteger(2))]),
    derUnsignedInteger(parts.serial),
    identifier,
    parts.issuer,
    derSequence(derTime(parts.notBefore), derTime(parts.notAfter)),
    parts.subject,
    derSequence(derSequence(derOid(parts.key[0])), derBitString(parts.key[1])),
    ...(extensions.length === 0 ? [] : [derContext(3, derSequence(...extensions))]),
  )
  return derSequence(tbs, identifier, derBitString(parts.signature))
}

/** Writes what was read, from the values alone. */
function rebuild(certificate: Certificate): Uint8Array {
  const { signatureAlgorithm: id, extensions } = certificate
  const identifier = derSequence(derOid(id.oid), ...(id.parameters === undefined ? [] : [id.parameters]))
  const list = [...extensions.values()].map(({ oid: type, critical, value }) =>
    derSequence(derOid(type), ...(critical ? [derBoolean(true)] : []), derOctetString(value)),
  )
  const names = [certificate.issuer, certificate.subject].map(({ relativeNames }) =>
    derSequence(
      ...relativeNames.map((pairs) =>
        derSet(...pairs.map(({ oid: type, der }) => derSequence(derOid(type), der))),
      ),
    ),
  )
  const [issuer = derNull(), subject = derNull()] = names
  const tbs = derSequence(
    ...(certificate.version === 1 ? [] : [derContext(0, derInteger(certificate.version - 1))]),
    derElement(0x02, certificate.serialNumber),
    identifier,
    issuer,
    derSequence(derTime(certificate.notBefore), derTime(certificate.notAfter)),
    subject,
    certificate.spki,
    ...(list.length === 0 ? [] : [derContext(3, derSequence(...list))]),
  )
  return derSequence(tbs, identifier, derBitString(certificate.signature))
}

describe('a certificate that was built', () => {
  it('is DER, says what was put in, and is built again from what it says, byte by byte', () => {
    fc.assert(
      fc.property(fields, (parts) => {
        const der = build(parts)
        const certificate = parseCertificate(der)
        expect(isDer(der)).toBe(true)
        expect(certificate.notBefore).toBe(parts.notBefore)
        expect(certificate.notAfter).toBe(parts.notAfter)
        expect([...certificate.extensions.keys()]).toEqual(parts.extensions.map((each) => each.oid))
        expect(equalBytes(certificate.issuer.der, parts.issuer)).toBe(true)
        expect(toHex(rebuild(certificate))).toBe(toHex(der))
        formatName(certificate.subject)
        nameKey(certificate.issuer)
      }),
      { numRuns: 200 },
    )
  })

  it('is refused with any byte more or less', () => {
    fc.assert(
      fc.property(fields, fc.nat(), (parts, place) => {
        const der = build(parts)
        expect(() => parseCertificate(der.subarray(0, place % der.length))).toThrow(Malformed)
        expect(() => parseCertificate(Uint8Array.of(...der, place & 255))).toThrow(Malformed)
      }),
      { numRuns: 200 },
    )
  })
})

/** What happens to bytes on their way through a stranger's hands. */
type Change = (bytes: Uint8Array) => Uint8Array

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })).map(([at, mask]): Change => (bytes) => {
    const mutant = bytes.slice()
    mutant[at % bytes.length] = (mutant[at % bytes.length] ?? 0) ^ mask
    return mutant
  }),
  fc.tuple(fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 4 })).map(([at, more]): Change => (bytes) => {
    const place = at % (bytes.length + 1)
    return Uint8Array.of(...bytes.subarray(0, place), ...more, ...bytes.subarray(place))
  }),
  fc.tuple(fc.nat(), fc.integer({ min: 1, max: 40 })).map(([at, length]): Change => (bytes) => {
    const place = at % bytes.length
    return Uint8Array.of(...bytes.subarray(0, place), ...bytes.subarray(place + length))
  }),
  fc
    .tuple(fc.nat(), fc.nat(), fc.integer({ min: 1, max: 30 }))
    .map(([from, to, length]): Change => (bytes) => {
      const mutant = bytes.slice()
      mutant.copyWithin(to % bytes.length, from % bytes.length, (from % bytes.length) + length)
      return mutant
    }),
)

describe('a certificate that was changed', () => {
  let roots: readonly { readonly root: Made; readonly leaf: Made }[]

  beforeAll(async () => {
    const root = await makeRoot('Root')
    const other = await makeRoot('Other root', {
      key: await generatePrivateKey({ kind: 'ec', curve: 'P-256' }),
    })
    roots = [
      { root, leaf: await makeSigner(root) },
      { root: other, leaf: await make({ name: 'Soko Ltd', issuer: other }) },
    ]
  })

  const statusOf = async (leaf: Uint8Array, root: Made): Promise<string> => {
    const trust = root.certificate.der
    const { status } = await validatePath(leaf, { trust, at: new Date(NOON), revocation: 'none' })
    return status
  }

  it('is never accepted, while the honest one is', async () => {
    for (const { root, leaf } of roots) expect(await statusOf(leaf.certificate.der, root)).toBe('valid')
    await fc.assert(
      fc.asyncProperty(
        fc.nat(1),
        fc.array(change, { minLength: 1, maxLength: 3 }),
        async (which, changes) => {
          const pair = roots[which]
          if (pair === undefined) throw new Error('no such certificate')
          const { der } = pair.leaf.certificate
          const mutant = changes.reduce((bytes, apply) => (bytes.length === 0 ? bytes : apply(bytes)), der)
          fc.pre(!equalBytes(mutant, der))
          expect(await statusOf(mutant, pair.root)).not.toBe('valid')
        },
      ),
      { numRuns: 600 },
    )
  })

  it('is never accepted with one bit flipped, wherever that is', async () => {
    const [pair] = roots
    if (pair === undefined) throw new Error('no certificate')
    const { der } = pair.leaf.certificate
    for (let bit = 0; bit < der.length * 8; bit += 7) {
      const mutant = der.slice()
      mutant[bit >> 3] = (mutant[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect({ bit, status: await statusOf(mutant, pair.root) }).not.toEqual({ bit, status: 'valid' })
    }
  })
})

describe('whatever is read', () => {
  const readers: readonly ((bytes: Uint8Array) => unknown)[] = [
    (bytes) => {
      const certificate = parseCertificate(bytes)
      formatName(certificate.subject)
      nameKey(certificate.issuer)
    },
    (bytes) => nameKey(parseName(bytes)),
    readPublicKey,
    parseSignedData,
    transcodeBer,
    checkDer,
  ]

  const endsWell = (bytes: Uint8Array): void => {
    for (const read of readers) {
      try {
        read(bytes)
      } catch (error) {
        expect(error).toBeInstanceOf(Malformed)
      }
    }
  }

  it('ends as what it is or as a typed refusal', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), endsWell), { numRuns: 1000 })
    fc.assert(
      fc.property(fields, fc.array(change, { minLength: 1, maxLength: 4 }), (parts, changes) => {
        endsWell(changes.reduce((bytes, apply) => (bytes.length === 0 ? bytes : apply(bytes)), build(parts)))
      }),
      { numRuns: 400 },
    )
  })
})
