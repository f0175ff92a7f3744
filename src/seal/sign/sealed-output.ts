import { concatBytes, equalBytes } from '../../base/bytes.js'
import { unwrittenBytes } from '../../base/native-bytes.js'
import { FiscalSealError } from '../../base/errors.js'
import type { ByteSource } from '../../base/source.js'
import { digestNow } from '../../crypto/digest.js'
import type { DigestAlgorithm } from '../../crypto/digest-algorithm.js'

/** Up to this size the output is put together before anything is hashed: what a caller does with his array then changes nothing. */
const JOINED_AT_ONCE = 1024 * 1024

/** What was hashed of an output: all but `[start, end)`, where the signature stands. */
export interface Covered {
  readonly algorithm: DigestAlgorithm
  readonly value: Uint8Array
  readonly start: number
  readonly end: number
}

/** What a caller may do with his array meanwhile: nothing where an output is made, signed and checked without waiting. */
export interface Handling {
  /** Whether the signature is waited for, so that the input must be copied before. */
  readonly isAwaited: boolean
}

/**
 * Input and update as one file (THREATS S-05). Copying a large input costs about as much as hashing it, most of it for fresh memory, so that
 * is left until somebody wants the whole in one array: who writes to a file does not. It is hashed once more then.
 */
export class SealedOutput implements ByteSource {
  readonly size: number
  /** What follows the input. */
  readonly appended: Uint8Array
  readonly #input: Uint8Array
  #covered: Covered | undefined
  #joined: Uint8Array | undefined

  constructor(input: Uint8Array, appended: Uint8Array, { isAwaited }: Handling) {
    this.size = input.length + appended.length
    this.#input = input
    if (input.length > JOINED_AT_ONCE && !isAwaited) {
      this.appended = appended
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

  /** Says what was signed, so that a large input that is joined later must still be that. */
  cover(covered: Covered): void {
    this.#covered = covered
  }

  /** Hashed after it was copied: nobody else changes the copy. Where that cannot be done at once, the input is a copy already. */
  #join(): Uint8Array {
    const joined = concatBytes([this.#input, this.appended])
    if (this.#covered === undefined || digestNow === undefined) return joined
    const { algorithm, value, start, end } = this.#covered
    const found = digestNow(algorithm, [joined.subarray(0, start), joined.subarray(end)])
    if (equalBytes(found, value)) return joined
    throw new FiscalSealError(
      'argument.invalid',
      'The input was changed after it was sealed and before `bytes` was read.',
    )
  }
}
