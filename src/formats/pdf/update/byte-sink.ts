/** Collects bytes into one array that grows. */
export class ByteSink {
  private bytes = new Uint8Array(8192)
  private used = 0

  /** How many bytes were written. */
  get length(): number {
    return this.used
  }

  /** Appends `bytes`. */
  write(bytes: Uint8Array): void {
    this.reserve(bytes.length)
    this.bytes.set(bytes, this.used)
    this.used += bytes.length
  }

  /** Appends the low byte of each character of `text`. */
  writeLatin1(text: string): void {
    this.reserve(text.length)
    const { bytes, used } = this
    for (let index = 0; index < text.length; index++) bytes[used + index] = text.charCodeAt(index)
    this.used = used + text.length
  }

  /** Returns what was written; nothing may be written after. */
  finish(): Uint8Array {
    return this.bytes.subarray(0, this.used)
  }

  private reserve(length: number): void {
    if (this.used + length <= this.bytes.length) return
    const larger = new Uint8Array(Math.max(this.bytes.length * 2, this.used + length))
    larger.set(this.bytes.subarray(0, this.used))
    this.bytes = larger
  }
}
