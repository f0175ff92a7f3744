import { toLatin1, toUtf8 } from '../../src/base/bytes.js'
import { Interrupted, type Terminal } from '../../src/cli/terminal.js'
import { run } from '../../src/cli/run.js'

/** What a test person sees, answers and has set. */
export interface Setting {
  readonly env?: Readonly<Record<string, string>>
  /** Whether all three streams are a terminal; default: none is. */
  readonly isTerminal?: boolean
  /** Answers to questions, in order; when they run out, the person gives up. */
  readonly answers?: readonly string[]
  readonly input?: string
}

/** What a run of the command left behind. */
export interface Outcome {
  readonly code: number
  readonly out: string
  readonly err: string
  readonly questions: readonly string[]
}

/** Runs the command in this process. */
export async function fiscalseal(args: readonly string[], setting: Setting = {}): Promise<Outcome> {
  const out: string[] = []
  const err: string[] = []
  const questions: string[] = []
  const answers = [...(setting.answers ?? [])]
  const isTerminal = setting.isTerminal ?? false
  const terminal: Terminal = {
    out: (text) => out.push(typeof text === 'string' ? text : toLatin1(text)),
    written: () => Promise.resolve(),
    err: (text) => err.push(text),
    outIsTerminal: isTerminal,
    errIsTerminal: isTerminal,
    inIsTerminal: isTerminal,
    columns: 80,
    env: (name) => setting.env?.[name],
    askSecret: (question) => {
      questions.push(question)
      const answer = answers.shift()
      return answer === undefined ? Promise.reject(new Interrupted('')) : Promise.resolve(answer)
    },
    readInput: () => Promise.resolve(toUtf8(setting.input ?? '')),
  }
  const code = await run(args, terminal)
  return { code, out: out.join(''), err: err.join(''), questions }
}
