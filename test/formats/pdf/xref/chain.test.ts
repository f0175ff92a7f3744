import { describe, expect, it } from '@jest/globals'
import { append, build, lastStartxref, ONE_PAGE, open } from '../pdf-builder.js'
import { codeOf } from '../malformed.js'

const at = (text: string) => codeOf(() => open(text))
const base = build()
const twice = append(base, { 9: '(x)' })

/** Returns `twice` with the /Prev of its last trailer replaced. */
function withPrevious(value: string): string {
  const previous = String(lastStartxref(base))
  return twice.replace(`/Prev ${previous}`, `/Prev ${value}`)
}

describe('the chain of sections', () => {
  it.each([
    ['itself', String(lastStartxref(twice)), 'xref.loop'],
    ['forward', String(lastStartxref(twice) + 10), 'xref.loop'],
    ['beyond the end', '99999999', 'xref.loop'],
    ['before the beginning', '-1', 'xref.syntax'],
    ['the header', '0', 'xref.missing'],
    ['what is no number', '/x', 'xref.syntax'],
    ['an indirect number', '5 0 R', 'xref.syntax'],
    ['an object', String(base.indexOf('4 0 obj')), 'xref.missing'],
    ['the middle of the section', String(lastStartxref(base) + 1), 'pdf.object-mismatch'],
  ])('that leads to %s is refused', (_where, value, code) => {
    expect(at(twice)).toBe('accepted')
    expect(at(withPrevious(value))).toBe(code)
  })

  it('that goes round two sections is refused as xref.loop', () => {
    const looped = base.replace('/Root 1 0 R ', `/Root 1 0 R /Prev ${String(twice.length + 1000)} `)
    expect(at(append(looped, { 9: '(x)' }))).toBe('xref.loop')
  })
})

describe('a hybrid file', () => {
  // ISO 32000-2 §7.5.8.4: the stream first, then the table that names it.
  const hidden = (
    objects: Readonly<Record<number, string>>,
    table: Readonly<Record<number, string | undefined>>,
  ) => {
    const withStream = build({ ...ONE_PAGE, ...objects }, { form: 'stream' })
    const offset = lastStartxref(withStream)
    const body = withStream.slice(0, withStream.lastIndexOf('startxref'))
    const listed = build({ ...ONE_PAGE, ...table })
    const rows = [0, 1, 2, 3, 4, 5].map((number) =>
      number === 0
        ? '0000000000 65535 f \n'
        : `${String(body.indexOf(`\n${number} 0 obj`) + 1).padStart(10, '0')} 00000 n \n`,
    )
    const more = Object.keys(objects).map((key) => {
      const value = table[Number(key)]
      return value === undefined
        ? '0000000000 00000 f \n'
        : `${String(body.indexOf(`\n${value} 0 obj`) + 1).padStart(10, '0')} 00000 n \n`
    })
    const start = body.length
    return `${body}xref\n0 ${6 + more.length}\n${rows.join('')}${more.join('')}trailer\n<< /Size ${listed.length > 0 ? 7 + more.length : 0} /Root 1 0 R /XRefStm ${offset} >>\nstartxref\n${start}\n%%EOF\n`
  }

  it('shows the objects of its stream that its table leaves free', () => {
    const pdf = open(hidden({ 6: '(hidden)' }, {}))
    expect(pdf.revisions[0]?.form).toBe('hybrid')
    expect(pdf.object(6)).toBeDefined()
  })

  it('is refused as xref.hybrid-conflict when table and stream give two bodies for one object', () => {
    const conflict = hidden({ 6: '(hidden)' }, {}).replace(
      '0000000000 00000 f \ntrailer',
      `${String(20).padStart(10, '0')} 00000 n \ntrailer`,
    )
    expect(at(conflict)).toBe('xref.hybrid-conflict')
  })

  it('may be updated by a writer that copies /XRefStm, as long as asking the stream again changes nothing', () => {
    const file = hidden({ 6: '(hidden)' }, {})
    const offset = /XRefStm (\d+)/.exec(file)?.[1] ?? ''
    const copied = append(file, { 6: '(newer)' }, { trailer: `/XRefStm ${offset}` })
    expect(at(copied)).toBe('accepted')
    const between = append(append(file, { 6: '(newer)' }), { 9: '(x)' }, { trailer: `/XRefStm ${offset}` })
    expect(at(between)).toBe('xref.hybrid-conflict')
  })
})

