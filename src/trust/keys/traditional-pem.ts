import { fromBase64 } from '../../base/base64.js'
import { concatBytes } from '../../base/bytes.js'
import { Malformed } from '../../base/errors.js'
import { digest } from '../../crypto/digest.js'
import { decryptUnderKey } from './encryption/decryption.js'
import type { Cipher } from './encryption/scheme.js'
import type { Passphrase } from './passphrase.js'

/** A key in the old encrypted form of OpenSSL: PEM with the headers of RFC 1421 §4.6. */
export interface TraditionalBlock {
  readonly label: string
  readonly cipher: Cipher
  readonly iv: Uint8Array
  readonly ciphertext: Uint8Array
}

const CIPHERS: ReadonlyMap<string, Cipher> = new Map<string, Cipher>([
  ['DES-CBC', { kind: 'des', keyLength: 8 }],
  ['DES-EDE3-CBC', { kind: '3des', keyLength: 24 }],
  ['AES-128-CBC', { kind: 'aes', keyLength: 16 }],
  ['AES-192-CBC', { kind: 'aes', keyLength: 24 }],
  ['AES-256-CBC', { kind: 'aes', keyLength: 32 }],
])

const BEGIN = '-----BEGIN '
const DASHES = '-----'

/**
 * Splits a text into its encrypted blocks of the old form and the rest, which is PEM of RFC 7468. Throws `Malformed` for a block with such headers
 * that cannot be read.
 */
export function splitTraditional(text: string): {
  readonly blocks: readonly TraditionalBlock[]
  readonly rest: string
} {
  const lines = linesOf(text)
  const blocks: TraditionalBlock[] = []
  const rest: string[] = []
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? ''
    if (!line.startsWith(BEGIN) || lines[index + 1] !== 'Proc-Type: 4,ENCRYPTED') {
      rest.push(line)
      continue
    }
    const label = line.slice(BEGIN.length, -DASHES.length)
    const end = lines.indexOf(`-----END ${label}-----`, index)
    if (end < 0) throw new Malformed('der.truncated', `PEM block ${label} does not end`)
    blocks.push(readBlock(label, lines.slice(index + 2, end)))
    index = end
  }
  return { blocks, rest: rest.join('\n') }
}

const BYTE_ORDER_MARK = '\u{feff}'

/** RFC 7468 §3: lines end in CR, LF or both. */
function linesOf(text: string): readonly string[] {
  const unmarked = text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text
  const unified = unmarked.replaceAll('\r\n', '\n').replaceAll('\r', '\n')
  return unified.split('\n').map((line) => line.trimEnd())
}

const INFORMATION = 'DEK-Info: '

function readBlock(label: string, lines: readonly string[]): TraditionalBlock {
  const [information = '', separator, ...body] = lines
  const [name = '', hex = ''] = information.slice(INFORMATION.length).split(',')
  const cipher = CIPHERS.get(name)
  const iv = fromHex(hex)
  const ciphertext = fromBase64(body.join(''))
  const isReadable = information.startsWith(INFORMATION) && separator === '' && ciphertext !== undefined
  if (cipher === undefined || !isReadable || iv?.length !== (cipher.kind === 'aes' ? 16 : 8)) {
    throw new Malformed('algorithm.unknown', `encryption of PEM block ${label}`)
  }
  return { label, cipher, iv, ciphertext }
}

const HEX_DIGITS = '0123456789abcdef'

function fromHex(text: string): Uint8Array | undefined {
  const digits = Array.from(text.toLowerCase(), (digit) => HEX_DIGITS.indexOf(digit))
  if (digits.length % 2 !== 0 || digits.includes(-1)) return undefined
  return Uint8Array.from({ length: digits.length / 2 }, (_, index) => {
    return (digits[2 * index] ?? 0) * 16 + (digits[2 * index + 1] ?? 0)
  })
}

/** Returns the key in the block, or `undefined` when the passphrase does not open it. */
export async function decryptTraditional(
  block: TraditionalBlock,
  passphrase: Passphrase,
): Promise<Uint8Array | undefined> {
  const { cipher, iv, ciphertext } = block
  const key = await deriveKey(passphrase.utf8(), iv.subarray(0, 8), cipher.keyLength)
  try {
    return await decryptUnderKey(cipher, { key, iv }, ciphertext)
  } finally {
    key.fill(0)
  }
}

/** EVP_BytesToKey with MD5 and one round: the only derivation that this form has. */
async function deriveKey(passphrase: Uint8Array, salt: Uint8Array, length: number): Promise<Uint8Array> {
  let derived = new Uint8Array(0)
  let last = new Uint8Array(0)
  while (derived.length < length) {
    last = Uint8Array.from(await digest('MD5', [last, passphrase, salt]))
    derived = Uint8Array.from(concatBytes([derived, last]))
  }
  return derived.subarray(0, length)
}
