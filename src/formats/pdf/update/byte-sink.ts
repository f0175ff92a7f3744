const FIRST_ROOM = 8192
/** Up to here a loop is faster than the call of the platform. */
const SHORT = 24
const ZERO = 0x30

/** Collects bytes into one array that grows. */
export class ByteSink {
  private bytes: Uint8Array
  private used = 0

  /** `room` is about how many bytes will be written. */
  constructor(room = FIRST_ROOM) {
    this.bytes = new Uint8Array(room)
  }

  /** How many bytes were written. */
  get length(): number {
    return this.used
  }

  /** Appends `bytes`. */
  write(bytes: Uint8Array): void {
    const { length } = bytes
    this.reserve(length)
    const { bytes: target, used } = this
    if (length > SHORT) target.set(bytes, used)
    else for (let index = 0; index < length; index++) target[used + index] = bytes[index] ?? 0
    this.used = used + length
  }

  /** Appends one byte. */
  writeByte(byte: number): void {
    this.reserve(1)
    this.bytes[this.used++] = byte
  }

  /** Appends the low byte of each character of `text`. */
  writeLatin1(text: string): void {
    this.reserve(text.length)
    const { bytes, used } = this
    for (let index = 0; index < text.length; index++) bytes[used + index] = text.charCodeAt(index)
    this.used = used + text.length
  }

  /** Appends a safe integer that is not negative in decimal digits, zeros before it where it has fewer than `width`. */
  writeNumber(value: number, width = 1): void {
    let digits = 1
    for (let limit = 10; limit <= value; limit *= 10) digits++
    const length = Math.max(digits, width)
    this.reserve(length)
    const { bytes, used } = this
    let left = value
    for (let index = used + length - 1; index >= used; index--) {
      const rest = Math.floor(left / 10)
      bytes[index] = ZERO + left - rest * 10
      left = rest
    }
    this.used = used + length
  }

  /** Returns what was written; nothing may be written after. */
  finish(): Uint8Array {
    const { bytes, used } = this
    return used === bytes.length ? bytes : bytes.subarray(0, used)
  }

  private reserve(length: number): void {
    if (this.used + length <= this.bytes.length) return
    const larger = new Uint8Array(Math.max(this.bytes.length * 2, this.used + length))
    larger.set(this.bytes.subarray(0, this.used))
    this.bytes = larger
  }
}
