import { beforeAll, describe, expect, it } from '@jest/globals'
import { toBase64 } from '../../../src/base/base64.js'
import { toHex } from '../../../src/base/bytes.js'
import { digest } from '../../../src/crypto/digest.js'
import { generatePrivateKey } from '../../../src/crypto/private-key.js'
import { readPublicKey } from '../../../src/crypto/public-key.js'
import type { AnchorRecord } from '../../../src/trust/store/trust-list.js'
import { TrustStore } from '../../../src/trust/store/trust-store.js'
import { cpuTime } from '../../cpu-time.js'
import { makeRoot, type Made } from '../made-certificate.js'
import { listOf, wholeRecord } from './whole-record.js'

describe('a trust store finds', () => {
  let root: Made
  let record: AnchorRecord

  beforeAll(async () => {
    root = await makeRoot('Root')
    record = await wholeRecord(root)
  })

  async function bareKey(id: string, spki: Uint8Array): Promise<AnchorRecord> {
    const sha256 = toHex(await digest('SHA-256', [spki]))
    return { ...record, id, anchor: { kind: 'spki', der: toBase64(spki), sha256 } }
  }

  async function bareKeys(count: number): Promise<readonly AnchorRecord[]> {
    const keys = await Promise.all(
      Array.from({ length: count }, () => generatePrivateKey({ kind: 'ec', curve: 'P-256' })),
    )
    return Promise.all(keys.map(({ publicKey }, index) => bareKey(`key.${index}`, publicKey.spki)))
  }

  const idsOf = (anchors: TrustStore['anchors']): readonly string[] => anchors.map(({ id }) => id)

  it('anchors by name, the most specific jurisdiction first', () => {
    const store = TrustStore.from(
      listOf(
        { ...record, id: 'nobody', jurisdiction: 'ZZ' },
        { ...record, id: 'country', jurisdiction: 'PT' },
        { ...record, id: 'region', jurisdiction: 'PT-20' },
      ),
    )
    expect(idsOf(store.anchorsNamed(root.certificate.subject))).toEqual(['region', 'country', 'nobody'])
  })

  it('no anchor by a name that none of them has', async () => {
    const { certificate } = await makeRoot('Other')
    expect(TrustStore.from(listOf(record)).anchorsNamed(certificate.subject)).toEqual([])
  })

  it('anchors by key, whatever their names', async () => {
    const { spki } = root.certificate
    const store = TrustStore.from(listOf(record, await bareKey('key.bare', spki), ...(await bareKeys(2))))
    expect(idsOf(store.anchorsWithKey(spki.slice()))).toEqual(['ke.revenue', 'key.bare'])
    const other = spki.slice()
    other[other.length - 1] = (other.at(-1) ?? 0) ^ 1
    expect(store.anchorsWithKey(other)).toEqual([])
  })

  it.each([
    ['SHA-1 of the key', 'SHA-1', 20],
    ['the front of SHA-256 of the key', 'SHA-256', 20],
    ['SHA-256 of the key', 'SHA-256', 32],
  ] as const)('the bare key that an identifier names: %s', async (_, algorithm, length) => {
    const { spki, subject } = root.certificate
    const store = TrustStore.from(listOf(...(await bareKeys(6)), await bareKey('key.root', spki)))
    const identifier = (await digest(algorithm, [readPublicKey(spki).material])).slice(0, length)
    expect(idsOf(store.anchorsNamed(subject, () => identifier))).toEqual(['key.root'])
  })

  it('all bare keys without an identifier, and with another one only when they are few', async () => {
    const { subject } = root.certificate
    const other = (): Uint8Array => new Uint8Array(20)
    const few = TrustStore.from(listOf(...(await bareKeys(4))))
    expect(few.anchorsNamed(subject, other)).toHaveLength(4)
    const many = TrustStore.from(listOf(record, ...(await bareKeys(5))))
    expect(many.anchorsNamed(subject)).toHaveLength(6)
    expect(idsOf(many.anchorsNamed(subject, other))).toEqual(['ke.revenue'])
  })

  it('among 5 000 of one name in a time that grows with their number only', () => {
    const records = Array.from({ length: 5000 }, (_, index) => ({ ...record, id: `ke.${index}` }))
    const started = cpuTime()
    const store = TrustStore.from(listOf(...records))
    expect(store.anchorsNamed(root.certificate.subject)).toHaveLength(5000)
    // To sort anew for each of them took a minute.
    expect(cpuTime() - started).toBeLessThan(20_000)
    expect(() => TrustStore.from(listOf(...records, record))).toThrow('too many entries')
  })
})
