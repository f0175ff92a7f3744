import { beforeAll, describe, expect, it } from '@jest/globals'
import { FiscalSealError, Malformed } from '../../../src/base/errors.js'
import { readPublicKey } from '../../../src/crypto/public-key.js'
import { parseSignedData } from '../../../src/formats/cms/signed-data.js'
import { transcodeBer } from '../../../src/formats/der/ber.js'
import { checkDer } from '../../../src/formats/der/canonical.js'
import {
  derBitString,
  derContext,
  derElement,
  derInteger,
  derNull,
  derOctetString,
  derOid,
  derSequence,
  derSet,
} from '../../../src/formats/der/writer.js'
import { parseCertificate } from '../../../src/formats/x509/certificate.js'
import { parseName } from '../../../src/formats/x509/name.js'
import { toPem } from '../../../src/formats/x509/pem.js'
import { verify } from '../../../src/seal/verify/verify.js'
import { createTestAuthority, type TestAuthority } from '../../../src/testing/authority.js'
import { loadIdentity } from '../../../src/trust/keys/load-identity.js'
import { validatePath } from '../../../src/trust/path/validate-path.js'
import { craftSeal } from '../../seal/crafted-seal.js'
import { cpuTime } from '../../cpu-time.js'

/** The aim is 100 ms on a machine of its own; a test shares its machine with others. */
const MOST_MS = 500

/** Runs `action`, prints what it took, and returns how it ended: the code of a typed error, or what it returned. */
async function ending(what: string, action: () => unknown): Promise<string> {
  const started = cpuTime()
  const end = await codeOf(action)
  const took = cpuTime() - started
  process.stdout.write(`${what}: ${took.toFixed(1)} ms, ${end}\n`)
  expect({ what, isSlow: took > MOST_MS }).toEqual({ what, isSlow: false })
  return end
}

async function codeOf(action: () => unknown): Promise<string> {
  try {
    return String(await action())
  } catch (error) {
    if (error instanceof FiscalSealError || error instanceof Malformed) return error.code
    throw error
  }
}

const DATA = '1.2.840.113549.1.7.1'
const SALT = new Uint8Array(8)
const SHA256 = derSequence(derOid('2.16.840.1.101.3.4.2.1'), derNull())
const HMAC_SHA256 = derSequence(derOid('1.2.840.113549.2.9'), derNull())
const AES = derSequence(derOid('2.16.840.1.101.3.4.1.42'), derOctetString(new Uint8Array(16)))

const saltAndCount = (iterations: number): Uint8Array =>
  derSequence(derOctetString(SALT), derInteger(iterations))
const pbkdf2 = (iterations: number, hmac = HMAC_SHA256, length = 32): Uint8Array =>
  derSequence(
    derOid('1.2.840.113549.1.5.12'),
    derSequence(derOctetString(SALT), derInteger(iterations), derInteger(length), hmac),
  )
const pbes2 = (iterations: number, hmac = HMAC_SHA256): Uint8Array =>
  derSequence(derOid('1.2.840.113549.1.5.13'), derSequence(pbkdf2(iterations, hmac), AES))
const rc2 = (iterations: number, length: number): Uint8Array => {
  const cipher = derSequence(derOid('1.2.840.113549.3.2'), derSequence(derInteger(58), derOctetString(SALT)))
  const derivation = pbkdf2(iterations, HMAC_SHA256, length)
  return derSequence(derOid('1.2.840.113549.1.5.13'), derSequence(derivation, cipher))
}
const tripleDes = (iterations: number): Uint8Array =>
  derSequence(derOid('1.2.840.113549.1.12.1.3'), saltAndCount(iterations))

const contentInfo = (content: Uint8Array): Uint8Array =>
  derSequence(derOid(DATA), derContext(0, derOctetString(content)))
const container = (safes: Uint8Array, ...mac: readonly Uint8Array[]): Uint8Array =>
  derSequence(derInteger(3), contentInfo(safes), ...mac)
const mac = (iterations: number, algorithm: Uint8Array = SHA256): Uint8Array =>
  derSequence(
    derSequence(algorithm, derOctetString(new Uint8Array(32))),
    derOctetString(SALT),
    derInteger(iterations),
  )
const shroudedBag = (scheme: Uint8Array): Uint8Array =>
  derSequence(
    derOid('1.2.840.113549.1.12.10.1.2'),
    derContext(0, derSequence(scheme, derOctetString(new Uint8Array(32)))),
  )
const encryptedSafe = (scheme: Uint8Array): Uint8Array => {
  const content = derSequence(derOid(DATA), scheme, derElement(0x80, new Uint8Array(32)))
  return derSequence(derOid('1.2.840.113549.1.7.6'), derContext(0, derSequence(derInteger(0), content)))
}

