import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { createFetcher } from '../../src/net/fetcher.js'
import { createTestAuthority } from '../../src/testing/authority.js'
import { exportPem } from '../../src/trust/keys/save-identity.js'

let server: Server
let host: string
let asked = 0

beforeAll(async () => {
  const identity = await (await createTestAuthority()).identity()
  const pem = await exportPem(identity)
  server = createServer({ key: pem, cert: pem }, (_, response) => {
    asked++
    response.end('hello')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(
  () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections()
      server.close(() => {
        resolve()
      })
    }),
)

describe('the fetcher over TLS', () => {
  it('says nothing to a server that cannot show that it is the one of the address', async () => {
    const fetcher = createFetcher({ allowedHosts: [host] })
    await expect(fetcher({ url: `https://${host}/`, maxBytes: 100 })).rejects.toMatchObject({
      code: 'fetch.failed',
    })
    expect(asked).toBe(0)
  })
})
