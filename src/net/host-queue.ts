/** Who works for one host, and who waits. */
interface Queue {
  running: number
  /** In the order in which they came. */
  readonly waiting: Set<() => void>
}

/** Lets so many work for the same host at the same time; others wait for their turn. */
export class HostQueue {
  readonly #most: number
  readonly #queues = new Map<string, Queue>()

  constructor(most: number) {
    this.#most = most
  }

  /** Returns what `work` gives, once there is a place; rejects when `signal` is aborted before there is one. */
  async run<T>(host: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    signal.throwIfAborted()
    const queue = this.#queues.get(host) ?? { running: 0, waiting: new Set() }
    this.#queues.set(host, queue)
    if (queue.running < this.#most) queue.running++
    else await turnIn(queue, signal)
    try {
      return await work()
    } finally {
      this.#leave(host, queue)
    }
  }

  /** The place goes to the next who waits. */
  #leave(host: string, queue: Queue): void {
    const [next] = queue.waiting
    if (next !== undefined) next()
    else if (--queue.running === 0) this.#queues.delete(host)
  }
}

/** Who waits has no more time than who works: he may come from a redirect, late, and those before him may have begun later. */
function turnIn({ waiting }: Queue, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const enter = (): void => {
      waiting.delete(enter)
      signal.removeEventListener('abort', leave)
      resolve()
    }
    const leave = (): void => {
      waiting.delete(enter)
      reject(new Error('the time is up'))
    }
    waiting.add(enter)
    signal.addEventListener('abort', leave, { once: true })
  })
}
