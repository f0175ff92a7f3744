import { readHiddenLine } from './hidden-line.js'
import type { Terminal } from './terminal.js'

/** Returns the terminal of this process. */
export function processTerminal(): Terminal {
  const { stdin, stdout, stderr, env } = process
  return {
    out: (text) => {
      stdout.write(text)
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
