import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { FiscalSealError } from '../../../src/base/errors.js'
import { toPem } from '../../../src/formats/x509/pem.js'
import { compareStores } from '../../../src/trust/store/differences.js'
import { findEndings } from '../../../src/trust/store/endings.js'
import { listAnchors } from '../../../src/trust/store/listing.js'
import { makeTrustList } from '../../../src/trust/store/list-writer.js'
import { readTrustFiles } from '../../../src/trust/store/trust-files.js'
import type { AnchorRecord } from '../../../src/trust/store/trust-list.js'
import { MAX_TRUST_LENGTH } from '../../../src/trust/store/trust-material.js'
import { TrustStore } from '../../../src/trust/store/trust-store.js'
import { DAY, makeCrl, makeRoot, NOON, type Made } from '../made-certificate.js'
import { listOf, wholeRecord } from './whole-record.js'

describe('what a trust store holds', () => {
  let root: Made
  let record: AnchorRecord
  let folder: string

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'fiscalseal-'))
    root = await makeRoot('Root')
    const { signedNotAfter: _, ...rest } = await wholeRecord(root)
    record = rest
  })

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  const at = new Date(NOON)
  const iso = (days: number): string => new Date(NOON + days * DAY).toISOString().replace('.000Z', 'Z')

  it('is filtered by what somebody asks for, a list being an alternative', () => {
    const azores = { ...record, id: 'pt.20', jurisdiction: 'PT-20', environment: 'test' as const }
    const store = TrustStore.from(
      listOf(record, azores, { ...record, id: 'ke.time', role: 'timestamp-authority' }),
    )
    const ids = (filter: Parameters<TrustStore['filter']>[0]): readonly string[] =>
      store.filter(filter).anchors.map(({ id }) => id)
    expect(ids({ jurisdiction: 'pt' })).toEqual(['pt.20'])
    expect(ids({ jurisdiction: ['KE', 'PT'], role: 'issuer-ca' })).toEqual(['ke.revenue', 'pt.20'])
    expect(ids({ environment: 'test' })).toEqual(['pt.20'])
    expect(ids({ authority: 'REVENUE authority', role: ['timestamp-authority'] })).toEqual(['ke.time'])
    expect(ids({ id: 'ke.time' })).toEqual(['ke.time'])
    expect(ids({})).toHaveLength(3)
    expect(ids({ authority: 'Nobody' })).toEqual([])
    expect(() => store.filter({ juridiction: 'PT' } as never)).toThrow('filter.juridiction is not known')
  })

  it('is the union of several stores, of an anchor given twice the newest version', () => {
    const [first, second] = [listOf(record), { ...listOf(record), version: 2 }]
    for (const lists of [
      [first, second],
      [second, first],
    ])
      expect(TrustStore.from(lists.map((list) => TrustStore.from(list))).anchors).toMatchObject([
        { id: 'ke.revenue', list: { version: 2 } },
      ])
  })

  it('may be a list that accepts nobody any more', () => {
    const store = TrustStore.from(listOf())
    expect(store.anchors).toEqual([])
    expect(store.lists).toMatchObject([{ listId: 'test', version: 1 }])
    expect(TrustStore.from(JSON.stringify(store)).lists).toHaveLength(1)
  })

  it('is listed with the status of a day and what ends first', () => {
    const withdrawn = { value: 'withdrawn' as const, from: '2026-03-01T00:00:00Z' }
    const store = TrustStore.from(listOf({ ...record, status: [...record.status, withdrawn] }))
    const status = (day: string): unknown => listAnchors(store, { at: new Date(day) })[0]?.status
    expect([status('2019-01-01'), status('2026-02-28'), status('2026-03-01')]).toEqual([
      'none',
      'granted',
      'withdrawn',
    ])
    expect(listAnchors(store, { at })[0]?.endsAt).toBe('2026-03-01T00:00:00.000Z')
  })

  it.each([
    ['a certificate', 'certificate.ends', 180 - 59],
    ['a certificate that is over', 'certificate.ended', 181],
    ['a list', 'list.ends', 199.5 - 50],
    ['a list that is over', 'list.ended', 200],
  ] as const)('is warned about: %s', (_, code, days) => {
    const store = TrustStore.from(listOf(record))
    const found = findEndings(store, { at: new Date(NOON + days * DAY) })
    expect(found.map((ending) => ending.code)).toContain(code)
    expect(findEndings(store, { at: new Date(NOON) })).toEqual([])
  })

  it('is warned about: an acceptance that ends, a withdrawal that is announced, and a CRL that is over', async () => {
    const announced = [...record.status, { value: 'withdrawn' as const, from: iso(10) }]
    const store = TrustStore.from([
      listOf(
        { ...record, signedNotAfter: iso(-1) },
        { ...record, id: 'ke.two', status: announced },
        { ...record, id: 'ke.three', status: [{ value: 'withdrawn', from: iso(-10) }] },
      ),
      (await makeCrl({ issuer: root })).der,
    ])
    expect(findEndings(store, { at }).map(({ code, what, days }) => [code, what, days])).toEqual([
      ['anchor.ended', 'ke.revenue', -1],
      ['anchor.ends', 'ke.two', 10],
    ])
    const later = findEndings(store, { at: new Date(NOON + 100 * DAY) })
    expect(later.map(({ code }) => code)).toContain('crl.ended')
  })

  it('is compared field by field, wherever its anchors come from', () => {
    const { anchor, evidence, ...rules } = record
    const options = { certificate: anchor.der, evidence, ...rules }
    const before = TrustStore.from(options)
    expect(compareStores(before, TrustStore.from(options))).toEqual({
      added: [],
      removed: [],
      changed: [],
      lists: [],
    })
    expect(compareStores(before, TrustStore.from({ ...options, role: 'accredited-ca' })).changed).toEqual([
      { id: 'ke.revenue', changes: [{ field: 'role', before: 'issuer-ca', after: 'accredited-ca' }] },
    ])
    const listed = compareStores(before, TrustStore.from(listOf(record)))
    expect(listed.changed[0]?.changes.map(({ field }) => field)).toEqual(['anchor.subject', 'list'])
    expect(listed.lists).toMatchObject([{ listId: 'test' }])
  })

  it('is written as a list, which leaves nothing open', async () => {
    const header = { listId: 'mine', version: 3, issuedAt: at, expiresAt: new Date(NOON + 90 * DAY) }
    const list = await makeTrustList(TrustStore.from(listOf(record)), header)
    expect(list).toMatchObject({ listId: 'mine', version: 3, issuedAt: iso(0), anchors: [record] })
    const bare = TrustStore.from(root.certificate.der)
    await expect(makeTrustList(bare, header)).rejects.toThrow('its revocation.mode')
    const { certificate } = root
    const stated = TrustStore.from({ certificate: certificate.der, revocation: { mode: 'none' } })
    await expect(makeTrustList(stated, header)).rejects.toThrow('its evidence')
  })

  it('is read from files and folders, of a folder its trust.json before all else', () => {
    const certificates = join(folder, 'certificates')
    mkdirSync(certificates)
    writeFileSync(join(certificates, 'root.PEM'), toPem('CERTIFICATE', root.certificate.der))
    writeFileSync(join(certificates, 'list.json'), JSON.stringify(listOf(record)))
    writeFileSync(join(certificates, 'notes.txt'), 'not read')
    expect(readTrustFiles(certificates).anchors).toHaveLength(2)
    writeFileSync(join(certificates, 'trust.json'), JSON.stringify(listOf(record)))
    expect(readTrustFiles([certificates]).anchors).toHaveLength(1)
    const bad = join(folder, 'bad.json')
    writeFileSync(bad, '{')
    expect(() => readTrustFiles(bad)).toThrow(`${bad} is not JSON`)
    expect(() => readTrustFiles(join(folder, 'none'))).toThrow(FiscalSealError)
  })

  it('is refused above 64 MiB before it is read, and below in a time that grows with its size only', () => {
    expect(() => TrustStore.from(' '.repeat(MAX_TRUST_LENGTH + 1))).toThrow('is too long')
    expect(() => TrustStore.from(new Uint8Array(MAX_TRUST_LENGTH + 1).fill(0x20))).toThrow('is too long')
    const deep = `{"format":"tax-trust-list/1","anchors":${'['.repeat(2_000_000)}`
    expect(() => TrustStore.from(deep)).toThrow('is not JSON')
    const name = 'a'.repeat(1_000_000)
    expect(() => TrustStore.from({ ...listOf(), [name]: 1 })).toThrow(/^.{0,200}$/)
    const pem = toPem('CERTIFICATE', root.certificate.der)
    expect(TrustStore.from(pem.repeat(3000)).anchors).toHaveLength(1)
  })
})