describe('a linearized file', () => {
  /** The first-page section at the front leads forward to the main section at the end (annex F). */
  function linearized(
    change: {
      readonly first?: string
      readonly previous?: number
      readonly main?: string
      readonly name?: string
      readonly length?: number
    } = {},
  ): string {
    const head = `%PDF-1.7\n%\xe2\xe3\n6 0 obj\n<< /${change.name ?? 'Linearized'} 1 /L ${String(change.length ?? 0).padStart(4, '0')} /H [1 2] /O 3 /E 100 /N 1 /T 0000 >>\nendobj\n`
    const firstPart = `3 0 obj\n${ONE_PAGE[3] ?? ''}\nendobj\n4 0 obj\n${ONE_PAGE[4] ?? ''}\nendobj\n5 0 obj\n${ONE_PAGE[5] ?? ''}\nendobj\n1 0 obj\n${ONE_PAGE[1] ?? ''}\nendobj\n`
    const lastPart = `2 0 obj\n${ONE_PAGE[2] ?? ''}\nendobj\n`
    const place = (text: string, number: number) =>
      String(text.indexOf(`\n${number} 0 obj`) + 1).padStart(10, '0')
    const tableLength =
      `xref\n1 1\n${'x'.repeat(20)}3 4\n${'x'.repeat(80)}trailer\n<< /Size 7 /Root 1 0 R /Prev 000000 >>\nstartxref\n0\n%%EOF\n`
        .length
    const mainOffset = head.length + tableLength + firstPart.length + lastPart.length
    const shifted = `${head}${' '.repeat(tableLength - 1)}\n${firstPart}${lastPart}`
    const entries = (numbers: readonly number[]) =>
      numbers.map((number) => `${place(shifted, number)} 00000 n \n`).join('')
    const previous = String(change.previous ?? mainOffset).padStart(6, '0')
    const first = `xref\n1 1\n${entries([1])}3 4\n${entries([3, 4, 5, 6])}trailer\n<< /Size 7 /Root 1 0 R /Prev ${previous} >>\nstartxref\n0\n%%EOF\n`
    const main = `xref\n0 1\n0000000000 65535 f \n2 1\n${entries([2])}trailer\n<< /Size 3 ${change.main ?? ''} >>\nstartxref\n${head.length}\n%%EOF\n`
    return `${head}${change.first ?? first}${firstPart}${lastPart}${main}`
  }

  it('is one revision of two sections, which ends with the file', () => {
    const file = linearized()
    const pdf = open(file)
    expect(pdf.revisions).toHaveLength(1)
    expect(pdf.revisions[0]?.links).toHaveLength(2)
    expect(pdf.end).toBe(file.length)
    expect(pdf.numbers()).toHaveLength(6)
    for (const number of pdf.numbers()) expect(pdf.object(number)).toBeDefined()
  })

  it('may be updated, and is then read alone as it was', () => {
    const file = linearized()
    const updated = append(file, { 9: '(x)' }, {})
    expect(open(updated).revisions.map((revision) => revision.end)).toEqual([file.length, updated.length])
    expect(open(updated).at(file.length).revisions).toHaveLength(1)
  })

  it('is refused as xref.loop when its first object does not say that it is linearized', () => {
    expect(at(linearized({ name: 'Linearizex' }))).toBe('xref.loop')
  })

  it('is refused as xref.loop when its main section leads on', () => {
    expect(at(linearized({ main: '/Prev 20' }))).toBe('xref.loop')
  })

  it('is refused when both sections list an object at two places', () => {
    const file = linearized()
    const entry = /2 1\n(\d{10} 00000 n \n)trailer\n<< \/Size 3/.exec(file)?.[1] ?? ''
    const doubled = file.replace(
      `0 1\n0000000000 65535 f \n2 1\n${entry}trailer`,
      `0 2\n0000000000 65535 f \n${entry}2 1\n${entry}trailer`,
    )
    expect(doubled).not.toBe(file)
    expect(at(doubled)).toBe('xref.syntax')
  })

  it('that is as long as it says is read from the section behind its first object', () => {
    const { length } = linearized()
    expect(open(linearized({ length })).revisions[0]?.links).toHaveLength(2)
  })

  it('is refused as xref.missing when a later revision makes it as long as it says', () => {
    const { length } = append(linearized(), { 9: '(x)' })
    expect(at(append(linearized({ length: length + 1 }), { 9: '(x)' }))).toBe('accepted')
    expect(at(append(linearized({ length }), { 9: '(x)' }))).toBe('xref.missing')
  })

  it('is refused as xref.missing when readers that look for the first endobj look elsewhere', () => {
    const file = linearized({ length: linearized().length })
    expect(at(file.replace('/H [1 2] /O 3', '/H (endobx)  '))).toBe('accepted')
    expect(at(file.replace('/H [1 2] /O 3', '/H (endobj)  '))).toBe('xref.missing')
  })
})

