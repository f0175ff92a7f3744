import { PassThrough } from 'node:stream'
import type { ReadStream } from 'node:tty'
import { describe, expect, it } from '@jest/globals'
import { readHiddenLine, typeKeys } from '../../src/cli/hidden-line.js'
import { Interrupted } from '../../src/cli/terminal.js'

describe('keys typed at a hidden prompt', () => {
  it.each([
    ['abc\r', 'abc'],
    ['abc\n', 'abc'],
    ['abx\u007fc\r', 'abc'],
    ['\b\babc\r', 'abc'],
    ['wrong\u0015abc\r', 'abc'],
    ['a\u001b\tbc\r', 'abc'],
    ['pässwörd€\r', 'pässwörd€'],
    ['x😀\u007f\r', 'x'],
    ['\r', ''],
    ['a\u001b[Ab\u001bOC\u001b[1;5Dc\u001b[3~\r', 'abc'],
    ['[A\r', '[A'],
  ])('%j are the line %j', (typed, line) => {
    expect(typeKeys('', typed)).toEqual({ text: line, isDone: true })
  })

  it.each(['\u0003', 'abc\u0004'])('%j give up', (typed) => {
    expect(() => typeKeys('', typed)).toThrow(Interrupted)
  })
})

describe('a hidden prompt', () => {
  it('asks only once nothing typed is shown, and shows it again afterwards', async () => {
    const events: string[] = []
    const stream = Object.assign(new PassThrough(), {
      setRawMode: (isRaw: boolean) => {
        events.push(isRaw ? 'hidden' : 'shown')
      },
    })
    const line = readHiddenLine(stream as unknown as ReadStream, () => {
      events.push('asked')
      stream.write('sec')
      stream.write('ret\r')
    })
    await expect(line).resolves.toBe('secret')
    expect(events).toEqual(['hidden', 'asked', 'shown'])
  })

  it('shows what is typed again when the person gives up or the input ends', async () => {
    for (const end of ['\u0003', undefined]) {
      const events: boolean[] = []
      const stream = Object.assign(new PassThrough(), { setRawMode: (isRaw: boolean) => events.push(isRaw) })
      const line = readHiddenLine(stream as unknown as ReadStream, () => {
        if (end === undefined) stream.end()
        else stream.write(end)
      })
      await expect(line).rejects.toThrow(Interrupted)
      expect(events).toEqual([true, false])
    }
  })
})
