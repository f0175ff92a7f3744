import { createPublicKey, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { createKey, loadKeyHolder } from '../../../../src/trust/issuing/key-holder.js'
import type { KeyHolder } from '../../../../src/trust/issuing/certification-request.js'
import {
  addBundleSignature,
  packTrustBundle,
  wrapTrustList,
} from '../../../../src/trust/lists/bundle/bundle-signing.js'
import { memoryStorage } from '../../../../src/trust/lists/bundle/bundle-storage.js'
import { createTrustRoot, nextTrustRoot } from '../../../../src/trust/lists/bundle/root-plan.js'
import { checkTrustBundle, updateTrustBundle } from '../../../../src/trust/lists/bundle/update-bundle.js'
import { at, bytesOf, codeOf, listRecord, LIST_ID, openAuthority, paeOf, type Envelope } from './publisher.js'

/** Two who hold root keys, one who signs lists, and one who takes over from him. */
let first: KeyHolder
let second: KeyHolder
let clerk: KeyHolder
let successor: KeyHolder
let root1: Uint8Array
let bundle1: Uint8Array

const fromBytes = (bytes: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(bytes))

async function signedBy(envelope: Uint8Array, ...holders: readonly KeyHolder[]): Promise<Uint8Array> {
  let signed = envelope
  for (const holder of holders) signed = await addBundleSignature(signed, holder)
  return signed
}

const signedList = (version: number, holder: KeyHolder): Promise<Uint8Array> =>
  signedBy(wrapTrustList(bytesOf(listRecord({ version }))), holder)

beforeAll(async () => {
  await openAuthority()
  first = (await createKey('Ed25519')).holder
  second = (await createKey('P-256')).holder
  const { pem } = await createKey('P-256', { passphrase: 'correct horse' })
  clerk = await loadKeyHolder(pem, { passphrase: 'correct horse' })
  successor = (await createKey('Ed25519')).holder
  const plan = {
    listId: LIST_ID,
    expiresAt: at(700),
    root: { threshold: 2, keys: [first, second] },
    list: { threshold: 1, keys: [clerk] },
  }
  root1 = await signedBy(await createTrustRoot(plan), first, second)
  bundle1 = await packTrustBundle({ roots: [root1], list: await signedList(1, clerk) }, { at: at() })
})

describe('a publisher', () => {
  it('makes a root, signs a list, and packs a bundle that everybody takes', async () => {
    const checked = await checkTrustBundle(bundle1, { root: root1, at: at() })
    expect(checked).toMatchObject({ listId: LIST_ID, version: 1, root: { version: 1 } })
  })

  it('signs the next list on top of the bundle before, and may not go back', async () => {
    const list2 = await signedList(2, clerk)
    const bundle2 = await packTrustBundle({ roots: [bundle1], list: list2 }, { at: at() })
    const storage = memoryStorage()
    await updateTrustBundle(bundle1, storage, { root: root1, at: at() })
    expect(await updateTrustBundle(bundle2, storage, { root: root1, at: at() })).toMatchObject({ version: 2 })
    const back = packTrustBundle({ roots: [bundle2], list: await signedList(1, clerk) }, { at: at() })
    expect(await codeOf(() => back)).toBe('bundle.rollback')
  })

  it('exchanges the keys by a root that old and new ones sign', async () => {
    const change = { expiresAt: at(800), list: { threshold: 1, keys: [successor] } }
    const unsigned = await nextTrustRoot(bundle1, change)
    const list = await signedList(1, successor)
    const half = await signedBy(unsigned, first)
    const pack = (root: Uint8Array): Promise<Uint8Array> =>
      packTrustBundle({ roots: [bundle1, root], list }, { at: at() })
    expect(await codeOf(() => pack(half))).toBe('bundle.threshold')
    const bundle2 = await pack(await signedBy(half, second))
    expect(await checkTrustBundle(bundle2, { root: root1, at: at() })).toMatchObject({
      version: 1,
      root: { version: 2, expiresAt: at(800).getTime() },
    })
    const old = packTrustBundle({ roots: [bundle2], list: await signedList(9, clerk) }, { at: at() })
    expect(await codeOf(() => old)).toBe('bundle.threshold')
  })

  it('replaces his own signature, and is not counted twice', async () => {
    const list = fromBytes(await signedBy(await signedList(2, clerk), clerk)) as Envelope
    expect(list.signatures).toHaveLength(1)
  })

  it('gives public keys as PEM or DER as well', async () => {
    const { spki } = second.publicKey
    const pem = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' }).export({
      type: 'spki',
      format: 'pem',
    })
    const plan = (keys: readonly (string | Uint8Array)[]): Promise<Uint8Array> =>
      createTrustRoot({
        listId: LIST_ID,
        expiresAt: at(1),
        root: { threshold: 1, keys },
        list: { threshold: 1, keys },
      })
    expect(await plan([pem.toString()])).toEqual(await plan([spki]))
    expect(await plan([Buffer.from(pem.toString())])).toEqual(await plan([spki]))
    expect(await codeOf(() => plan([pem.toString(), spki]))).toBe('argument.invalid')
    expect(await codeOf(() => plan(['no key']))).toBe('argument.invalid')
    expect(await codeOf(() => plan([Uint8Array.of(0x30, 0)]))).toBe('argument.invalid')
    expect(await codeOf(() => plan([]))).toBe('bundle.malformed')
  })
})

