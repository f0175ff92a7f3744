import { describe, expect, it } from '@jest/globals'
import { colourVerdict, usesColour } from '../../src/cli/colour.js'
import { describeFailure } from '../../src/cli/failure.js'
import { toJsonLine } from '../../src/cli/json-line.js'
import { Progress } from '../../src/cli/progress.js'
import type { Terminal } from '../../src/cli/terminal.js'
import { FiscalSealError } from '../../src/base/errors.js'

const REFUSED = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u
const HOSTILE = 'a\u001b]0;x\u0007\u009b31m\u202egnp\u2066\u0000\n'

function terminal(
  changes: Partial<Terminal> & { readonly env?: Terminal['env'] } = {},
): Terminal & { readonly shown: string[] } {
  const shown: string[] = []
  const refuse = (): never => {
    throw new Error('not used here')
  }
  return {
    out: (text) => shown.push(String(text)),
    written: () => Promise.resolve(),
    err: (text) => shown.push(text),
    outIsTerminal: true,
    errIsTerminal: true,
    inIsTerminal: true,
    columns: 40,
    env: () => undefined,
    askSecret: refuse,
    readInput: refuse,
    ...changes,
    shown,
  }
}

describe('colour', () => {
  it('is used on a terminal', () => {
    expect(usesColour(terminal())).toBe(true)
    expect(colourVerdict('a.pdf: trusted\n  trusted', 'trusted')).toBe(
      'a.pdf: \u001b[1;32mtrusted\u001b[0m\n  trusted',
    )
  })

  it.each<[string, Partial<Terminal>]>([
    ['a pipe', { outIsTerminal: false }],
    ['NO_COLOR', { env: (name) => (name === 'NO_COLOR' ? '1' : undefined) }],
    ['a dumb terminal', { env: (name) => (name === 'TERM' ? 'dumb' : undefined) }],
  ])('is not used with %s', (_, changes) => {
    expect(usesColour(terminal(changes))).toBe(false)
  })
})

describe('a JSON line', () => {
  it('is one line that cannot steer a terminal, and means the same', () => {
    const line = toJsonLine(JSON.stringify({ name: HOSTILE, other: 'é€😀' }))
    expect(line.slice(0, -1)).not.toMatch(REFUSED)
    expect(line.indexOf('\n')).toBe(line.length - 1)
    expect(JSON.parse(line)).toEqual({ name: HOSTILE, other: 'é€😀' })
  })
})

describe('an error', () => {
  it('is one line with its code, what to do, and nothing that steers a terminal', () => {
    const text = describeFailure(
      new FiscalSealError('file.not-found', `The file ${HOSTILE.trim()} is not there.`),
    )
    expect(text).toMatch(/^fiscalseal: The file a.* is not there\. \(file\.not-found\)\nCheck .*\n$/)
    expect(text).not.toMatch(REFUSED)
  })

  it('that nobody expected shows no stack trace', () => {
    expect(describeFailure(new TypeError('x is undefined'))).toBe(
      'fiscalseal: Something unexpected happened: x is undefined\n',
    )
    expect(describeFailure('thrown text')).toContain('thrown text')
  })

  it('lists many problems, but not without end', () => {
    const problems = Array.from({ length: 60 }, (_, index) => ({
      path: `a[${index}]`,
      code: 'x.y',
      message: 'is wrong',
    }))
    const text = describeFailure(new FiscalSealError('receipt.invalid', 'It is wrong.', { problems }))
    expect(text).toContain('  a[0]: is wrong\n')
    expect(text).toContain('  … and 10 more\n')
  })
})

describe('progress', () => {
  it('is one line on a terminal that goes away, cut to its width and escaped', async () => {
    const shown = terminal()
    const text = `Sealing ${HOSTILE}${'x'.repeat(100)}`
    await expect(new Progress(shown).during(text, () => Promise.resolve(1))).resolves.toBe(1)
    expect(shown.shown).toHaveLength(2)
    expect(shown.shown[0]?.slice('\r\u001b[K'.length)).not.toMatch(REFUSED)
    expect(shown.shown[0]?.length).toBeLessThan(40 + '\r\u001b[K'.length)
    expect(shown.shown[1]).toBe('\r\u001b[K')
  })

  it('goes away when the work fails', async () => {
    const shown = terminal()
    await expect(new Progress(shown).during('Sealing', () => Promise.reject(new Error('x')))).rejects.toThrow(
      'x',
    )
    expect(shown.shown.at(-1)).toBe('\r\u001b[K')
  })

  it('is silent in a pipe, and when the work is short', () => {
    const pipe = terminal({ errIsTerminal: false })
    void new Progress(pipe).during('Sealing', () => Promise.resolve())
    const short = terminal()
    new Progress(short).update('1 of 2')
    expect([...pipe.shown, ...short.shown]).toEqual([])
  })
})
