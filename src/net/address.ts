/** IPv4 ranges that are not the public Internet (IANA special-purpose registry, RFC 6890), with the length of their prefix. */
const SPECIAL_V4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
]

/** The one IPv6 range of public addresses, and what in it is for other things: protocols, documentation, 6to4. */
const GLOBAL_V6 = ['2000::', 3] as const
const SPECIAL_V6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['2620:4f:8000::', 48],
  ['3fff::', 20],
]

/** IPv6 ranges whose last four octets are an IPv4 address to which the packet goes: mapped (RFC 4291), NAT64 (RFC 6052). */
const EMBEDDING_V6: readonly (readonly [string, number])[] = [
  ['::ffff:0:0', 96],
  ['64:ff9b::', 96],
]

/** Returns whether `address`, an IPv4 or IPv6 address as text, is one of the public Internet. What cannot be read is not. */
export function isPublicAddress(address: string): boolean {
  const octets = octetsOf(address)
  if (octets === undefined) return false
  if (octets.length === 4) return !SPECIAL_V4.some((range) => isIn(octets, range))
  if (EMBEDDING_V6.some((range) => isIn(octets, range))) return isPublicAddress(octets.slice(12).join('.'))
  return isIn(octets, GLOBAL_V6) && !SPECIAL_V6.some((range) => isIn(octets, range))
}

/** Returns whether `host`, as `URL` gives it, is an address and no name; brackets of IPv6 are left out. */
export function addressOf(host: string): string | undefined {
  const address = host.startsWith('[') ? host.slice(1, -1) : host
  return octetsOf(address) === undefined ? undefined : address
}

function isIn(octets: readonly number[], [network, prefix]: readonly [string, number]): boolean {
  const start = octetsOf(network) ?? []
  return start.every((octet, index) => {
    const bits = Math.min(8, Math.max(0, prefix - 8 * index))
    const mask = 0xff & (0xff << (8 - bits))
    return ((octets[index] ?? 0) & mask) === (octet & mask)
  })
}

function octetsOf(address: string): readonly number[] | undefined {
  return address.includes(':') ? octetsOfV6(address) : octetsOfV4(address)
}

function octetsOfV4(address: string): readonly number[] | undefined {
  const octets = address.split('.').map((part) => numberOf(part, 10, 3))
  return octets.length === 4 && octets.every((octet) => octet <= 0xff) ? octets : undefined
}

/** RFC 4291 §2.2: eight groups, one run of zeros left out, the last two groups perhaps written as IPv4. */
function octetsOfV6(address: string): readonly number[] | undefined {
  const halves = address.split('::')
  if (halves.length > 2) return undefined
  const [head = [], tail = []] = halves.map(groupsOf)
  const missing = 8 - head.length - tail.length
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined
  const groups = [...head, ...Array.from({ length: missing }, () => 0), ...tail]
  return groups.every((group) => group <= 0xffff)
    ? groups.flatMap((group) => [group >> 8, group & 0xff])
    : undefined
}

function groupsOf(half: string): readonly number[] {
  if (half === '') return []
  return half.split(':').flatMap((group) => {
    if (!group.includes('.')) return [numberOf(group, 16, 4)]
    const [a = Infinity, b = 0, c = Infinity, d = 0] = octetsOfV4(group) ?? []
    return [a * 256 + b, c * 256 + d]
  })
}

const DIGITS = '0123456789abcdef'

/** `Infinity` for what is no number of so many digits at most. */
function numberOf(text: string, base: number, most: number): number {
  if (text === '' || text.length > most) return Infinity
  let value = 0
  for (const character of text.toLowerCase()) {
    const digit = DIGITS.indexOf(character)
    if (digit < 0 || digit >= base) return Infinity
    value = value * base + digit
  }
  return value
}
