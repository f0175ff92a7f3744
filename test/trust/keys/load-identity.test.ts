import { inspect } from 'node:util'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { toBase64 } from '../../../src/base/base64.js'
import { concatBytes, equalBytes, toHex, toUtf8 } from '../../../src/base/bytes.js'
import { FiscalSealError } from '../../../src/base/errors.js'
import { exportPkcs8 as exportPrivateKey, generatePrivateKey } from '../../../src/crypto/private-key.js'
import { readPublicKey } from '../../../src/crypto/public-key.js'
import { checkSignature } from '../../../src/crypto/signature.js'
import { DerCursor } from '../../../src/formats/der/cursor.js'
import { toPem } from '../../../src/formats/x509/pem.js'
import { KEY_KINDS } from '../../../src/trust/issuing/key-kind.js'
import { identityOf, type Identity } from '../../../src/trust/keys/identity.js'
import {
  identityFromSigner,
  loadIdentity,
  type KeyAndCertificate,
  type LoadIdentityOptions,
} from '../../../src/trust/keys/load-identity.js'
import { exportPem, exportPkcs12, exportPkcs8 } from '../../../src/trust/keys/save-identity.js'
import { createTestAuthority, type TestAuthority } from '../../../src/testing/authority.js'
import {
  BIT,
  caFlag,
  keyUsage,
  makeRoot,
  makeSigner,
  NOON,
  purposes,
  type Made,
} from '../made-certificate.js'

const PASSPHRASE = 'Пароль & co'
const CHEAP = { passphrase: PASSPHRASE, iterations: 1000 }

/** Returns the code of the error with which `action` fails. */
async function codeOf(action: Promise<unknown>): Promise<string> {
  try {
    await action
  } catch (error) {
    if (error instanceof FiscalSealError) return error.code
    throw error
  }
  return 'loaded'
}

const isGood = async (identity: Identity): Promise<boolean> => {
  const message = toUtf8('a message')
  const key = readPublicKey(identity.certificate.spki)
  return checkSignature({
    scheme: identity.scheme,
    key,
    message: [message],
    signature: await identity.sign(message),
  })
}