const MOST = 2 ** 31
const pbmac1 = (derivation: Uint8Array): Uint8Array =>
  derSequence(derOid('1.2.840.113549.1.5.14'), derSequence(derivation, HMAC_SHA256))

const PLACES: Readonly<Record<string, Uint8Array>> = {
  'the MAC': container(derSequence(), mac(MOST)),
  PBMAC1: container(derSequence(), mac(1, pbmac1(pbkdf2(MOST)))),
  'an encrypted safe, PBES2': container(derSequence(encryptedSafe(pbes2(MOST)))),
  'an encrypted safe, triple DES': container(derSequence(encryptedSafe(tripleDes(MOST))), mac(1)),
  'a shrouded key': container(derSequence(contentInfo(derSequence(shroudedBag(pbes2(MOST))))), mac(1)),
  'a shrouded key, triple DES': container(
    derSequence(contentInfo(derSequence(shroudedBag(tripleDes(MOST))))),
  ),
  'forty keys of 100 000 each': container(
    derSequence(contentInfo(derSequence(...Array.from({ length: 40 }, () => shroudedBag(pbes2(100_000)))))),
  ),
  'PKCS #8': derSequence(pbes2(MOST), derOctetString(new Uint8Array(32))),
}

describe('a key file that asks for 2^31 rounds', () => {
  it.each(Object.keys(PLACES))('in %s is refused as identity.limit before any of them', async (place) => {
    const file = PLACES[place] ?? new Uint8Array(0)
    const end = await ending(`2^31 rounds in ${place}`, () => loadIdentity(file, { passphrase: 'x' }))
    expect(end).toBe('identity.limit')
  })

  it('and asks for as many as it may without being right is refused as well', async () => {
    const modest = container(derSequence(), mac(2))
    expect(await codeOf(() => loadIdentity(modest, { passphrase: 'x' }))).toBe('identity.wrong-passphrase')
  })
})

const MILLION = 1_000_000
const HMAC_SHA1 = derSequence(derOid('1.2.840.113549.2.7'), derNull())
const HMAC_SHA3 = derSequence(derOid('2.16.840.1.101.3.4.2.15'))
const SHA3 = derSequence(derOid('2.16.840.1.101.3.4.2.7'))

/** Each is within the limits by its iterations alone, and runs them more than once or with a slow digest. */
const SLOW: Readonly<Record<string, Uint8Array>> = {
  'the MAC, with SHA-3': container(derSequence(), mac(MILLION, SHA3)),
  'PBMAC1, with three outputs of SHA-1': container(
    derSequence(),
    mac(1, pbmac1(pbkdf2(MILLION, HMAC_SHA1, 60))),
  ),
  'an encrypted safe, AES-256 by SHA-3': container(derSequence(encryptedSafe(pbes2(MILLION, HMAC_SHA3)))),
  'a shrouded key, triple DES': container(
    derSequence(contentInfo(derSequence(shroudedBag(tripleDes(MILLION))))),
  ),
  'PKCS #8, AES-256 by SHA-3': derSequence(pbes2(MILLION, HMAC_SHA3), derOctetString(new Uint8Array(32))),
}

describe('a key file whose million rounds are each run more than twice', () => {
  it.each(Object.keys(SLOW))('in %s is refused as identity.limit before any of them', async (place) => {
    const file = SLOW[place] ?? new Uint8Array(0)
    const end = await ending(`slow rounds in ${place}`, () => loadIdentity(file, { passphrase: 'x' }))
    expect(end).toBe('identity.limit')
  })

  it('or that wants a key for RC2 longer than any program writes is not read', async () => {
    for (const [length, code] of [
      [16, 'identity.wrong-passphrase'],
      [17, 'identity.unreadable'],
      [128, 'identity.unreadable'],
    ] as const) {
      const file = derSequence(rc2(1000, length), derOctetString(new Uint8Array(32)))
      expect(await codeOf(() => loadIdentity(file, { passphrase: 'x' }))).toBe(code)
    }
  })
})

/** Every reader of a stranger's bytes, the public ones and those below them. */
const READERS: Readonly<Record<string, (bytes: Uint8Array) => unknown>> = {
  certificate: parseCertificate,
  name: parseName,
  'public key': readPublicKey,
  'signed data': parseSignedData,
  BER: transcodeBer,
  DER: checkDer,
  'key file': (bytes) => loadIdentity(bytes, { passphrase: 'x' }),
  'key file in PEM': (bytes) => loadIdentity(toPem('PRIVATE KEY', bytes)),
  'certificate in PEM': (bytes) => loadIdentity(toPem('CERTIFICATE', bytes)),
}

