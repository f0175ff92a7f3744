/** Who works for one host, and who waits. */
interface Queue {
  running: number
  readonly waiting: (() => void)[]
}

/** Lets so many work for the same host at the same time; others wait for their turn. */
export class HostQueue {
  readonly #most: number
  readonly #queues = new Map<string, Queue>()

  constructor(most: number) {
    this.#most = most
  }

  /** Returns what `work` gives, once there is a place. */
  async run<T>(host: string, work: () => Promise<T>): Promise<T> {
    const queue = this.#queues.get(host) ?? { running: 0, waiting: [] }
    this.#queues.set(host, queue)
    if (queue.running < this.#most) queue.running++
    else await new Promise<void>((resolve) => queue.waiting.push(resolve))
    try {
      return await work()
    } finally {
      this.#leave(host, queue)
    }
  }

  /** The place goes to the next who waits. */
  #leave(host: string, queue: Queue): void {
    const next = queue.waiting.shift()
    if (next !== undefined) next()
    else if (--queue.running === 0) this.#queues.delete(host)
  }
}
