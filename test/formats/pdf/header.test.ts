import { describe, expect, it } from '@jest/globals'
import { build, open } from './pdf-builder.js'
import { codeOf } from './malformed.js'

const file = build()
const at = (text: string) => codeOf(() => open(text))

describe('the header', () => {
  it.each(['1.0', '1.4', '1.7', '2.0'])('may name version %s', (version) => {
    const changed = file.replace('%PDF-1.7', `%PDF-${version}`)
    expect(at(changed)).toBe('accepted')
    expect(open(changed).header.version).toBe(version)
  })

  it.each(['9.9', '1.x', '0.1', '1-7', 'xxx'])(
    'is refused as pdf.header-offset when it names version %s',
    (version) => {
      expect(at(file.replace('%PDF-1.7', `%PDF-${version}`))).toBe('pdf.header-offset')
    },
  )

  it('is refused as pdf.header-offset when anything stands before it, even a line end or a comment', () => {
    expect(['x', '\n', '%comment\n', 'PK\x03\x04'.padEnd(1000)].map((prefix) => at(prefix + file))).toEqual(
      Array(4).fill('pdf.header-offset'),
    )
  })

  it('is refused as pdf.header-offset when there are two', () => {
    expect(at(file.replace('%PDF-1.7\n', '%PDF-1.7\n%PDF-1.4\n'))).toBe('pdf.header-offset')
  })

  it('may be followed by comments, with any line end', () => {
    expect(at(file.replace('%PDF-1.7\n', '%PDF-1.7\r'))).toBe('accepted')
    expect(at(file.replace('%PDF-1.7\n%\xe2', '%PDF-1.7 %x'))).toBe('accepted')
  })

  it.each(['', '%PDF', 'hello', '<html>', '\0'.repeat(2000)])(
    'of what is no PDF (%j) is missed as pdf.not-a-pdf',
    (text) => {
      expect(at(text)).toBe('pdf.not-a-pdf')
    },
  )
})
