import { checkHeaders, headersOf, readBody, type Transport } from './transport.js'

/** A function like the global `fetch`. */
export type FetchFunction = (url: URL, init: RequestInit) => Promise<Response>

/**
 * Returns the transport that sends by a `fetch`. It cannot see to which address a name leads: a browser keeps pages from private networks by
 * itself, and what somebody hands in is his own. Nor do browsers show where a redirect leads: there it is theirs to `follow`.
 */
export function fetchTransport(fetch: FetchFunction, redirect: 'manual' | 'follow'): Transport {
  return async (request) => {
    const { url, body, signal } = request
    const response = await fetch(url, {
      method: body === undefined ? 'GET' : 'POST',
      headers: headersOf(request),
      ...(body === undefined ? {} : { body: new Uint8Array(body.bytes) }),
      ...{ signal, redirect, credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-store' },
    })
    checkHeaders((name) => response.headers.get(name), request)
    const location = response.headers.get('location') ?? undefined
    const bytes = await readBody(piecesOf(response.body), request)
    return { status: response.status, location, bytes }
  }
}

/** Not every browser lets a stream be iterated. */
async function* piecesOf(body: Response['body']): AsyncGenerator<Uint8Array> {
  const reader = body?.getReader()
  if (reader === undefined) return
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value
  } finally {
    await reader.cancel()
  }
}
