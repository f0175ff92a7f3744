import { describe, expect, it } from '@jest/globals'
import type { ChangeLevel } from '../../../../src/formats/pdf/differences/change.js'
import { RevisionHistory } from '../../../../src/formats/pdf/differences/revision-history.js'
import { append, build, open, stream } from '../pdf-builder.js'
import { EVIDENCE, level, NEW_DSS, SIGNED } from './signed-file.js'

/** Validation data but for the evidence itself. */
const NEW_DSS_TABLE = { 1: NEW_DSS[1], 40: NEW_DSS[40] }
const EVIL = '4 0 obj\n<< /Length 4 >>\nstream\nevil\nendstream\nendobj\n'
const SIGNED_FILE = build(SIGNED)

/** How far an update goes that brings validation data, its text changed. */
function levelOf(change: (update: string) => string, more = ''): ChangeLevel {
  const prefix = `${SIGNED_FILE}${more}`
  const update = append(prefix, { ...NEW_DSS, 41: stream('', '0\x03\x02\x01\x05') }).slice(prefix.length)
  return new RevisionHistory(open(prefix + change(update))).changesAfter(0).level
}

/** Validation data that holds `data` as a certificate. */
function levelWith(data: string): ChangeLevel {
  return new RevisionHistory(open(append(SIGNED_FILE, { ...NEW_DSS, 41: stream('', data) }))).changesAfter(0)
    .level
}

describe('the bytes of a later revision', () => {
  it('are objects, white space and comments', () => {
    expect(levelOf((update) => update)).toBe('archival')
    expect(levelOf((update) => update, '\r\n \0\t% a comment\n')).toBe('archival')
    expect(levelWith('0 object, 10 obj, 1 0 of trailers, trailer of a film')).toBe('archival')
  })

  it.each([
    ['an object that no section lists', EVIL],
    ['a word', 'evil\n'],
    ['an object in a comment', `%${EVIL.replaceAll('\n', ' ')}\n`],
  ])('are not %s', (_what, more) => {
    expect(levelOf((update) => update, more)).toBe('other')
  })

  it.each([
    ['an object', EVIL],
    ['an object behind other white space', '4\x0b0\x0bobj'],
    ['an object without white space', '+4 +0obj'],
    ['an object with a comment before its name', '4 0 % x\nobj'],
    ['an object with a comment in its name', '4 % x\n0 obj'],
    ['a trailer', 'trailer\n<< /Root 30 0 R >>'],
    ['a trailer after a comment', 'trailer % x\n<< /Root 30 0 R >>'],
    ['a startxref', 'startxref\n9\n%%EOF'],
  ])('do not hide %s in a stream', (_what, data) => {
    expect(levelWith(data)).toBe('other')
  })

  it.each([
    ['without a catalog', '/Root 1 0 R ', ''],
    ['without a size', '/Size 42 ', ''],
    ['with a size that is none', '/Size 42 ', '/Size /x '],
    ['with a size of nothing', '/Size 42 ', '/Size 0 '],
    ['with a size that a number reaches', '/Size 42 ', '/Size 41 '],
    ['with an entry that is null', '/Size 42 ', '/Size 42 /Encrypt null '],
  ])('end with no trailer %s', (_what, from, to) => {
    expect(levelOf((update) => update)).toBe('archival')
    expect(levelOf((update) => update.replace(from, to))).toBe('other')
  })

  it('may be those of object streams', () => {
    const { 1: catalog, 40: store, 41: evidence } = NEW_DSS
    expect(level([{ 41: evidence }, { form: 'stream', compressed: { 1: catalog, 40: store } }])).toBe(
      'archival',
    )
  })

  it.each([
    ['an object that no section lists', '/ObjStm', '/N 1 /First 4', '1 0 <<>>'],
    ['an object that a section lists elsewhere', '/ObjStm', '/N 1 /First 5', '40 0 <<>>'],
    ['a trailer', '/XRef', '/Root 30 0 R /Size 42 /W [1 1 1]', ''],
  ])('do not hide %s in a stream of type %s', (_what, type, entries, data) => {
    const levelOfType = (types: string) => level({ ...NEW_DSS, 41: stream(`${types} ${entries}`, data) })
    expect(levelOfType('/Type /XObject')).toBe('archival')
    expect(levelOfType(`/Type ${type}`)).toBe('other')
    expect(levelOfType(`/Type ${type} /Type /XObject`)).toBe('unknown')
  })

  it('do not hide an object in a place of its stream that no section lists', () => {
    const { 1: catalog, 40: store, 41: evidence } = NEW_DSS
    const options = { form: 'stream', compressed: { 1: catalog, 40: store, 43: catalog } } as const
    const update = append(SIGNED_FILE, { 41: evidence }, options).slice(SIGNED_FILE.length)
    const row = (type: string, second: string) => `${type}\0\0${second}\0\x02`
    const unlisted = update.replace(row('\x02', ','), row('\0', '\0'))
    const changed = (text: string) => new RevisionHistory(open(SIGNED_FILE + text)).changesAfter(0)
    expect(changed(unlisted.replace('43 ', '1  ')).level).toBe('other')
    // Another number there, and the objects of a stream would not be where they are listed.
    expect(changed(update).changes.map(({ kind }) => kind)).toContain('orphan')
  })

  it('do not hide an object in a stream other than the one that a section lists', () => {
    const { 1: catalog, 40: store } = NEW_DSS
    const options = { form: 'stream', compressed: { 1: catalog, 40: store } } as const
    const evidence = (type: string) => stream(`/Type ${type} /N 1 /First 4`, '1 0 <<>>')
    expect(level([{ 41: evidence('/X') }, options])).toBe('archival')
    expect(level([{ 41: evidence('/ObjStm') }, options])).toBe('other')
  })

  it.each([
    ['are those of the stream of a hybrid section too', 41, ['XRefStm']],
    [
      'end with a trailer whose size is above its numbers',
      43,
      ['a trailer without', 'XRefStm', '/Certs', '/Certs'],
    ],
  ])('%s', (_what, number, expected) => {
    const object = `${SIGNED_FILE}${number} 0 obj\n${EVIDENCE}\nendobj\n`
    const place = String.fromCharCode(SIGNED_FILE.length >> 8, SIGNED_FILE.length & 255)
    const section = stream(`/Type /XRef /W [1 3 2] /Index [${number} 1] /Size 43`, `\x01\0${place}\0\0`)
    const file = append(`${object}42 0 obj\n${section}\nendobj\n`, NEW_DSS_TABLE, {
      trailer: `/XRefStm ${object.length}`,
    })
    const { changes } = new RevisionHistory(open(file)).changesAfter(0)
    const details = changes.filter((change) => change.level === 'other').map(({ detail }) => detail)
    expect(details).toEqual(expected.map((detail) => expect.stringContaining(detail)))
  })

  it('end near the section that they name', () => {
    expect(levelOf((update) => update.replace('startxref\n', `startxref${'\n'.repeat(1500)}`))).toBe('other')
  })

  it('are not asked for in a file without later revisions', () => {
    const orphan = SIGNED_FILE.replace('xref\n', `${EVIL}xref\n`)
    const file = orphan.replace(/startxref\n\d+/, `startxref\n${orphan.indexOf('xref\n0')}`)
    expect(new RevisionHistory(open(file)).changesAfter(0).level).toBe('none')
    expect(new RevisionHistory(open(append(file, NEW_DSS))).changesAfter(0).level).toBe('archival')
  })
})
