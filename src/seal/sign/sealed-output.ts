import { concatBytes } from '../../base/bytes.js'
import { unwrittenBytes } from '../../base/native-bytes.js'
import { FiscalSealError } from '../../base/errors.js'
import type { ByteSource } from '../../base/source.js'

/** Up to this size the output is put together before anything is hashed: what a caller does with his array then changes nothing. */
const JOINED_AT_ONCE = 1024 * 1024
/** Bytes of a larger input that are looked at again before it is joined. */
const SAMPLES = 4096

/**
 * Input and update as one file (THREATS S-05). Copying a large input costs about as much as hashing it, most of it for fresh memory, so that
 * is left until somebody wants the whole in one array: who writes to a file does not.
 */
export class SealedOutput implements ByteSource {
  readonly size: number
  /** What follows the input. */
  readonly appended: Uint8Array
  readonly #input: Uint8Array
  readonly #sample: Uint8Array | undefined
  #joined: Uint8Array | undefined

  constructor(input: Uint8Array, appended: Uint8Array) {
    this.size = input.length + appended.length
    this.#input = input
    if (input.length > JOINED_AT_ONCE) {
      this.appended = appended
      this.#sample = sampleOf(input)
      return
    }
    const joined = unwrittenBytes(this.size)
    joined.set(input)
    joined.set(appended, input.length)
    this.#joined = joined
    this.appended = joined.subarray(input.length)
  }

  /** Whether `bytes` is there already. */
  get isJoined(): boolean {
    return this.#joined !== undefined
  }

  /** All bytes, where they lie in one array. */
  get whole(): Uint8Array | undefined {
    return this.#joined
  }

  /** The whole file. Throws `FiscalSealError('argument.invalid')` when a large input was changed before it was joined. */
  get bytes(): Uint8Array {
    this.#joined ??= this.#join()
    return this.#joined
  }

  /** Returns the bytes `[from, to)`: a view, unless they lie on both sides of the seam. */
  read(from: number, to: number): Uint8Array {
    const seam = this.#input.length
    if (this.#joined !== undefined) return this.#joined.subarray(from, to)
    if (to <= seam) return this.#input.subarray(from, to)
    if (from >= seam) return this.appended.subarray(from - seam, to - seam)
    return concatBytes([this.#input.subarray(from), this.appended.subarray(0, to - seam)])
  }

  /** Returns the bytes `[from, to)` in views that lie one after the other. */
  views(from: number, to: number): readonly Uint8Array[] {
    const seam = this.#input.length
    if (this.#joined !== undefined) return [this.#joined.subarray(from, to)]
    const parts = [
      this.#input.subarray(from, to),
      this.appended.subarray(Math.max(0, from - seam), Math.max(0, to - seam)),
    ]
    return parts.filter(({ length }) => length > 0)
  }

  #join(): Uint8Array {
    const before = this.#sample
    if (before !== undefined && sampleOf(this.#input).some((byte, index) => byte !== before[index])) {
      throw new FiscalSealError(
        'argument.invalid',
        'The input was changed after it was sealed and before `bytes` was read.',
      )
    }
    return concatBytes([this.#input, this.appended])
  }
}

/** Evenly spread bytes: enough to notice that an array was used for something else. */
function sampleOf(bytes: Uint8Array): Uint8Array {
  const stride = Math.max(1, Math.floor(bytes.length / SAMPLES))
  return Uint8Array.from({ length: SAMPLES }, (_, index) => bytes[index * stride] ?? 0)
}
