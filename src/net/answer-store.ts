import { FiscalSealError } from '../base/errors.js'
import type { FetchRequest } from '../base/fetcher.js'

/** What was answered, or why there was no answer, and until when that holds (milliseconds since 1970). */
type Kept =
  | { readonly until: number; readonly bytes: Uint8Array }
  | { readonly until: number; readonly failure: FiscalSealError; readonly bytes?: never }

/** How much is kept, and for how long failures are. */
export interface AnswerStoreOptions {
  readonly clock: () => number
  /** In bytes. */
  readonly capacity: number
  /** In milliseconds. */
  readonly pause: number
}

/** Until when an answer is good it says itself, and nobody has checked its signature yet: a false one must not stay for years. */
const LONGEST = 86_400_000

/** Answers until they are out of date, failures for a while, and what is being asked: nothing is asked twice. */
export class AnswerStore {
  readonly #options: AnswerStoreOptions
  readonly #kept = new Map<string, Kept>()
  readonly #inFlight = new Map<string, Promise<Uint8Array>>()
  #bytes = 0

  constructor(options: AnswerStoreOptions) {
    this.#options = options
  }

  /** Returns what is kept under `key`, or what `fetch` answers now; requests for which another answer may be right have other keys. */
  async get(key: string, request: FetchRequest, fetch: () => Promise<Uint8Array>): Promise<Uint8Array> {
    const kept = this.#kept.get(key)
    if (kept !== undefined && kept.until > this.#options.clock()) {
      if (kept.bytes === undefined) throw kept.failure
      return kept.bytes
    }
    const inFlight = this.#inFlight.get(key) ?? this.#ask(key, request, fetch)
    this.#inFlight.set(key, inFlight)
    return inFlight
  }

  async #ask(key: string, request: FetchRequest, fetch: () => Promise<Uint8Array>): Promise<Uint8Array> {
    try {
      const bytes = await fetch()
      const until = Math.min(goodUntil(bytes, request), this.#options.clock() + LONGEST)
      this.#keep(key, { bytes, until })
      return bytes
    } catch (failure) {
      if (failure instanceof FiscalSealError)
        this.#keep(key, { failure, until: this.#options.clock() + this.#options.pause })
      throw failure
    } finally {
      this.#inFlight.delete(key)
    }
  }

  /** The oldest goes first. */
  #keep(key: string, kept: Kept): void {
    this.#drop(key)
    const { clock, capacity } = this.#options
    if (kept.until <= clock()) return
    this.#kept.set(key, kept)
    this.#bytes += sizeOf(key, kept)
    for (const oldest of this.#kept.keys()) {
      if (this.#bytes <= capacity) return
      this.#drop(oldest)
    }
  }

  #drop(key: string): void {
    const kept = this.#kept.get(key)
    if (kept === undefined) return
    this.#kept.delete(key)
    this.#bytes -= sizeOf(key, kept)
  }
}

/** What is kept for each answer beside its bytes and its key. */
const OVERHEAD = 1024

function sizeOf(key: string, { bytes }: Kept): number {
  return OVERHEAD + key.length + (bytes?.length ?? 0)
}

/** Bytes of which the caller can make nothing are not kept. */
function goodUntil(bytes: Uint8Array, { keepUntil }: FetchRequest): number {
  try {
    return keepUntil?.(bytes) ?? -Infinity
  } catch {
    return -Infinity
  }
}
