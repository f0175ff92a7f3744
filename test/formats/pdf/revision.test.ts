import { describe, expect, it } from '@jest/globals'
import { append, build, lastStartxref, ONE_PAGE, open } from './pdf-builder.js'
import { codeOf } from './malformed.js'

const at = (text: string) => codeOf(() => open(text))

describe('the end of a revision', () => {
  const endings: readonly (readonly [string, readonly number[]])[] = [
    ['', [0]],
    ['\n', [0, 1]],
    ['\r', [0, 1]],
    ['\r\n', [0, 1, 2]],
  ]
  it.each(endings)('%j after %%%%EOF is its one line end, and may belong to it or not', (end, lengths) => {
    const file = build(ONE_PAGE, { end })
    const mark = file.length - end.length
    expect(open(file).revisions[0]?.ends).toEqual(lengths.map((length) => mark + length))
    const updated = `${file}${end === '' ? '\n' : ''}`
    const [first, second] = open(append(updated, { 9: '(x)' })).revisions
    expect(first?.ends).toContain(file.length)
    expect(second?.start).toBe(first?.end)
  })

  it('leaves a LF after CR to the update that began with it, when asked', () => {
    const signed = build(ONE_PAGE, { end: '\r' })
    const [first] = open(append(`${signed}\n`, { 9: '(x)' })).revisions
    expect(first?.ends).toContain(signed.length)
    expect(open(append(`${signed}\n`, { 9: '(x)' })).at(signed.length).end).toBe(signed.length)
  })

  it.each(['\n\n', ' ', '\0', '% comment\n', 'x'.repeat(1100)])('is before what else follows: %j', (more) => {
    const file = build()
    expect(open(file + more).end).toBe(file.length)
    expect(open(file).end).toBe(file.length)
  })

  it('is missed as pdf.truncated when the file is cut, or more than 16 KiB follow', () => {
    const file = build()
    for (const cut of [2, 3, 4, 5, 6, 20, 100]) expect(at(file.slice(0, -cut))).not.toBe('accepted')
    expect(at(file + '\n'.repeat(20_000))).toBe('pdf.truncated')
  })

  it('is that of the revision before when the last one lost its end', () => {
    const file = build()
    const cut = append(file, { 9: '(x)' }).slice(0, -4)
    expect(open(cut).end).toBe(file.length)
  })
})

describe('a revision', () => {
  it('whose startxref names another section than the one before it is refused as xref.missing', () => {
    const file = append(build(), { 9: '(x)' })
    const wrong = file.replace(
      `startxref\n${lastStartxref(build())}`,
      `startxref\n${String(lastStartxref(build()) - 1).padStart(3)}`,
    )
    expect(at(file)).toBe('accepted')
    expect(at(wrong)).toBe('xref.missing')
  })

  it('without startxref and %%EOF of its own is refused as xref.missing', () => {
    const file = append(build(), { 9: '(x)' })
    expect(at(file.replace('%%EOF', '%%EOX'))).toBe('xref.missing')
    expect(at(file.replace('startxref', 'startxxxx'))).toBe('xref.missing')
  })

  it('appended without a section leaves its bytes outside of every revision', () => {
    const file = build()
    const attacked = `${file}4 0 obj\n<< >>\nendobj\n`
    expect(open(attacked).end).toBe(file.length)
    const repeated = `${attacked}startxref\n${lastStartxref(file)}\n%%EOF\n`
    expect(open(repeated).end).toBe(file.length)
  })

  it('may have its table preceded by white space at which startxref points', () => {
    const file = build()
    const offset = lastStartxref(file)
    const spaced = `${file.slice(0, offset)}\n\n${file.slice(offset)}`
    expect(open(spaced).revisions[0]?.xrefOffset).toBe(offset + 2)
    expect(open(spaced).end).toBe(spaced.length)
  })

  it('count is bounded', () => {
    let file = build()
    for (let count = 0; count < 9; count++) file = append(file, { 9: `(${count})` })
    expect(codeOf(() => open(file, { limits: { revisions: 10 } }))).toBe('accepted')
    expect(codeOf(() => open(file, { limits: { revisions: 9 } }))).toBe('pdf.limit')
    expect(codeOf(() => open(file, { limits: { sections: 9 } }))).toBe('pdf.limit')
  })
})
