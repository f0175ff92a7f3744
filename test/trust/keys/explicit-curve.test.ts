import { describe, expect, it } from '@jest/globals'
import { toHex, toUtf8 } from '../../../src/base/bytes.js'
import { CURVES, type EcCurve } from '../../../src/crypto/curve.js'
import {
  exportPkcs8,
  generatePrivateKey,
  importPrivateKey,
  signBytes,
} from '../../../src/crypto/private-key.js'
import { checkSignature } from '../../../src/crypto/signature.js'
import { DerCursor } from '../../../src/formats/der/cursor.js'
import {
  derContext,
  derInteger,
  derOctetString,
  derOid,
  derSequence,
  derUnsignedInteger,
} from '../../../src/formats/der/writer.js'
import { CURVE_EQUATIONS, type CurveEquation } from '../../../src/trust/keys/curve-equations.js'
import { readKeyFile } from '../../../src/trust/keys/key-file.js'
import { Passphrase } from '../../../src/trust/keys/passphrase.js'

const EC = '1.2.840.10045.2.1'
const NAMES = Object.keys(CURVES) as EcCurve[]

const bytes = (hex: string): Uint8Array =>
  Uint8Array.from(Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex'))
const number = (hex: string): bigint => BigInt(`0x${hex}`)

/** Returns ECParameters that spell the curve out, with what deviates from it. */
function spellOut(
  name: EcCurve,
  other: Partial<CurveEquation & { order: string; compressed: boolean }> = {},
): Uint8Array {
  const { prime, a, b, x, y, order, compressed } = {
    ...CURVE_EQUATIONS[name],
    order: CURVES[name].order,
    compressed: false,
    ...other,
  }
  const width = 2 * CURVES[name].size
  const sign = Number(number(y) & 1n)
  const point = compressed
    ? `0${2 + sign}${x.padStart(width, '0')}`
    : `04${x.padStart(width, '0')}${y.padStart(width, '0')}`
  return derSequence(
    derInteger(1),
    derSequence(derOid('1.2.840.10045.1.1'), derUnsignedInteger(bytes(prime))),
    derSequence(derOctetString(bytes(a.padStart(width, '0'))), derOctetString(bytes(b.padStart(width, '0')))),
    derOctetString(bytes(point)),
    derUnsignedInteger(bytes(order)),
    derInteger(1),
  )
}

/** Returns the private value of a key. */
async function valueOf(pkcs8: Uint8Array): Promise<Uint8Array> {
  const info = DerCursor.open(pkcs8).sequence()
  info.smallInteger()
  info.sequence()
  const fields = DerCursor.open(info.octetString()).sequence()
  fields.smallInteger()
  return Promise.resolve(fields.octetString())
}

const pkcs8With = (parameters: Uint8Array, value: Uint8Array): Uint8Array =>
  derSequence(
    derInteger(0),
    derSequence(derOid(EC), parameters),
    derOctetString(derSequence(derInteger(1), derOctetString(value), derContext(0, parameters))),
  )

const open = async (file: Uint8Array): Promise<Uint8Array> => {
  const { keys } = await readKeyFile(file, Passphrase.from(undefined))
  return keys[0]?.pkcs8 ?? new Uint8Array(0)
}

describe('a curve that is spelled out', () => {
  it.each(NAMES)(
    'is recognised as %s, in PKCS #8 and in SEC 1, base point compressed or not',
    async (name) => {
      const key = await generatePrivateKey({ kind: 'ec', curve: name })
      const value = await valueOf(await exportPkcs8(key))
      for (const compressed of [false, true]) {
        const parameters = spellOut(name, { compressed })
        const sec1 = derSequence(derInteger(1), derOctetString(value), derContext(0, parameters))
        for (const file of [pkcs8With(parameters, value), sec1]) {
          const found = await importPrivateKey(await open(file))
          expect(found.curve).toBe(name)
          expect(toHex(found.publicKey.material)).toBe(toHex(key.publicKey.material))
        }
      }
    },
  )

  it('signs as the named one does', async () => {
    const key = await generatePrivateKey({ kind: 'ec', curve: 'P-256' })
    const file = pkcs8With(spellOut('P-256'), await valueOf(await exportPkcs8(key)))
    const scheme = { kind: 'ecdsa', digest: 'SHA-256' } as const
    const message = [toUtf8('a message')]
    const signature = await signBytes(await importPrivateKey(await open(file)), scheme, message)
    expect(await checkSignature({ scheme, key: key.publicKey, message, signature })).toBe(true)
  })

  it('is refused when one of its numbers is another', async () => {
    const value = await valueOf(await exportPkcs8(await generatePrivateKey({ kind: 'ec', curve: 'P-256' })))
    const { prime, a, b, x, y } = CURVE_EQUATIONS['P-256']
    const changed = (hex: string): string => (number(hex) ^ 2n).toString(16)
    // CVE-2020-0601: the same curve with another base point.
    const others = [
      { x: changed(x) },
      { y: changed(y) },
      { prime: changed(prime) },
      { a: changed(a) },
      { b: changed(b) },
      { order: changed(CURVES['P-256'].order) },
      CURVE_EQUATIONS.secp256k1,
    ]
    await expect(open(pkcs8With(spellOut('P-256'), value))).resolves.toBeInstanceOf(Uint8Array)
    for (const other of others) {
      await expect(open(pkcs8With(spellOut('P-256', other), value))).rejects.toMatchObject({
        code: 'identity.unreadable',
      })
    }
  })

  it('has a base point that lies on it', () => {
    for (const name of NAMES) {
      const { prime, a, b, x, y } = CURVE_EQUATIONS[name]
      const [left, right] = [number(y) ** 2n, number(x) ** 3n + number(a) * number(x) + number(b)]
      expect((left - right) % number(prime)).toBe(0n)
    }
  })
})
