import { FiscalSealError } from '../base/errors.js'
import { readHiddenLine } from './hidden-line.js'
import { reasonOf, systemCode } from './system-error.js'
import type { Terminal } from './terminal.js'

/** What shells report for a process that SIGPIPE ended. */
const BROKEN_PIPE = 141

/** Returns the terminal of this process. */
export function processTerminal(): Terminal {
  const { stdin, stdout, stderr, env } = process
  let lost: unknown
  stdout.on('error', (error) => {
    // Whoever reads our output has seen enough (`| head`); what was not read is no verdict.
    if (systemCode(error) === 'EPIPE') process.exit(BROKEN_PIPE)
    lost ??= error
  })
  // Nobody reads what we say about our work; it is done all the same.
  stderr.on('error', () => undefined)
  return {
    out: (text) => {
      stdout.write(text)
    },
    written: async () => {
      await new Promise<void>((resolve) => {
        stdout.write('', () => {
          resolve()
        })
      })
      if (lost === undefined) return
      const message = `Standard output cannot be written: ${reasonOf(lost)}.`
      throw new FiscalSealError('file.not-writable', message, { cause: lost })
    },
    err: (text) => {
      stderr.write(text)
    },
    outIsTerminal: stdout.isTTY,
    errIsTerminal: stderr.isTTY,
    inIsTerminal: stdin.isTTY,
    columns: stderr.isTTY ? stderr.columns : 80,
    env: (name) => (env[name] === '' ? undefined : env[name]),
    askSecret: async (question) => {
      try {
        return await readHiddenLine(stdin, () => {
          stderr.write(question)
        })
      } finally {
        stderr.write('\n')
      }
    },
    readInput: readAll,
  }
}

async function readAll(limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of process.stdin as AsyncIterable<Uint8Array>) {
    length += chunk.length
    if (length > limit) throw new RangeError(`Standard input holds more than ${limit} bytes.`)
    chunks.push(chunk)
  }
  return new Uint8Array(Buffer.concat(chunks))
}
