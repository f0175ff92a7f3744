import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { toUtf8 } from '../../src/base/bytes.js'
import { createKey } from '../../src/trust/issuing/key-holder.js'
import type { BundleSigner } from '../../src/trust/lists/bundle/bundle-key.js'
import {
  addBundleSignature,
  packTrustBundle,
  wrapTrustList,
} from '../../src/trust/lists/bundle/bundle-signing.js'
import { createTrustRoot, nextTrustRoot } from '../../src/trust/lists/bundle/root-plan.js'
import { checkTrustBundle } from '../../src/trust/lists/bundle/update-bundle.js'
import { parsePem, toPem } from '../../src/formats/x509/pem.js'
import { createAuthority } from '../../src/trust/issuing/authority.js'
import { createFolder, openssl, opensslRefuses, type OpensslFolder } from './issuing-folder.js'
import { python, run } from './judges.js'

interface Envelope {
  readonly payloadType: string
  readonly payload: string
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[]
}

interface Bundle {
  readonly roots: readonly Envelope[]
  readonly list: Envelope
}

const EXPIRES = new Date(Date.now() + 700 * 86_400_000)
let folder: OpensslFolder
let root: Uint8Array
let bundle: Uint8Array
let ours: BundleSigner
let theirs: BundleSigner

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

/** A key that OpenSSL makes and signs with: as far away as a key in a token. */
async function opensslSigner(name: string, kind: readonly string[]): Promise<BundleSigner> {
  const key = folder.path(`${name}.pem`)
  await openssl('genpkey', '-out', key, ...kind)
  await openssl('pkey', '-in', key, '-pubout', '-out', folder.path(`${name}.pub.pem`))
  const [block] = parsePem(text(folder.read(`${name}.pub.pem`)))
  return {
    publicKey: { spki: block?.der ?? new Uint8Array() },
    sign: async (message) => {
      const [input, output] = [folder.write('message', message), folder.path('signature')]
      const digest = name === 'ed25519' ? [] : ['-digest', 'sha256']
      await openssl('pkeyutl', '-sign', '-inkey', key, '-rawin', ...digest, '-in', input, '-out', output)
      return folder.read('signature')
    },
  }
}

async function signedBy(envelope: Uint8Array, signers: readonly BundleSigner[]): Promise<Uint8Array> {
  let signed = envelope
  for (const signer of signers) signed = await addBundleSignature(signed, signer)
  return signed
}

beforeAll(async () => {
  folder = createFolder()
  ours = (await createKey('P-256')).holder
  theirs = await opensslSigner('ed25519', ['-algorithm', 'ED25519'])
  const online = await opensslSigner('p256', ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'])
  const authority = await createAuthority({ name: 'Revenue Authority', country: 'KE', key: 'P-256' })
  const [list] = authority.trust.toJSON().lists
  const plan = {
    listId: list?.listId ?? '',
    expiresAt: EXPIRES,
    root: { threshold: 2, keys: [ours, theirs] },
    list: { threshold: 1, keys: [online] },
  }
  root = await signedBy(await createTrustRoot(plan), [ours, theirs])
  const next = await signedBy(await nextTrustRoot(root, { expiresAt: EXPIRES }), [ours, theirs])
  const signedList = await signedBy(wrapTrustList(toUtf8(JSON.stringify(list))), [online])
  bundle = await packTrustBundle({ roots: [root, next], list: signedList })
}, 60_000)

afterAll(() => {
  folder.remove()
})

describe('a signed bundle', () => {
  it('is taken with signatures that OpenSSL made', async () => {
    expect(await checkTrustBundle(bundle, { root })).toMatchObject({ version: 1, root: { version: 2 } })
  })

  it('verifies with the cryptography package of Python: every signature, over the encoding of DSSE', async () => {
    const script = join(import.meta.dirname, 'bundle_check.py')
    const { stdout, status, text: said } = await run(python(), [script], text(bundle))
    expect([status, said]).toEqual([0, stdout])
    const { roots, list } = JSON.parse(text(bundle)) as Bundle
    const expected = [...roots, list].map(({ signatures }) => signatures.map(({ keyid }) => keyid))
    expect(JSON.parse(stdout)).toEqual(expected)
    expect(expected.map((keyIds) => keyIds.length)).toEqual([2, 2, 1])
    const payload = Buffer.from(list.payload, 'base64').toString().replace('"version":1', '"version":2')
    const changed = { roots, list: { ...list, payload: Buffer.from(payload).toString('base64') } }
    const again = await run(python(), [script], JSON.stringify(changed))
    expect((JSON.parse(again.stdout) as string[][]).map((keyIds) => keyIds.length)).toEqual([2, 2, 0])
  })

  it('verifies with OpenSSL, signature by signature, and not with another type', async () => {
    const [first] = (JSON.parse(text(bundle)) as Bundle).roots
    const payload = Buffer.from(first?.payload ?? '', 'base64')
    const encoding = (type: string): Uint8Array =>
      Buffer.concat([Buffer.from(`DSSEv1 ${type.length} ${type} ${payload.length} `), payload])
    folder.write('ours.pub.pem', toPem('PUBLIC KEY', ours.publicKey.spki))
    folder.write('right', encoding(first?.payloadType ?? ''))
    folder.write('wrong', encoding('application/vnd.fiscalseal.trust-list+json'))
    const verify = (index: number, message: string): readonly string[] => {
      folder.write('signature', Buffer.from(first?.signatures[index]?.sig ?? '', 'base64'))
      const key = folder.path(index === 0 ? 'ours.pub.pem' : 'ed25519.pub.pem')
      const digest = index === 0 ? ['-digest', 'sha256'] : []
      const files = ['-in', folder.path(message), '-sigfile', folder.path('signature')]
      return ['pkeyutl', '-verify', '-pubin', '-inkey', key, '-rawin', ...digest, ...files]
    }
    for (const index of [0, 1]) {
      expect(await openssl(...verify(index, 'right'))).toContain('Signature Verified Successfully')
      expect(await opensslRefuses(...verify(index, 'wrong'))).toContain('Signature Verification Failure')
    }
  })
})