const REFUSALS = /^(der|key|algorithm|certificate|cms|identity)\./

const OID_OF_10_KB = derElement(0x06, new Uint8Array(10_000).fill(0x2a))

/** Where an object identifier stands in each structure. */
const WITH_LONG_OID: Readonly<Record<string, Uint8Array>> = {
  alone: OID_OF_10_KB,
  'as algorithm of a key': derSequence(derSequence(OID_OF_10_KB, derNull()), derBitString(SALT)),
  'as algorithm of a certificate': derSequence(
    derSequence(derInteger(1), derSequence(OID_OF_10_KB)),
    derSequence(OID_OF_10_KB),
    derBitString(SALT),
  ),
  'in a name': derSequence(derSet(derSequence(OID_OF_10_KB, derNull()))),
  'as type of a content': derSequence(OID_OF_10_KB, derContext(0, derSequence())),
  'as type of a bag': container(
    derSequence(contentInfo(derSequence(derSequence(OID_OF_10_KB, derContext(0, derNull()))))),
  ),
  'as algorithm of a private key': derSequence(
    derInteger(0),
    derSequence(OID_OF_10_KB),
    derOctetString(SALT),
  ),
}

/** Returns an element of `depth` others within each other. */
function nested(depth: number, tag: number): Uint8Array {
  const headers: number[][] = []
  let length = 0
  for (let level = 0; level < depth; level++) {
    const octets: number[] = []
    for (let left = length; left > 0; left >>= 8) octets.unshift(left & 255)
    const header = length < 0x80 ? [tag, length] : [tag, 0x80 | octets.length, ...octets]
    headers.push(header)
    length += header.length
  }
  return Uint8Array.from(headers.reverse().flat())
}

const DEEP: Readonly<Record<string, Uint8Array>> = {
  sequences: nested(20_000, 0x30),
  sets: nested(20_000, 0x31),
  'context tags': nested(20_000, 0xa0),
  'octet strings': nested(20_000, 0x24),
  'sequences without lengths': Uint8Array.from({ length: 40_000 }, (_, index) =>
    index % 2 === 0 ? 0x30 : 0x80,
  ),
}

describe.each(Object.keys(READERS))('read as %s', (name) => {
  const read = READERS[name] ?? parseCertificate

  it('an object identifier of 10 kB ends as a typed refusal', async () => {
    for (const [place, bytes] of Object.entries(WITH_LONG_OID)) {
      const end = await ending(`OID of 10 kB ${place}, read as ${name}`, () => read(bytes))
      // Of BER the lengths are mended alone; what stands in an OCTET STRING is no element to who knows elements alone.
      const isOpaque = name === 'BER' || (name === 'DER' && place === 'as type of a bag')
      if (!isOpaque) expect(end).toMatch(REFUSALS)
    }
  })

  it('ASN.1 of 20 000 levels ends as a typed refusal', async () => {
    for (const [kind, bytes] of Object.entries(DEEP)) {
      expect(await ending(`20 000 ${kind}, read as ${name}`, () => read(bytes))).toMatch(REFUSALS)
    }
  })
})

describe('a document', () => {
  let test: TestAuthority

  beforeAll(async () => {
    test = await createTestAuthority()
  })

  const inSeal = async (cms: Uint8Array): Promise<Uint8Array> =>
    craftSeal(await test.identity(), { cms: () => Promise.resolve(cms) })

  it('whose signature is hostile ASN.1 is reported, and never trusted', async () => {
    const hostile = {
      ...WITH_LONG_OID,
      deep: nested(1000, 0x30),
      'deep without lengths': Uint8Array.from({ length: 4000 }, (_, index) =>
        index % 2 === 0 ? 0x30 : 0x80,
      ),
    }
    for (const [what, cms] of Object.entries(hostile)) {
      if (cms.length > 4096) continue
      const sealed = await inSeal(cms)
      const end = await ending(`a seal that is ${what}`, async () => {
        const { status } = await verify(sealed, { trust: test.authority.trust, seller: 'not-required' })
        return status
      })
      expect(end).toBe('altered')
    }
  })

  it('and a path of such certificates is none', async () => {
    for (const [kind, bytes] of [...Object.entries(DEEP), ...Object.entries(WITH_LONG_OID)]) {
      const end = await ending(`a path from ${kind}`, async () => {
        const { status } = await validatePath(bytes, { trust: test.authority.trust })
        return status
      })
      expect(end).toBe('invalid')
    }
  })
})
