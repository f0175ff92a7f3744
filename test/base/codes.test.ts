import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { ERROR_CODES } from '../../src/base/error-codes.js'
import { ADVICE } from '../../src/base/findings/advice.js'
import { FINDINGS, type FindingCode } from '../../src/base/findings/table.js'

const SOURCES = join(import.meta.dirname, '../../src')
const TABLES = [join('base', 'findings'), join('base', 'error-codes.ts')]

/** Everything in src but the tables themselves. */
const code = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !TABLES.some((table) => path.startsWith(table)))
  .map((path) => readFileSync(join(SOURCES, path), 'utf8'))
  .join('\n')

const unused = (codes: readonly string[]): readonly string[] =>
  codes.filter((each) => !code.includes(`'${each}'`))

describe('the taxonomy', () => {
  it('has no finding that nothing reports', () => {
    expect(unused(Object.keys(FINDINGS))).toEqual([])
  })

  it('has no error that nothing throws', () => {
    expect(unused(Object.keys(ERROR_CODES))).toEqual([])
  })

  it('says of every finding what it means and what to do, in sentences', () => {
    for (const [code, { message }] of Object.entries(FINDINGS)) {
      expect([message, ADVICE[code as FindingCode]].every((text) => text.endsWith('.'))).toBe(true)
    }
  })

  it('names a sub-indication of EN 319 102-1 for whatever lowers a signature', () => {
    const nameless = Object.entries(FINDINGS)
      .filter(
        ([, { effect, subIndication }]) =>
          ['broken', 'failed', 'untrusted', 'policy'].includes(effect) && subIndication === null,
      )
      .map(([each]) => each)
    expect(nameless).toEqual([])
  })
})
