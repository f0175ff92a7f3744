import { describe, expect, it } from '@jest/globals'
import { equalBytes, toHex, toUtf8 } from '../../../../src/base/bytes.js'
import * as node from '../../../../src/crypto/platform/node.js'
import * as web from '../../../../src/crypto/platform/web.js'
import { exportPkcs8, generatePrivateKey } from '../../../../src/crypto/private-key.js'
import {
  derInteger,
  derNull,
  derOctetString,
  derOid,
  derSequence,
} from '../../../../src/formats/der/writer.js'
import { readKeyFile } from '../../../../src/trust/keys/key-file.js'
import { Passphrase } from '../../../../src/trust/keys/passphrase.js'
import { cpuTime } from '../../../cpu-time.js'

/** RFC 7914 §12. */
const VECTORS = [
  {
    password: '',
    salt: '',
    cost: 16,
    blockSize: 1,
    parallelism: 1,
    starts: '77d6576238657b203b19ca42c18a0497',
  },
  {
    password: 'password',
    salt: 'NaCl',
    cost: 1024,
    blockSize: 8,
    parallelism: 16,
    starts: 'fdbabe1c9d3472007856e7190d01e9fe',
  },
  {
    password: 'pleaseletmein',
    salt: 'SodiumChloride',
    cost: 16_384,
    blockSize: 8,
    parallelism: 1,
    starts: '7023bdcb3afd7348461c06cd81fd38eb',
  },
] as const

describe.each([
  ['Node', node],
  ['the web', web],
] as const)('scrypt on %s', (_, platform) => {
  it.each(VECTORS)(
    'gives the key of RFC 7914 at a cost of $cost',
    async ({ password, salt, starts, ...rest }) => {
      const key = await platform.scrypt({
        ...rest,
        password: toUtf8(password),
        salt: toUtf8(salt),
        length: 64,
      })
      expect(key).toHaveLength(64)
      expect(toHex(key).slice(0, 32)).toBe(starts)
    },
  )
})

const PASSPHRASE = toUtf8('hunter42')
const SALT = toUtf8('eight by')
const IV = new Uint8Array(16)

/** Returns an EncryptedPrivateKeyInfo under `key` with AES-256, whatever derivation it names. */
function encrypted(plain: Uint8Array, key: Uint8Array, derivation: Uint8Array): Uint8Array {
  const cipher = derSequence(derOid('2.16.840.1.101.3.4.1.42'), derOctetString(IV))
  const scheme = derSequence(derOid('1.2.840.113549.1.5.13'), derSequence(derivation, cipher))
  return derSequence(scheme, derOctetString(node.aesCbcEncrypt({ key, iv: IV }, plain)))
}

const scryptParameters = (...numbers: readonly number[]): Uint8Array =>
  derSequence(
    derOid('1.3.6.1.4.1.11591.4.11'),
    derSequence(derOctetString(SALT), ...numbers.map((number) => derInteger(number))),
  )

const open = (file: Uint8Array): Promise<unknown> => readKeyFile(file, Passphrase.from(PASSPHRASE))

describe('a key under PBES2', () => {
  it('with scrypt is opened', async () => {
    const pkcs8 = await exportPkcs8(await generatePrivateKey({ kind: 'ed25519' }))
    const costs = { cost: 1024, blockSize: 8, parallelism: 2 }
    const key = await node.scrypt({ password: PASSPHRASE, salt: SALT, ...costs, length: 32 })
    for (const parameters of [scryptParameters(1024, 8, 2), scryptParameters(1024, 8, 2, 32)]) {
      const { keys } = await readKeyFile(encrypted(pkcs8, key, parameters), Passphrase.from(PASSPHRASE))
      expect(keys.map((each) => equalBytes(each.pkcs8, pkcs8))).toEqual([true])
    }
  })

  it('with scrypt of too much time or memory is refused as identity.limit, before anything is derived', async () => {
    for (const numbers of [
      [2 ** 31, 8, 1],
      [2 ** 20, 8, 1],
      [1024, 2 ** 30, 1],
      [1024, 8, 2 ** 30],
    ]) {
      const file = encrypted(SALT, new Uint8Array(32), scryptParameters(...numbers))
      const started = cpuTime()
      await expect(open(file)).rejects.toMatchObject({ code: 'identity.limit' })
      expect(cpuTime() - started).toBeLessThan(500)
    }
  })

  it('with a cost of scrypt that is no power of two is unreadable', async () => {
    for (const numbers of [
      [1, 8, 1],
      [1000, 8, 1],
      [1024, 0, 1],
      [1024, 8, 0],
    ]) {
      const file = encrypted(SALT, new Uint8Array(32), scryptParameters(...numbers))
      await expect(open(file)).rejects.toMatchObject({ code: 'identity.unreadable' })
    }
  })

  it.each([
    ['2.7', 'SHA-1'],
    ['2.8', 'SHA-224'],
    ['2.9', 'SHA-256'],
    ['2.10', 'SHA-384'],
    ['2.11', 'SHA-512'],
    ['2.12', 'SHA-512/224'],
    ['2.13', 'SHA-512/256'],
  ] as const)('with PBKDF2 and HMAC 1.2.840.113549.%s, %s, is opened', async (number, digest) => {
    const pkcs8 = await exportPkcs8(await generatePrivateKey({ kind: 'ed25519' }))
    const key = await node.pbkdf2({ password: PASSPHRASE, salt: SALT, iterations: 1000, digest, length: 32 })
    const hmac = derSequence(derOid(`1.2.840.113549.${number}`), derNull())
    const derivation = derSequence(
      derOid('1.2.840.113549.1.5.12'),
      derSequence(derOctetString(SALT), derInteger(1000), hmac),
    )
    const { keys } = await readKeyFile(encrypted(pkcs8, key, derivation), Passphrase.from(PASSPHRASE))
    expect(keys.map((each) => equalBytes(each.pkcs8, pkcs8))).toEqual([true])
  })
})
