import { toUtf8 } from '../../base/bytes.js'
import { FiscalSealError } from '../../base/errors.js'

/** A passphrase as the caller gives it; bytes are UTF-8 and can be wiped by whoever holds them, a string cannot. */
export type PassphraseInput = string | Uint8Array

/**
 * A passphrase in the forms in which key files use it. It never appears in messages. `wipe` overwrites the copies that were made here, as far
 * as a runtime lets one; the caller's own array is left alone.
 */
export class Passphrase {
  readonly #utf8: Uint8Array | undefined
  readonly #copies: Uint8Array[] = []

  /** No passphrase at all differs from an empty one: some containers are made with the one, some with the other. */
  private constructor(utf8: Uint8Array | undefined) {
    this.#utf8 = utf8
    if (utf8 !== undefined) this.#copies.push(utf8)
  }

  /**
   * Returns the passphrase that `input` holds; throws `FiscalSealError('argument.invalid')` for bytes that are not UTF-8, and for what is neither
   * text nor bytes: of a number, say, an array would be made that is as long as the number and empty of any secret.
   */
  static from(input: PassphraseInput | undefined): Passphrase {
    if (input === undefined) return new Passphrase(undefined)
    const passphrase = new Passphrase(bytesOf(input))
    passphrase.bmp()
    return passphrase
  }

  /** Whether there is one, be it empty. */
  get isGiven(): boolean {
    return this.#utf8 !== undefined
  }

  /** Returns the passphrases to try: the one given, and where it says nothing also the other way of saying nothing. */
  candidates(): readonly Passphrase[] {
    if (this.#utf8 === undefined) return [this, new Passphrase(new Uint8Array(0))]
    return this.#utf8.length === 0 ? [this, new Passphrase(undefined)] : [this]
  }

  /** Returns the bytes for PBES1 and PBES2 (RFC 8018 §3 leaves the encoding open; UTF-8 is what everybody uses). */
  utf8(): Uint8Array {
    return this.#utf8 ?? new Uint8Array(0)
  }

  /** Returns the bytes for the key derivation of PKCS #12: UTF-16BE and two zero bytes (RFC 7292 §B.1); none for no passphrase. */
  bmp(): Uint8Array {
    if (this.#utf8 === undefined) return new Uint8Array(0)
    const bytes = toUtf16(this.#utf8)
    this.#copies.push(bytes)
    return bytes
  }

  /** Overwrites every copy; the passphrase cannot be used afterwards. */
  wipe(): void {
    for (const copy of this.#copies) copy.fill(0)
    this.#copies.length = 0
  }

  /** Returns nothing of the passphrase. */
  toJSON(): string {
    return '[Passphrase]'
  }

  /** What `console.log` shows on Node. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[Passphrase]'
  }
}

/** Returns a copy; callers without types hand in anything. */
function bytesOf(input: unknown): Uint8Array {
  if (typeof input === 'string') return toUtf8(input)
  if (input instanceof Uint8Array) return new Uint8Array(input)
  throw new FiscalSealError('argument.invalid', 'The passphrase is neither text nor bytes.')
}

/** Goes from bytes to bytes: a string in between could not be wiped. */
function toUtf16(utf8: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(utf8.length * 2 + 2)
  let length = 0
  const append = (unit: number): void => {
    bytes[length++] = unit >> 8
    bytes[length++] = unit & 0xff
  }
  for (let index = 0; index < utf8.length;) {
    const { point, size } = codePointAt(utf8, index)
    index += size
    if (point < 0x10000) {
      append(point)
      continue
    }
    append(0xd800 + ((point - 0x10000) >> 10))
    append(0xdc00 + ((point - 0x10000) & 0x3ff))
  }
  const text = bytes.slice(0, length + 2)
  bytes.fill(0)
  return text
}

/** Smallest code point that takes so many bytes: a longer form than needed is none (RFC 3629 §3). */
function leastOf(size: number): number {
  if (size === 2) return 0x80
  return size === 3 ? 0x800 : 0x10000
}

function codePointAt(utf8: Uint8Array, index: number): { readonly point: number; readonly size: number } {
  const first = utf8[index] ?? 0
  if (first < 0x80) return { point: first, size: 1 }
  if (first < 0xc0 || first >= 0xf8) throw notUtf8()
  const size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2
  let point = first & (0xff >> (size + 1))
  for (let next = index + 1; next < index + size; next++) {
    const byte = utf8[next] ?? 0
    if ((byte & 0xc0) !== 0x80) throw notUtf8()
    point = (point << 6) | (byte & 0x3f)
  }
  const isSurrogate = point >= 0xd800 && point < 0xe000
  if (isSurrogate || point < leastOf(size) || point > 0x10ffff) throw notUtf8()
  return { point, size }
}

function notUtf8(): FiscalSealError {
  return new FiscalSealError('argument.invalid', 'The passphrase is not UTF-8.')
}
