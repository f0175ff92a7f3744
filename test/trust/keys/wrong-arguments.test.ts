import { beforeAll, describe, expect, it } from '@jest/globals'
import { createTestAuthority } from '../../../src/testing/authority.js'
import type { Identity } from '../../../src/trust/keys/identity.js'
import {
  identityFromSigner,
  loadIdentity,
  type ExternalSigner,
  type KeyAndCertificate,
} from '../../../src/trust/keys/load-identity.js'
import { exportPem, exportPkcs12 } from '../../../src/trust/keys/save-identity.js'

const INVALID = { name: 'FiscalSealError', code: 'argument.invalid' }

describe('what a caller without types gives by mistake', () => {
  let identity: Identity
  let pem: string

  beforeAll(async () => {
    const test = await createTestAuthority()
    identity = await test.identity()
    pem = await exportPem(identity)
  })

  it.each<[string, () => unknown]>([
    ['nothing', () => undefined],
    ['null', () => null],
    ['a file that was not awaited', () => Promise.resolve(pem)],
    ['a number', () => 5],
    ['an object without a key', () => ({ certificate: pem })],
    ['the bytes of an ArrayBuffer', () => new ArrayBuffer(8)],
  ])('is a typed error of loadIdentity: %s', async (_, given) => {
    await expect(loadIdentity(given() as KeyAndCertificate)).rejects.toMatchObject(INVALID)
    await expect(loadIdentity(pem)).resolves.toBeDefined()
  })

  it('is a typed error where certificates are expected', async () => {
    for (const chain of [5, null, Promise.resolve(pem), [undefined]] as unknown as string[])
      await expect(loadIdentity(pem, { chain })).rejects.toMatchObject(INVALID)
  })

  it('is a typed error of identityFromSigner, before anything is to be signed', async () => {
    const certificate = identity.certificate.der
    const sign: ExternalSigner['sign'] = (message) => identity.sign(message)
    for (const wrong of [
      undefined,
      null,
      { certificate },
      { certificate: 5, sign },
      { certificate, sign: 'x' },
    ])
      await expect(identityFromSigner(wrong as unknown as ExternalSigner)).rejects.toMatchObject(INVALID)
    await expect(identityFromSigner({ certificate, sign })).resolves.toBeDefined()
  })

  it('is a typed error where an identity is to be saved', async () => {
    for (const given of [undefined, null, Promise.resolve(identity), pem] as unknown as Identity[]) {
      await expect(exportPem(given)).rejects.toMatchObject(INVALID)
      await expect(exportPkcs12(given, { passphrase: 'secret' })).rejects.toMatchObject(INVALID)
    }
  })

  it('is a key name that no key has: the error says so, and not that there is no key', async () => {
    await expect(loadIdentity(pem, { keyName: 'till 7' })).rejects.toMatchObject({
      code: 'identity.no-key',
      message: 'None of the private keys in the file has the name "till 7".',
    })
  })
})