describe('what is not made', () => {
  it('is a root without end, with keys of another kind, or with a threshold out of reach', async () => {
    const rsa = (await createKey('RSA-2048')).holder
    const plan = (keys: readonly KeyHolder[], threshold: number, expiresAt = at(1)): Promise<Uint8Array> =>
      createTrustRoot({
        listId: LIST_ID,
        expiresAt,
        root: { threshold, keys },
        list: { threshold: 1, keys: [clerk] },
      })
    expect(await codeOf(() => plan([first], 1))).toBe('accepted')
    expect(await codeOf(() => plan([rsa], 1))).toBe('argument.invalid')
    expect(await codeOf(() => plan([first], 2))).toBe('bundle.malformed')
    expect(await codeOf(() => plan([first], 1, new Date(Number.NaN)))).toBe('argument.invalid')
    expect(await codeOf(() => signedBy(root1, rsa))).toBe('argument.invalid')
  })

  it('is an envelope around something that is no trust list', async () => {
    expect(await codeOf(() => wrapTrustList(bytesOf({ format: 'tax-trust-list/1' })))).toBe(
      'bundle.malformed',
    )
    expect(await codeOf(() => wrapTrustList(new Uint8Array()))).toBe('bundle.malformed')
    expect(await codeOf(() => packTrustBundle({ roots: [], list: root1 }))).toBe('argument.invalid')
  })

  it('is a signature that does not hold: identity.signer', async () => {
    const broken = { publicKey: first.publicKey, sign: () => new Uint8Array(64) }
    expect(await codeOf(() => addBundleSignature(root1, broken))).toBe('identity.signer')
    const stranger = { publicKey: first.publicKey, sign: (message: Uint8Array) => successor.sign(message) }
    expect(await codeOf(() => addBundleSignature(root1, stranger))).toBe('identity.signer')
  })

  it('is a bundle that is out of date already', async () => {
    const list = await signedList(2, clerk)
    expect(await codeOf(() => packTrustBundle({ roots: [bundle1], list }, { at: at(31) }))).toBe(
      'bundle.expired',
    )
  })
})

describe('what is written', () => {
  const schema = (name: string): object =>
    JSON.parse(
      readFileSync(new URL(`../../../../src/trust/lists/bundle/${name}`, import.meta.url), 'utf8'),
    ) as object

  it('is as the schemas of the package say', () => {
    const ajv = new Ajv2020()
    const isBundle = ajv.compile(schema('trust-bundle.schema.json'))
    const isRoot = ajv.compile(schema('trust-root.schema.json'))
    const bundle = fromBytes(bundle1) as { readonly roots: readonly Envelope[] }
    const root: unknown = JSON.parse(Buffer.from(bundle.roots[0]?.payload ?? '', 'base64').toString())
    expect([isBundle(bundle), isRoot(root)]).toEqual([true, true])
    expect([isBundle(root), isRoot(bundle), isRoot({ ...(root as object), more: 1 })]).toEqual([
      false,
      false,
      false,
    ])
  })

  it('is signed over the encoding of DSSE, as the platform alone can tell', () => {
    const envelope = fromBytes(root1) as Envelope
    const message = paeOf(envelope.payloadType, Buffer.from(envelope.payload, 'base64'))
    const keys = [first, second].map(({ publicKey }) =>
      createPublicKey({ key: Buffer.from(publicKey.spki), format: 'der', type: 'spki' }),
    )
    const digests = [null, 'sha256']
    envelope.signatures.forEach(({ sig }, index) => {
      const key = keys[index]
      const holds = key !== undefined && verify(digests[index], message, key, Buffer.from(sig, 'base64'))
      expect(holds).toBe(true)
    })
    expect(message.toString().startsWith('DSSEv1 42 application/vnd.fiscalseal.trust-root+json ')).toBe(true)
  })
})
