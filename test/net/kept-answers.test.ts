import { describe, expect, it } from '@jest/globals'
import { ask, fetcherFor, hello, serve } from './asking.js'

describe('the fetcher', () => {
  it('keeps an answer until it is out of date, and a failure for a minute', async () => {
    let now = 1_000_000
    const server = await serve((request, response) =>
      response.writeHead(request.url === '/bad' ? 500 : 200).end('x'),
    )
    const fetcher = fetcherFor(server, { clock: () => now })
    const good = { keepUntil: () => 1_100_000 }
    for (const time of [1_000_000, 1_099_999, 1_100_000, 1_100_001]) {
      now = time
      await ask(fetcher, `http://${server.host}/good`, good)
      await ask(fetcher, `http://${server.host}/bad`)
    }
    expect(server.asked.filter((path) => path === '/good')).toHaveLength(3)
    expect(server.asked.filter((path) => path === '/bad')).toHaveLength(2)
  })

  it('keeps no answer of which nothing can be made, nor one that is said to be good no longer', async () => {
    const server = await serve(hello)
    const fetcher = fetcherFor(server)
    const unreadable = (): number => {
      throw new Error('no CRL')
    }
    for (const keepUntil of [unreadable, () => undefined, () => 0]) {
      await ask(fetcher, `http://${server.host}/`, { keepUntil })
    }
    expect(server.asked).toHaveLength(3)
  })

  it('keeps no answer longer than a day, whatever it says of itself: nobody has checked who signed it', async () => {
    let now = 1_000_000
    const server = await serve(hello)
    const fetcher = fetcherFor(server, { clock: () => now })
    const asked = async (time: number): Promise<number> => {
      now = time
      await ask(fetcher, `http://${server.host}/`, { keepUntil: () => Infinity })
      return server.asked.length
    }
    expect(await asked(1_000_000)).toBe(1)
    expect(await asked(1_000_000 + 86_399_999)).toBe(1)
    expect(await asked(1_000_000 + 86_400_000)).toBe(2)
  })

  it('counts addresses among the bytes that it keeps, and keeps nothing of one that is too long', async () => {
    const server = await serve(hello)
    const fetcher = fetcherFor(server, { keptBytes: 4000 })
    const long = 'x'.repeat(1500)
    const keepUntil = (): number => Infinity
    for (const path of ['a', long, 'a', `${long}y`, long, 'a'])
      await ask(fetcher, `http://${server.host}/${path}`, { keepUntil })
    expect(server.asked.map((path) => path.length)).toEqual([2, 1501, 1502, 1501, 2])
    expect(await ask(fetcher, `http://${server.host}/${'x'.repeat(10_000)}`)).toBe('fetch.refused')
    expect(await ask(fetcher, `http://${server.host}/a`)).toBe('hello')
    expect(server.asked).toHaveLength(5)
  })

  it('keeps no more bytes than it may, the newest first', async () => {
    const server = await serve((_, response) => response.end('x'.repeat(90)))
    const fetcher = fetcherFor(server, { keptBytes: 2 * 1200 })
    const keepUntil = (): number => Infinity
    for (const path of ['a', 'b', 'c', 'c', 'b', 'a'])
      await ask(fetcher, `http://${server.host}/${path}`, { keepUntil })
    expect(server.asked).toEqual(['/a', '/b', '/c', '/a'])
  })

  it('takes no question for another that looks like it', async () => {
    const server = await serve((request, response) => {
      response.end(request.method)
    })
    const fetcher = fetcherFor(server)
    const posted = { body: { type: 'text/plain', bytes: Uint8Array.of(0xaa) }, keepUntil: () => Infinity }
    expect(await ask(fetcher, `http://${server.host}/`, posted)).toBe('POST')
    expect(await ask(fetcher, `http://${server.host}/ aa`)).toBe('GET')
  })

  it('takes no question for another of the same bytes and another type', async () => {
    const server = await serve((request, response) => {
      response.end(request.headers['content-type'])
    })
    const fetcher = fetcherFor(server)
    for (const type of ['text/plain', 'application/ocsp-request']) {
      const posted = { body: { type, bytes: Uint8Array.of(0xaa) }, keepUntil: () => Infinity }
      expect(await ask(fetcher, `http://${server.host}/`, posted)).toBe(type)
    }
  })

  it('gives nobody more bytes than he asked for, nor a refusal of who asked for fewer', async () => {
    const server = await serve((_, response) => {
      setTimeout(() => response.end('hello'), 20)
    })
    const fetcher = fetcherFor(server)
    const limits = [100, 3, 100, 4, 5]
    const asked = (): Promise<readonly string[]> =>
      Promise.all(limits.map((maxBytes) => ask(fetcher, `http://${server.host}/`, { maxBytes })))
    const expected = ['hello', 'fetch.limit', 'hello', 'fetch.limit', 'hello']
    expect(await asked()).toEqual(expected)
    expect(await asked()).toEqual(expected)
    expect(await ask(fetcher, `http://${server.host}/first`, { maxBytes: 3 })).toBe('fetch.limit')
    expect(await ask(fetcher, `http://${server.host}/first`)).toBe('hello')
  })
})
