import { afterEach } from '@jest/globals'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Fetcher, FetchRequest } from '../../src/base/fetcher.js'
import { createFetcher, type FetcherOptions } from '../../src/net/fetcher.js'
import { startServer, type WebServer } from './web-server.js'

const servers: WebServer[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close()
})

/** Returns a server that answers by `listener` until the end of the test. */
export const serve = async (listener: RequestListener): Promise<WebServer> => {
  const server = await startServer(listener)
  servers.push(server)
  return server
}

/** Answers `hello`. */
export const hello = (_: IncomingMessage, response: ServerResponse): void => {
  response.end('hello')
}

/** Returns what is answered as text, or the code of the error. */
export const ask = async (
  fetcher: Fetcher,
  url: string,
  request: Partial<FetchRequest> = {},
): Promise<string> => {
  try {
    return new TextDecoder().decode(await fetcher({ url, maxBytes: 100, ...request }))
  } catch (error) {
    return (error as { readonly code?: string }).code ?? String(error)
  }
}

/** Returns a fetcher that may ask `server`, though it is on this machine. */
export const fetcherFor = (server: WebServer, options: FetcherOptions = {}): Fetcher =>
  createFetcher({ allowedHosts: [server.host], ...options })
