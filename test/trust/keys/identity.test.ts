import { inspect } from 'node:util'
import { serialize } from 'node:v8'
import { describe, expect, it } from '@jest/globals'
import { format } from 'pretty-format'
import { toBase64 } from '../../../src/base/base64.js'
import { toHex } from '../../../src/base/bytes.js'
import { exportPkcs8 as exportPrivateKey } from '../../../src/crypto/private-key.js'
import { privateKeyOf } from '../../../src/trust/keys/identity.js'
import { exportPem } from '../../../src/trust/keys/save-identity.js'
import { createTestAuthority } from '../../../src/testing/authority.js'

describe('the key of an identity', () => {
  it('is in nothing that is made of the identity but what is saved on purpose', async () => {
    const test = await createTestAuthority()
    for (const key of ['Ed25519', 'P-256', 'RSA-2048'] as const) {
      const identity = await test.identity({ key })
      const pkcs8 = await exportPrivateKey(privateKeyOf(identity))
      // The end of each form is private: the last prime factors, the value, the seed; with P-256 the public point comes last.
      const secret = key === 'P-256' ? pkcs8.subarray(36, 68) : pkcs8.subarray(-32)
      const others = [identity, privateKeyOf(identity), { nested: [identity] }, new Map([['who', identity]])]
      const texts = others.flatMap((value) => [
        inspect(value, { depth: 12, showHidden: true, getters: true, customInspect: true }),
        inspect(value, { depth: 12, showHidden: true, getters: true, customInspect: false }),
        JSON.stringify(value),
        format(value, { maxDepth: 12 }),
        Object.keys(value).join(),
        Object.prototype.toString.call(value),
        Buffer.from(serialize(structuredClone(value))).toString('hex'),
      ])
      expect(await exportPem(identity)).toContain(toBase64(pkcs8).slice(0, 60))
      for (const text of texts) {
        const plain = text.toLowerCase()
        const numbers = plain.split(/[^0-9a-f]+/).join('')
        expect(numbers).not.toContain(toHex(secret))
        expect(plain.split(/\s+/).join('')).not.toContain(Array.from(secret).join(','))
        expect(text).not.toContain(toBase64(pkcs8).slice(-24, -4))
      }
    }
  })
})
