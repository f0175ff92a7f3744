import { describe, expect, it } from '@jest/globals'
import { toHex, toUtf8 } from '../../../src/base/bytes.js'
import { Passphrase } from '../../../src/trust/keys/passphrase.js'
import { requirePassphrase } from '../../../src/trust/keys/save-identity.js'
import { derivePkcs12 } from '../../../src/trust/keys/pkcs12/derivation.js'

describe('a passphrase', () => {
  it.each(['', 'secret', 'pässwörd€', 'Hello, 世界', 'σύνθημα', '🔑 key'])(
    'is UTF-16 with two zeros for PKCS #12: %s',
    (text) => {
      const units = Array.from({ length: text.length }, (_, index) =>
        text.charCodeAt(index).toString(16).padStart(4, '0'),
      )
      expect(toHex(Passphrase.from(text).bmp())).toBe(`${units.join('')}0000`)
      expect(toHex(Passphrase.from(toUtf8(text)).bmp())).toBe(`${units.join('')}0000`)
    },
  )

  it('that is none differs from an empty one, and each is tried where nothing was said', () => {
    expect(Passphrase.from(undefined).bmp()).toHaveLength(0)
    expect(Passphrase.from('').bmp()).toHaveLength(2)
    expect(
      Passphrase.from(undefined)
        .candidates()
        .map((each) => each.bmp().length),
    ).toEqual([0, 2])
    expect(
      Passphrase.from('')
        .candidates()
        .map((each) => each.bmp().length),
    ).toEqual([2, 0])
    expect(Passphrase.from('x').candidates()).toHaveLength(1)
  })

  it.each([
    [[0x80]],
    [[0xc0, 0x80]],
    [[0xe0, 0x80, 0x80]],
    [[0xed, 0xa0, 0x80]],
    [[0xf4, 0x90, 0x80, 0x80]],
    [[0xf8, 0x88, 0x80, 0x80, 0x80]],
    [[0x61, 0xc3]],
  ])('of bytes that are not UTF-8 is argument.invalid: %j', (bytes) => {
    expect(() => Passphrase.from(Uint8Array.from(bytes))).toThrow('not UTF-8')
  })

  it.each([7, 0, null, true, [115, 101], { length: 3 }, new ArrayBuffer(3)])(
    'that is neither text nor bytes is argument.invalid: %p',
    (input) => {
      const invalid: unknown = expect.objectContaining({ code: 'argument.invalid' })
      expect(() => Passphrase.from(input as unknown as string)).toThrow(invalid)
      expect(() => requirePassphrase(input as unknown as string)).toThrow(invalid)
    },
  )

  it('is overwritten where it was copied, and left alone where it is the caller’s', () => {
    const own = toUtf8('secret')
    const passphrase = Passphrase.from(own)
    const copies = [passphrase.utf8(), passphrase.bmp()]
    passphrase.wipe()
    for (const copy of copies) expect(copy.every((byte) => byte === 0)).toBe(true)
    expect(own).toEqual(toUtf8('secret'))
  })

  it('is copied from a Buffer too, whose slices share its memory', () => {
    const own = Buffer.from('secret')
    Passphrase.from(own).wipe()
    expect(own.toString()).toBe('secret')
  })
})

describe('the key derivation of PKCS #12', () => {
  it.each([
    ['smeg', '0a58cf64530d823f', 1, 1, 24, '8aaae6297b6cb04642ab5b077851284eb7128f1a2a7fbca3'],
    ['smeg', '0a58cf64530d823f', 1, 2, 8, '79993dfe048d3b76'],
    ['smeg', '3d83c0e4546ac140', 1, 3, 20, '8d967d88f6caa9d714800ab3d48051d63f73a312'],
    ['queeg', '05dec959acff72f7', 1000, 1, 24, 'ed2034e36328830ff09df1e1a07dd357185dac0d4f9eb3d4'],
  ] as const)(
    'gives what other implementations give: %s %s',
    async (text, salt, iterations, purpose, length, expected) => {
      const derived = await derivePkcs12({
        digest: 'SHA-1',
        passphrase: Passphrase.from(text).bmp(),
        salt: Uint8Array.from(salt.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)),
        iterations,
        purpose,
        length,
      })
      expect(toHex(derived)).toBe(expected)
    },
  )
})
