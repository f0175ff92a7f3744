import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { transport } from '../../src/net/platform/web.js'
import type { TransportRequest, TransportResponse } from '../../src/net/transport.js'
import { startServer, type WebServer } from './web-server.js'

let server: WebServer

beforeAll(async () => {
  server = await startServer((request, response) => {
    if (request.url === '/moved') response.writeHead(302, { location: '/echo' }).end()
    else if (request.url === '/slow') response.write('x')
    else request.pipe(response)
  })
})

afterAll(() => server.close())

const send = (path: string, request: Partial<TransportRequest> = {}): Promise<TransportResponse> =>
  transport({
    ...{ url: new URL(`http://${server.host}${path}`), body: undefined, maxBytes: 10 },
    ...{ signal: AbortSignal.timeout(20_000), isAllowed: () => true },
    ...request,
  })

describe('the transport of a browser', () => {
  const body = { type: 'text/plain', bytes: new TextEncoder().encode('question') }

  it('posts, and lets the browser follow redirects', async () => {
    const { status, bytes } = await send('/echo', { body })
    expect([status, new TextDecoder().decode(bytes)]).toEqual([200, 'question'])
    expect(await send('/moved')).toMatchObject({ status: 200, location: undefined })
  })

  it('takes no more than it may, in bytes and in time', async () => {
    await expect(send('/echo', { body, maxBytes: 3 })).rejects.toMatchObject({ code: 'fetch.limit' })
    await expect(send('/slow', { signal: AbortSignal.timeout(200) })).rejects.toThrow()
  })
})