describe('a first object that says that the file is linearized', () => {
  const change = (text: string, head: string) => {
    const changed = text.replace('%\xe2\xe3\xcf\xd3\n1 0 obj', head)
    return changed.replace(/startxref\n\d+/, `startxref\n${changed.lastIndexOf('xref\n0')}`)
  }
  const saying = (length: string, head: string, more = '') =>
    change(build({ ...ONE_PAGE, 1: `<< /Linearized 1 /L ${length} ${more} >>` }), head)

  it.each([
    ['', '1 0 obj'],
    ['with a sign', '+1 0 obj'],
    ['without a blank', '1 0obj'],
    ['behind a long comment', `%${'x'.repeat(2000)}\n1 0 obj`],
    ['behind another end of an object', '%endobj\n1 0 obj'],
  ])(
    '%s is believed by readers: without a first page behind it, it is refused as xref.missing',
    (_how, head) => {
      const { length } = saying('0000', head)
      expect(at(saying('0001', head))).toBe('accepted')
      expect(at(saying(String(length).padStart(4, '0'), head))).toBe('xref.missing')
    },
  )

  it.each([
    ['with an escape in its name', '/#4cinearized'],
    ['behind a string', '/A (>>) /Linearized'],
    ['behind a string in a string', '/A (x(y)>>) /Linearized'],
    ['behind an escape in a string', String.raw`/A (x\)>>) /Linearized`],
    ['behind hexadecimal digits and a dictionary', '/A <41> /B << /C <42> /D <<>> >> /Linearized'],
    ['behind a comment', '%>>\n/Linearized'],
  ])('%s is believed too', (_how, words) => {
    const file = (length: string) => saying(length, '1 0 obj').replace('/Linearized', words)
    const whole = (length: string) =>
      file(length).replace(/startxref\n\d+/, `startxref\n${file(length).lastIndexOf('xref\n0')}`)
    expect(at(whole('0001'))).toBe('accepted')
    expect(at(whole(String(whole('0000').length).padStart(4, '0')))).toBe('xref.missing')
  })

  it('in a way that readers understand differently is refused', () => {
    expect(at(saying('1', '1 0 obj', '/L 2'))).toBe('pdf.duplicate-key')
    expect(at(saying('1', '1 0 obj', '/X foo'))).toBe('pdf.syntax')
  })
})
