import { execFileSync } from 'node:child_process'
import { beforeAll, describe, expect, it } from '@jest/globals'

type Rules = Readonly<Record<string, readonly unknown[] | undefined>>

const rulesFor = (file: string): Rules => {
  const args = ['node_modules/eslint/bin/eslint.js', '--print-config', file]
  const config = execFileSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 26 })
  return (JSON.parse(config) as { readonly rules: Rules }).rules
}

describe('lint', () => {
  let reader: Rules = {}
  let test: Rules = {}

  beforeAll(() => {
    reader = rulesFor('src/formats/pdf/lexer.ts')
    test = rulesFor('test/formats/pdf/lexer.test.ts')
  })

  it('holds files to 300 lines, in tests too', () => {
    expect(reader['max-lines']).toEqual([2, { max: 300, skipBlankLines: false, skipComments: false }])
    expect(test['max-lines']).toEqual(reader['max-lines'])
  })

  it('holds functions to 50 lines and three parameters', () => {
    expect(reader['max-lines-per-function']).toMatchObject([2, { max: 50 }])
    expect(reader['max-params']).toEqual([2, 3])
  })

  it('refuses floating promises, `any` and `!`', () => {
    for (const rule of ['no-floating-promises', 'no-explicit-any', 'no-non-null-assertion']) {
      expect(reader[`@typescript-eslint/${rule}`]?.[0]).toBe(2)
    }
  })

  it('refuses regular expressions where bytes of strangers are read', () => {
    expect(JSON.stringify(reader['no-restricted-syntax'])).toContain('Literal[regex]')
    expect(JSON.stringify(test['no-restricted-syntax'])).not.toContain('Literal[regex]')
  })

  it('refuses Buffer and process where browsers run the code', () => {
    expect(reader['no-restricted-globals']).toEqual(expect.arrayContaining(['Buffer', 'process']))
  })
})
