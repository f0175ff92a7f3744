import { describe, expect, it } from '@jest/globals'
import { embeddedFiles } from '../../../src/formats/pdf/embedded-files.js'
import { build, ONE_PAGE, open, stream, textOf, type Bodies } from './pdf-builder.js'
import { codeOf } from './malformed.js'

const FILE = stream('/Type /EmbeddedFile /Subtype /application#2Fjson', '{"a":1}')
const SPECIFICATION =
  '<< /Type /Filespec /F (receipt.json) /UF (receipt.json) /AFRelationship /Data /EF << /F 20 0 R >> >>'

function filesOf(catalog: string, bodies: Bodies) {
  const pdf = open(
    build({ ...ONE_PAGE, 1: `<< /Type /Catalog /Pages 2 0 R ${catalog} >>`, 20: FILE, ...bodies }),
  )
  return embeddedFiles(pdf).map((each) => ({ ...each, stream: textOf(pdf.decode(each.stream)) }))
}

describe('embedded files', () => {
  const expected = {
    name: 'receipt.json',
    relationship: 'Data',
    mediaType: 'application/json',
    stream: '{"a":1}',
  }

  it('are none in a file that has none', () => {
    expect(filesOf('', {})).toEqual([])
    expect(filesOf('/AF 12 /Names [1]', {})).toEqual([])
  })

  it('are found through /AF and through the name tree, each once', () => {
    const names = '/Names << /EmbeddedFiles << /Names [(receipt.json) 21 0 R] >> >>'
    expect(filesOf('/AF [21 0 R]', { 21: SPECIFICATION })).toEqual([
      { ...expected, isAssociated: true, isListed: false },
    ])
    expect(filesOf(names, { 21: SPECIFICATION })).toEqual([
      { ...expected, isAssociated: false, isListed: true },
    ])
    expect(filesOf(`/AF [21 0 R] ${names}`, { 21: SPECIFICATION })).toEqual([
      { ...expected, isAssociated: true, isListed: true },
    ])
  })

  it('of the same name are all told', () => {
    const names = '/Names << /EmbeddedFiles << /Kids [22 0 R 23 0 R] >> >>'
    const files = filesOf(names, {
      21: SPECIFICATION,
      22: '<< /Limits [(a) (a)] /Names [(a) 21 0 R] >>',
      23: `<< /Names [(b) ${SPECIFICATION}] >>`,
    })
    expect(files.map((each) => each.name)).toEqual(['receipt.json', 'receipt.json'])
  })

  it('in a name tree that loops are refused as pdf.syntax', () => {
    const names = '/Names << /EmbeddedFiles 22 0 R >>'
    expect(codeOf(() => filesOf(names, { 22: '<< /Kids [23 0 R] >>', 23: '<< /Kids [22 0 R] >>' }))).toBe(
      'pdf.syntax',
    )
  })

  it('that are too many are refused as pdf.limit', () => {
    const names = '/Names << /EmbeddedFiles 22 0 R >>'
    expect(codeOf(() => filesOf(names, { 22: `<< /Names [${'(a) null '.repeat(1001)}] >>` }))).toBe(
      'pdf.limit',
    )
  })

  it('that share one array of names, over and over, are refused as pdf.limit', () => {
    const names = '/Names << /EmbeddedFiles 22 0 R >>'
    const shared = (kids: number, pairs: number) =>
      filesOf(names, {
        21: SPECIFICATION,
        22: `<< /Kids [${'<< /Names 23 0 R >>'.repeat(kids)}] >>`,
        23: `[${'(a) 21 0 R '.repeat(pairs)}]`,
      })
    expect(shared(100, 30)).toHaveLength(1)
    expect(codeOf(() => shared(100, 50))).toBe('pdf.limit')
    expect(codeOf(() => shared(5000, 0))).toBe('pdf.limit')
  })

  it('are not what is neither a dictionary nor a reference in /AF, and too many of these are refused as pdf.limit', () => {
    expect(filesOf(`/AF [(a) 1 null 21 0 R ${SPECIFICATION} /b]`, { 21: SPECIFICATION })).toHaveLength(2)
    expect(filesOf(`/AF [${'(a) '.repeat(1001)}]`, {})).toHaveLength(0)
    expect(codeOf(() => filesOf(`/AF [${'(a) '.repeat(5000)}]`, {}))).toBe('pdf.limit')
    expect(codeOf(() => filesOf(`/AF [${'<<>> '.repeat(1001)}]`, {}))).toBe('pdf.limit')
  })

  it('of a name that is too long are refused as pdf.limit', () => {
    const named = (length: number) =>
      SPECIFICATION.replace('/UF (receipt.json)', `/UF (${'x'.repeat(length)})`)
    expect(filesOf('/AF [21 0 R]', { 21: named(8192) })).toHaveLength(1)
    expect(codeOf(() => filesOf('/AF [21 0 R]', { 21: named(8193) }))).toBe('pdf.limit')
  })
})
