import { connect, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from '@jest/globals'
import { startAuthorityServer, type AuthorityServer } from '../../src/cli/authority/authority-server.js'

/** More than the buffers of a connection hold. */
const LONG = new Uint8Array(16 * 1024 * 1024)
const sockets: Socket[] = []
let server: AuthorityServer

const start = async (): Promise<void> => {
  const answer = { status: 200, contentType: 'text/plain', body: LONG, maxAge: 0 }
  server = await startAuthorityServer(
    () => Promise.resolve(answer),
    { host: '127.0.0.1', port: 0, stillSeconds: 1 },
    () => undefined,
  )
}

/** Asks, and leaves the answer where it is. */
const askWithoutReading = (): Promise<void> =>
  new Promise((resolve) => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1', resolve)
    sockets.push(socket.pause().on('error', () => undefined))
    socket.write('GET /crl HTTP/1.1\r\nHost: ca.example.test\r\n\r\n')
  })

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  await server.stop()
})

describe('the server of an authority', () => {
  it('gives who reads all of a long answer', async () => {
    await start()
    expect((await (await fetch(server.url)).arrayBuffer()).byteLength).toBe(LONG.length)
  })

  it('keeps no connection of somebody who does not read his answer: it stops all the same', async () => {
    await start()
    await askWithoutReading()
    await expect(Promise.race([server.stop(), server.stopped])).resolves.toBeUndefined()
  })
})
