/** One request over the network, its URL checked. */
export interface TransportRequest {
  readonly url: URL
  readonly body: { readonly type: string; readonly bytes: Uint8Array } | undefined
  readonly maxBytes: number
  /** Aborted when the time is up. */
  readonly signal: AbortSignal
  /** Returns whether a connection may be made to that address. */
  readonly isAllowed: (address: string) => boolean
}

/** What came back. A redirect is not followed. */
export interface TransportResponse {
  readonly status: number
  /** The header of a redirect. */
  readonly location: string | undefined
  readonly bytes: Uint8Array
}

/** Sends one request. Rejects with `Refusal` where a rule is broken, with any other error where it does not work. */
export type Transport = (request: TransportRequest) => Promise<TransportResponse>

/** A rule of the fetcher was broken: an address that is not allowed, or too many bytes. */
export class Refusal extends Error {
  readonly code: 'fetch.refused' | 'fetch.limit'

  constructor(code: Refusal['code'], message: string) {
    super(message)
    this.code = code
  }
}

/** Headers of every request: nothing that tells who asks, and no compression, which could hide any size. */
export function headersOf({ body }: TransportRequest): Record<string, string> {
  return {
    accept: '*/*',
    'accept-encoding': 'identity',
    'user-agent': 'fiscalseal',
    ...(body === undefined ? {} : { 'content-type': body.type }),
  }
}

/** Joins the pieces of a body; throws `Refusal('fetch.limit')` as soon as there are more than `maxBytes`. */
export async function readBody(
  pieces: AsyncIterable<Uint8Array>,
  { maxBytes }: Pick<TransportRequest, 'maxBytes'>,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const piece of pieces) {
    length += piece.length
    if (length > maxBytes) throw new Refusal('fetch.limit', `more than ${maxBytes} bytes`)
    parts.push(piece)
  }
  const bytes = new Uint8Array(length)
  let offset = 0
  for (const part of parts) {
    bytes.set(part, offset)
    offset += part.length
  }
  return bytes
}

/** Throws `Refusal` for a body that is announced as too long, or as compressed although nobody asked for it. */
export function checkHeaders(
  header: (name: string) => string | null | undefined,
  { maxBytes }: Pick<TransportRequest, 'maxBytes'>,
): void {
  if (Number(header('content-length') ?? 0) > maxBytes)
    throw new Refusal('fetch.limit', `more than ${maxBytes} bytes`)
  if ((header('content-encoding') ?? 'identity') !== 'identity')
    throw new Refusal('fetch.refused', 'compressed body')
}