describe('an identity', () => {
  let test: TestAuthority
  let identity: Identity

  beforeAll(async () => {
    test = await createTestAuthority()
    identity = await test.identity()
  })

  it('is the same after a journey through every form in which it is saved', async () => {
    const pem = await exportPem(identity)
    const forms: readonly (Uint8Array | string)[] = [
      pem,
      toUtf8(pem),
      await exportPem(identity, CHEAP),
      await exportPkcs12(identity, CHEAP),
    ]
    for (const form of forms) {
      const loaded = await loadIdentity(form, { passphrase: PASSPHRASE })
      expect(toHex(loaded.certificate.der)).toBe(toHex(identity.certificate.der))
      expect(loaded.chain.map(({ der }) => toHex(der))).toEqual(identity.chain.map(({ der }) => toHex(der)))
      expect(await isGood(loaded)).toBe(true)
    }
  })

  it('is loaded from a key and a certificate in files of their own, the chain beside them', async () => {
    const [issuer] = identity.chain
    if (issuer === undefined) throw new Error('no chain')
    const key = await exportPkcs8(identity, CHEAP)
    const given = { key, certificate: identity.certificate.der }
    const loaded = await loadIdentity(given, {
      passphrase: toUtf8(PASSPHRASE),
      chain: toPem('CERTIFICATE', issuer.der),
    })
    expect(loaded.chain.map(({ der }) => der)).toEqual([issuer.der])
    expect((await loadIdentity(given, { passphrase: PASSPHRASE })).chain).toEqual([])
    expect(
      (await loadIdentity({ ...given, chain: issuer.der }, { passphrase: PASSPHRASE })).chain,
    ).toHaveLength(1)
  })

  it.each(KEY_KINDS.filter((kind) => kind !== 'RSA-4096'))(
    'with a key of %s signs, is saved and loaded',
    async (key) => {
      const made = await test.identity({ key })
      const loaded = await loadIdentity(await exportPkcs12(made, CHEAP), { passphrase: PASSPHRASE })
      expect(loaded.scheme).toEqual(made.scheme)
      expect(await isGood(loaded)).toBe(true)
    },
  )

  it('signs with PKCS #1 v1.5 by default and with PSS when asked', async () => {
    const pem = await exportPem(await test.identity({ key: 'RSA-2048' }))
    expect((await loadIdentity(pem)).scheme).toEqual({ kind: 'rsa-pkcs1', digest: 'SHA-256' })
    const pss = await loadIdentity(pem, { scheme: 'rsa-pss' })
    expect(pss.scheme).toEqual({ kind: 'rsa-pss', digest: 'SHA-256', mgfDigest: 'SHA-256', saltLength: 32 })
    expect(await isGood(pss)).toBe(true)
    expect(await codeOf(loadIdentity(await exportPem(identity), { scheme: 'rsa-pss' }))).toBe(
      'argument.invalid',
    )
  })

  it('never signs twice with the same nonce', async () => {
    const values = new Set<string>()
    for (let count = 0; count < 200; count++) {
      const r = DerCursor.open(await identity.sign(toUtf8('the same')))
        .sequence()
        .unsignedInteger()
      values.add(toHex(r))
    }
    expect(values.size).toBe(200)
  })

  it('is made from a signer elsewhere, and then has no key to be saved', async () => {
    const external = await identityFromSigner({
      certificate: identity.certificate.der,
      chain: identity.chain.map(({ der }) => der),
      sign: (message) => identity.sign(message),
    })
    expect(await isGood(external)).toBe(true)
    expect(external.chain).toHaveLength(1)
    expect(await codeOf(exportPkcs12(external, CHEAP))).toBe('identity.no-key')
    const expired = { certificate: (await test.expired()).certificate.der, sign: () => new Uint8Array(0) }
    expect(await codeOf(identityFromSigner(expired))).toBe('identity.expired')
  })

  it('shows neither its key nor a passphrase, whichever way it is printed', async () => {
    const pkcs8 = await exportPrivateKey(await generatePrivateKey({ kind: 'ed25519' }))
    const secret = toHex(pkcs8.subarray(-32))
    const pem = toPem('PRIVATE KEY', pkcs8)
    const texts = [inspect(identity, { depth: 9, showHidden: true }), JSON.stringify(identity)]
    for (const action of [
      loadIdentity({ key: pem, certificate: identity.certificate.der }),
      loadIdentity(await exportPkcs12(identity, CHEAP), { passphrase: 'wrong-horse-battery' }),
      loadIdentity(pem.replace('MC', 'MD'), { passphrase: 'wrong-horse-battery' }),
    ]) {
      const error: unknown = await action.then(
        () => undefined,
        (reason: unknown) => reason,
      )
      if (!(error instanceof FiscalSealError)) throw new Error('no error')
      texts.push(inspect(error, { depth: 9, showHidden: true }), JSON.stringify(error), error.stack ?? '')
    }
    for (const text of texts) {
      expect(text.toLowerCase().replaceAll(' ', '')).not.toContain(secret)
      expect(text).not.toContain(toBase64(pkcs8).slice(8, 40))
      expect(text).not.toContain('wrong-horse-battery')
    }
    expect(inspect(identity)).toMatch(/^\[Identity CN=Soko Ltd/)
  })
})

describe('loading an identity fails with', () => {
  let test: TestAuthority
  let identity: Identity
  let root: Made

  beforeAll(async () => {
    test = await createTestAuthority()
    identity = await test.identity()
    root = await makeRoot('Root')
  })

  const load = (input: Uint8Array | string | KeyAndCertificate, passphrase?: string): Promise<string> =>
    codeOf(loadIdentity(input, passphrase === undefined ? {} : { passphrase }))
  const loadMade = async (made: Made): Promise<string> => {
    const { certificate, key } = made
    const whole = identityOf({ certificate, chain: [], scheme: { kind: 'ecdsa', digest: 'SHA-256' } }, key)
    return codeOf(loadIdentity(await exportPem(whole), { at: new Date(NOON) }))
  }

  it('identity.wrong-passphrase or identity.passphrase-required', async () => {
    for (const file of [
      await exportPkcs12(identity, CHEAP),
      await exportPkcs8(identity, CHEAP),
      await exportPem(identity, CHEAP),
    ]) {
      expect(await load(file, 'wrong')).toBe('identity.wrong-passphrase')
      expect(await load(file)).toBe('identity.passphrase-required')
    }
  })

  it('identity.key-mismatch when the certificate is of another key', async () => {
    const other = await test.otherTaxpayer()
    const key = toPem(
      'PRIVATE KEY',
      await exportPrivateKey(await generatePrivateKey({ kind: 'ec', curve: 'P-256' })),
    )
    expect(await load({ key, certificate: other.certificate.der })).toBe('identity.key-mismatch')
  })

  it('identity.expired and identity.not-yet-valid, while the moment before is fine', async () => {
    const expired = await test.expired()
    expect(await load(await exportPem(expired))).toBe('identity.expired')
    expect(
      await codeOf(loadIdentity(await exportPem(expired), { at: new Date(expired.certificate.notAfter) })),
    ).toBe('loaded')
    expect(await load(await exportPem(await test.notYetValid()))).toBe('identity.not-yet-valid')
  })

  it('identity.is-authority when the certificate may issue others', async () => {
    expect(await load(await exportPem(test.authorityAsSigner()))).toBe('identity.is-authority')
    expect(
      await loadMade(await makeSigner(root, { extensions: [caFlag(), keyUsage(BIT.digitalSignature)] })),
    ).toBe('identity.is-authority')
  })

  it('identity.key-usage when it may not sign documents', async () => {
    const usage = keyUsage(BIT.digitalSignature)
    expect(await loadMade(await makeSigner(root, { extensions: [usage] }))).toBe('loaded')
    expect(await loadMade(await makeSigner(root, { extensions: [keyUsage(2)] }))).toBe('identity.key-usage')
    expect(
      await loadMade(await makeSigner(root, { extensions: [usage, purposes('1.3.6.1.5.5.7.3.1')] })),
    ).toBe('identity.key-usage')
  })

  it('identity.unsupported-key when the key is weak or of a curve that is not offered', async () => {
    for (const parameters of [
      { kind: 'rsa', bits: 1024 },
      { kind: 'ec', curve: 'secp256k1' },
    ] as const) {
      const key = await generatePrivateKey(parameters)
      const { certificate } = await makeSigner(root, { key })
      const pem = toPem('PRIVATE KEY', await exportPrivateKey(key))
      const given = { key: pem, certificate: certificate.der }
      expect(await codeOf(loadIdentity(given, { at: new Date(NOON) }))).toBe('identity.unsupported-key')
    }
  })

  it('argument.invalid for an option that is misspelt', async () => {
    const misspelt = { passPhrase: 'secret' } as LoadIdentityOptions
    await expect(loadIdentity(new Uint8Array(9), misspelt)).rejects.toMatchObject({
      code: 'argument.invalid',
      message: expect.stringContaining('passPhrase is no option of loadIdentity'),
    })
  })

  it('identity.no-key, identity.no-certificate and identity.ambiguous by what the file holds', async () => {
    const pem = await exportPem(identity)
    const [key = '', ...certificates] = pem.split(/(?<=-----END [A-Z ]+-----\n)/)
    expect(await load(certificates.join(''))).toBe('identity.no-key')
    expect(await load(key)).toBe('identity.no-certificate')
    const other = toPem('PRIVATE KEY', await exportPrivateKey(await generatePrivateKey({ kind: 'ed25519' })))
    expect(await load(pem + other)).toBe('identity.ambiguous')
  })

  it('identity.chain-invalid when nothing of the chain given belongs to it', async () => {
    const pem = await exportPem(identity)
    expect(await codeOf(loadIdentity(pem, { chain: root.certificate.der }))).toBe('identity.chain-invalid')
    const chain = [root.certificate.der, test.authority.issuingCertificate.der]
    expect(await codeOf(loadIdentity(pem, { chain }))).toBe('loaded')
  })

  it('identity.unreadable for what is no key file', async () => {
    const whole = await exportPkcs12(identity, CHEAP)
    expect(await load(new Uint8Array(0))).toBe('identity.unreadable')
    expect(await load('hello')).toBe('identity.unreadable')
    expect(await load(Uint8Array.of(0x30, 0x80))).toBe('identity.unreadable')
    expect(await load(whole.subarray(0, -1), PASSPHRASE)).toBe('identity.unreadable')
    expect(await load(concatBytes([whole, Uint8Array.of(0)]), PASSPHRASE)).toBe('identity.unreadable')
  })

  it('identity.limit when the file is too large', async () => {
    expect(await load(new Uint8Array(1024 * 1024 + 1))).toBe('identity.limit')
  })

  it('a typed error, whichever byte of the file is flipped', async () => {
    const whole = await exportPkcs12(identity, CHEAP)
    const loaded: number[] = []
    for (let index = 0; index < whole.length; index += 23) {
      const mutant = whole.slice()
      mutant[index] = (mutant[index] ?? 0) ^ 0x55
      const code = await load(mutant, PASSPHRASE)
      if (code === 'loaded') loaded.push(index)
      else expect(code).toMatch(/^identity\./)
    }
    expect(loaded).toEqual([])
    expect(equalBytes(whole, await exportPkcs12(identity, CHEAP))).toBe(false)
  })
})
