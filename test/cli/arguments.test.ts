import { describe, expect, it } from '@jest/globals'
import { readArguments, readChoice, readCount, readTime, requireOption } from '../../src/cli/arguments.js'
import { UsageError } from '../../src/cli/usage-error.js'

const OPTIONS = {
  out: { type: 'string' },
  crl: { type: 'string', multiple: true },
  force: { type: 'boolean' },
} as const
const FILES = { name: 'FILE', min: 1, max: 2 }

describe('arguments', () => {
  it('are options and positionals in any order, and only positionals after --', () => {
    const read = readArguments(['a', '--out=o', '--crl', '1', '--crl', '2', '--', '--force'], OPTIONS, FILES)
    expect(read.positionals).toEqual(['a', '--force'])
    expect({ ...read.values }).toEqual({ out: 'o', crl: ['1', '2'] })
  })

  it('may be negative numbers, with or without an equals sign, but not after --', () => {
    for (const given of [['--out', '-1'], ['--out=-1']])
      expect({ ...readArguments(['a', ...given], OPTIONS, FILES).values }).toEqual({ out: '-1' })
    expect(readArguments(['--', '--out', '-1'], OPTIONS, FILES).positionals).toEqual(['--out', '-1'])
    expect(() => readArguments(['a', '--force', '-1'], OPTIONS, FILES)).toThrow("Unknown option '-1'")
  })

  it('that begin with a dash are refused in one line that says how to write them', () => {
    const read = (): unknown => readArguments(['a', '--out', '-x'], OPTIONS, FILES)
    expect(read).toThrow("use '--out=-XYZ'.")
    expect(read).not.toThrow('\n')
  })

  it.each([
    [['a', '--ot', 'x'], "Unknown option '--ot'."],
    [['a', '--out'], "Option '--out <value>' argument missing."],
    [['a', '--force=yes'], "Option '--force' does not take an argument."],
    [['a', '--out', 'x', '--out', 'y'], '--out is given twice.'],
    [[], 'FILE is missing.'],
    [['a', 'b', 'c'], 'There is one FILE too many: "c".'],
  ])('%j are refused: %s', (args, message) => {
    expect(() => readArguments(args, OPTIONS, FILES)).toThrow(new UsageError(message))
  })

  it.each([['--passphrase', 's3cret'], ['--passphrase=s3cret'], ['--password', 's3cret'], ['--pin=s3cret']])(
    'that hold a secret are refused without repeating it: %s',
    (...args) => {
      const read = (): unknown => readArguments(['a', ...args], OPTIONS, FILES)
      expect(read).toThrow('-file FILE')
      expect(read).not.toThrow('s3cret')
    },
  )
})

describe('a time', () => {
  it.each([
    ['2026-11-22', '2026-11-22T00:00:00.000Z'],
    ['2026-11-22T09:30:00+03:00', '2026-11-22T06:30:00.000Z'],
    ['2020-11-01T00:00:00Z', '2020-11-01T00:00:00.000Z'],
    ['2026-11-22T09:30Z', '2026-11-22T09:30:00.000Z'],
  ])('%s is %s', (text, iso) => {
    expect(readTime(text, 'at')?.toISOString()).toBe(iso)
  })

  it.each(['', 'now', '2026', '22.11.2026', '2026-02-30', '2026-13-01', '2026-11-22T09:30:00', '1e3'])(
    '%j is refused',
    (text) => {
      expect(() => readTime(text, 'at')).toThrow(UsageError)
    },
  )
})

describe('other values', () => {
  it('are one of the words allowed', () => {
    expect(readChoice('b', 'x', ['a', 'b'])).toBe('b')
    expect(() => readChoice('c', 'x', ['a', 'b'])).toThrow('--x is one of a, b, not "c".')
  })

  it('are whole numbers above zero', () => {
    expect(readCount('30', 'days')).toBe(30)
    for (const text of ['0', '-1', '1.5', '1e2', '', 'x', ' 1'])
      expect(() => readCount(text, 'days')).toThrow(UsageError)
  })

  it('are there where they are required', () => {
    expect(requireOption('x', 'out')).toBe('x')
    expect(() => requireOption(undefined, 'out')).toThrow('--out is missing.')
    expect(() => requireOption('', 'out')).toThrow('--out is empty.')
  })
})
