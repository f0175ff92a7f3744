import { createPrivateKey, type KeyObject } from 'node:crypto'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { concatBytes, fromLatin1, toUtf8 } from '../../../src/base/bytes.js'
import { exportPkcs8 } from '../../../src/crypto/private-key.js'
import { toPem } from '../../../src/formats/x509/pem.js'
import { createTestAuthority } from '../../../src/testing/authority.js'
import { privateKeyOf, type Identity } from '../../../src/trust/keys/identity.js'
import { loadIdentity } from '../../../src/trust/keys/load-identity.js'
import { exportPem } from '../../../src/trust/keys/save-identity.js'

describe('a key file in PEM', () => {
  let identity: Identity
  let encrypted: string

  beforeAll(async () => {
    identity = await (await createTestAuthority()).identity()
    const pkcs8 = Buffer.from(await exportPkcs8(privateKeyOf(identity)))
    const key: KeyObject = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
    const old = key.export({ type: 'sec1', format: 'pem', cipher: 'aes-128-cbc', passphrase: 'secret' })
    encrypted = `${String(old)}${toPem('CERTIFICATE', identity.certificate.der)}`
  })

  it('is loaded when the text before it is not UTF-8', async () => {
    const pem = toUtf8(await exportPem(identity))
    const file = concatBytes([fromLatin1('Clé de Café Müller\n'), pem])
    expect((await loadIdentity(file)).certificate.der).toEqual(identity.certificate.der)
  })

  it.each([
    ['lines that end in LF', (text: string): string => text],
    ['lines that end in CRLF', (text: string): string => text.replaceAll('\n', '\r\n')],
    ['lines that end in CR', (text: string): string => text.replaceAll('\n', '\r')],
    ['a byte order mark', (text: string): string => `\u{feff}${text}`],
  ])('of the old encryption, with %s, is opened', async (_, write) => {
    const text = write(encrypted)
    for (const file of [text, toUtf8(text)]) {
      const { certificate } = await loadIdentity(file, { passphrase: 'secret' })
      expect(certificate.der).toEqual(identity.certificate.der)
    }
    await expect(loadIdentity(text, { passphrase: 'other' })).rejects.toMatchObject({
      code: 'identity.wrong-passphrase',
    })
  })
})
