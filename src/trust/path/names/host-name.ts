const LONGEST = 253
const LONGEST_LABEL = 63

/**
 * Returns whether `text`, in lower case, is the name of a host (RFC 1034 §3.5, RFC 1123 §2.1): labels of letters, digits and hyphens, an
 * underscore where `underscores` says so; the last label is no number, or it would be an address.
 */
export function isHostName(text: string, underscores = false): boolean {
  if (text.length > LONGEST) return false
  const labels = text.split('.')
  const last = labels.at(-1) ?? ''
  return labels.every((label) => isLabel(label, underscores)) && Number.isNaN(Number(last))
}

function isLabel(label: string, underscores: boolean): boolean {
  if (label === '' || label.length > LONGEST_LABEL) return false
  for (let index = 0; index < label.length; index++) {
    const code = label.charCodeAt(index)
    const isLetter = code >= 0x61 && code <= 0x7a
    const isDigit = code >= 0x30 && code <= 0x39
    if (!isLetter && !isDigit && code !== 0x2d && !(underscores && code === 0x5f)) return false
  }
  return true
}

/** Returns the host of a URI with an authority (RFC 3986 §3.2) in lower case, or `undefined` when it is no name of a host. */
export function hostOf(uri: string): string | undefined {
  const start = uri.indexOf('://')
  if (start < 1) return undefined
  const [authority = ''] = splitAtAny(uri.slice(start + 3).toLowerCase(), '/?#')
  const [host = '', port, ...rest] = authority.slice(authority.lastIndexOf('@') + 1).split(':')
  const isPort = port === undefined || isDigits(port)
  return isPort && rest.length === 0 && isHostName(host, true) ? host : undefined
}

function splitAtAny(text: string, separators: string): readonly string[] {
  for (let index = 0; index < text.length; index++)
    if (separators.includes(text.charAt(index))) return [text.slice(0, index), text.slice(index)]
  return [text]
}

function isDigits(text: string): boolean {
  for (let index = 0; index < text.length; index++)
    if (text.charCodeAt(index) < 0x30 || text.charCodeAt(index) > 0x39) return false
  return true
}

/** Returns the four bytes of an address such as `192.0.2.1`, or `undefined`. */
export function ipv4Of(text: string): Uint8Array | undefined {
  const parts = text.split('.')
  const isAddress =
    parts.length === 4 &&
    parts.every((part) => part !== '' && part.length <= 3 && isDigits(part) && Number(part) <= 255)
  return isAddress ? Uint8Array.from(parts, Number) : undefined
}

/** A mailbox taken apart; the part before the @ is as it is written, the host in lower case. */
export interface Mailbox {
  readonly local: string
  readonly host: string
}

/** Characters that make a local part a quoted one, or no local part at all (RFC 5321 §4.1.2). */
const NOT_IN_LOCAL = ' "(),:;<>[\\]@'

/** Returns a mailbox of unquoted characters at the name of a host, or `undefined` for anything else. */
export function mailboxOf(text: string): Mailbox | undefined {
  const at = text.lastIndexOf('@')
  const local = text.slice(0, Math.max(at, 0))
  const host = text.slice(at + 1).toLowerCase()
  if (local === '' || !isHostName(host)) return undefined
  for (let index = 0; index < local.length; index++) {
    const code = local.charCodeAt(index)
    if (code < 0x20 || code === 0x7f || NOT_IN_LOCAL.includes(local.charAt(index))) return undefined
  }
  return { local, host }
}
