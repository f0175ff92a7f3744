import { toPrintable } from '../seal/report/printable.js'
import type { Terminal } from './terminal.js'

const CLEAR_LINE = '\r\u001b[K'
/** Shorter work needs no progress. */
const PATIENCE_MS = 500
const STEP_MS = 100

/** One line on standard error that says what is being done, on a terminal only, and gone when it is done. */
export class Progress {
  readonly #terminal: Terminal
  readonly #isShown: boolean
  readonly #started = performance.now()
  #shownAt = 0
  #isVisible = false

  constructor(terminal: Terminal) {
    this.#terminal = terminal
    this.#isShown = terminal.errIsTerminal && terminal.env('TERM') !== 'dumb'
  }

  /** Shows `text` once the work takes longer than half a second. */
  update(text: string): void {
    const now = performance.now()
    if (!this.#isShown || now - this.#started < PATIENCE_MS || now - this.#shownAt < STEP_MS) return
    this.#shownAt = now
    this.#show(text)
  }

  /** Shows `text` while `work` is done: one long step that cannot be divided. Returns or throws what `work` does. */
  async during<T>(text: string, work: () => Promise<T>): Promise<T> {
    this.#show(text)
    try {
      return await work()
    } finally {
      this.clear()
    }
  }

  /** Takes the line away, so that something else can be printed. */
  clear(): void {
    if (!this.#isVisible) return
    this.#terminal.err(CLEAR_LINE)
    this.#isVisible = false
  }

  #show(text: string): void {
    if (!this.#isShown) return
    const line = Array.from(toPrintable(text)).slice(0, Math.max(20, this.#terminal.columns - 1))
    this.#terminal.err(CLEAR_LINE + line.join(''))
    this.#isVisible = true
  }
}
