/** Returns `input` under RC4, which is its own inverse: for reading old PKCS #12 containers only; platforms no longer have it. */
export function rc4(key: Uint8Array, input: Uint8Array): Uint8Array {
  const state = Uint8Array.from({ length: 256 }, (_, index) => index)
  const at = (index: number): number => state[index & 0xff] ?? 0
  const swap = (left: number, right: number): void => {
    const kept = at(left)
    state[left & 0xff] = at(right)
    state[right & 0xff] = kept
  }
  let other = 0
  for (let index = 0; index < 256; index++) {
    other += at(index) + (key[index % key.length] ?? 0)
    swap(index, other)
  }
  other = 0
  return input.map((byte, index) => {
    const position = index + 1
    other += at(position)
    swap(position, other)
    return byte ^ at(at(position) + at(other))
  })
}
