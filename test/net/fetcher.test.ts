import { describe, expect, it } from '@jest/globals'
import { createFetcher } from '../../src/net/fetcher.js'
import { ask, fetcherFor, hello, serve } from './asking.js'

describe('the fetcher', () => {
  it('gets and posts, and tells nothing of who asks', async () => {
    const heads: unknown[] = []
    const server = await serve((request, response) => {
      heads.push([request.method, request.headers])
      request.pipe(response)
      if (request.method === 'GET') response.end('hello')
    })
    const fetcher = fetcherFor(server)
    expect(await ask(fetcher, `http://${server.host}/a`)).toBe('hello')
    const body = { type: 'application/ocsp-request', bytes: new TextEncoder().encode('question') }
    expect(await ask(fetcher, `http://${server.host}/a`, { body })).toBe('question')
    expect(heads).toEqual([
      [
        'GET',
        {
          ...{ host: server.host, connection: 'close', accept: '*/*' },
          ...{ 'accept-encoding': 'identity', 'user-agent': 'fiscalseal' },
        },
      ],
      [
        'POST',
        expect.objectContaining({ 'content-type': 'application/ocsp-request', 'content-length': '8' }),
      ],
    ])
  })

  it('asks no private address, by number or by name', async () => {
    const server = await serve(hello)
    const port = server.host.split(':')[1] ?? ''
    const fetcher = createFetcher()
    for (const host of [
      '127.0.0.1',
      'localhost',
      '[::1]',
      '[::ffff:127.0.0.1]',
      '2130706433',
      '169.254.169.254',
    ]) {
      expect(await ask(fetcher, `http://${host}/`)).toBe('fetch.refused')
    }
    // A name is judged by where it leads, at the time of the connection.
    const lenient = createFetcher({ allowedHosts: [`127.0.0.1:${port}`] })
    expect(await ask(lenient, `http://localhost:${port}/`)).toBe('fetch.refused')
    expect(server.asked).toEqual([])
    expect(await ask(lenient, `http://127.0.0.1:${port}/`)).toBe('hello')
  })

  it('lets no name through that leads to a private address, though its port is that of the web', async () => {
    expect(await ask(createFetcher(), 'http://localhost/')).toBe('fetch.refused')
    expect(await ask(createFetcher(), 'https://localhost/')).toBe('fetch.refused')
  })

  it.each([
    'ftp://crl.example.test/ca.crl',
    'file:///etc/passwd',
    'ldap://crl.example.test/cn=CA',
    'data:,hello',
    'crl.example.test/ca.crl',
    'http://user:secret@crl.example.test/',
    'http://user@crl.example.test/',
    'http://crl.example.test:6379/',
    'http://crl.example.test:22/',
    `http://crl.example.test/${'a'.repeat(3000)}`,
  ])('refuses %s', async (url) => {
    expect(await ask(createFetcher(), url)).toBe('fetch.refused')
  })

  it('follows two redirects and no third', async () => {
    const server = await serve((request, response) => {
      const step = Number(request.url?.slice(1))
      if (step === 0) response.end('hello')
      else response.writeHead(302, { location: `/${step - 1}` }).end()
    })
    expect(await ask(fetcherFor(server), `http://${server.host}/2`)).toBe('hello')
    expect(await ask(fetcherFor(server), `http://${server.host}/3`)).toBe('fetch.refused')
  })

  it('checks where a redirect leads like an address that was given', async () => {
    const secret = await serve(hello)
    for (const location of [
      `http://${secret.host}/`,
      'http://169.254.169.254/latest/meta-data/',
      'http://localhost/',
      'file:///etc/passwd',
      '//user:secret@crl.example.test/',
      'http://[',
    ]) {
      const server = await serve((_, response) => response.writeHead(301, { location }).end())
      expect(await ask(fetcherFor(server), `http://${server.host}/`)).toBe('fetch.refused')
    }
    expect(secret.asked).toEqual([])
  })

  it('posts again only where the server says so', async () => {
    const body = { type: 'text/plain', bytes: new TextEncoder().encode('question') }
    for (const [status, answer] of [
      [302, 'fetch.failed'],
      [307, 'question'],
    ] as const) {
      const server = await serve((request, response) => {
        if (request.url === '/next') request.pipe(response)
        else response.writeHead(status, { location: '/next' }).end()
      })
      expect(await ask(fetcherFor(server), `http://${server.host}/`, { body })).toBe(answer)
    }
  })

  it('takes no more bytes than it was allowed, announced or not', async () => {
    const server = await serve((request, response) => {
      if (request.url === '/announced') response.end('x'.repeat(101))
      else for (let index = 0; index < 101; index++) response.write('x')
      response.end()
    })
    expect(await ask(fetcherFor(server), `http://${server.host}/announced`)).toBe('fetch.limit')
    expect(await ask(fetcherFor(server), `http://${server.host}/chunks`)).toBe('fetch.limit')
    expect(await ask(fetcherFor(server), `http://${server.host}/chunks`, { maxBytes: 101 })).toHaveLength(101)
  })

  it('takes no compressed body, behind which any size could hide', async () => {
    const server = await serve((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end('x'),
    )
    expect(await ask(fetcherFor(server), `http://${server.host}/`)).toBe('fetch.refused')
  })

  it('waits for no server that is silent, or that sends drop by drop', async () => {
    const silent = await serve(() => undefined)
    const slow = await serve((_, response) => {
      const drops = setInterval(() => response.write('x'), 20)
      response.on('close', () => {
        clearInterval(drops)
      })
    })
    for (const server of [silent, slow]) {
      const started = performance.now()
      expect(await ask(fetcherFor(server, { timeout: 150 }), `http://${server.host}/`)).toBe('fetch.limit')
      expect(performance.now() - started).toBeLessThan(1500)
    }
  })

  it('refuses another protocol, and its place among the requests to the host is free again', async () => {
    const server = await serve((request, response) => {
      if (request.url === '/upgrade')
        request.socket.end(
          'HTTP/1.1 101 Switching Protocols\r\nUpgrade: other\r\nConnection: Upgrade\r\n\r\n',
        )
      else response.end('hello')
    })
    const fetcher = fetcherFor(server, { perHost: 1, timeout: 3000 })
    expect(await ask(fetcher, `http://${server.host}/upgrade`)).toBe('fetch.refused')
    expect(await ask(fetcher, `http://${server.host}/`)).toBe('hello')
  })

  it('waits for no function that never settles, nor does who asks the same host next', async () => {
    const fetch = ({ pathname }: URL): Promise<Response> =>
      pathname === '/' ? Promise.resolve(new Response('hello')) : new Promise(() => undefined)
    const fetcher = createFetcher({ fetch, perHost: 1, timeout: 150 })
    expect(await ask(fetcher, 'http://crl.example.test/never')).toBe('fetch.limit')
    expect(await ask(fetcher, 'http://crl.example.test/')).toBe('hello')
  })

  it('waits for its turn no longer than for an answer, though who comes first may work on', async () => {
    const fetch = ({ hostname }: URL): Promise<Response> =>
      new Promise((resolve) => {
        const redirect = new Response(null, {
          status: 302,
          headers: { location: 'http://slow.example.test/' },
        })
        if (hostname === 'crl.example.test')
          setTimeout(() => {
            resolve(redirect)
          }, 250)
      })
    const fetcher = createFetcher({ fetch, perHost: 1, timeout: 400 })
    const ended: string[] = []
    const asked = async (name: string): Promise<void> => {
      ended.push(`${name} ${await ask(fetcher, `http://${name}.example.test/`)}`)
    }
    const redirected = asked('crl')
    await new Promise((resolve) => setTimeout(resolve, 200))
    await Promise.all([redirected, asked('slow')])
    expect(ended).toEqual(['crl fetch.limit', 'slow fetch.limit'])
    expect(await ask(fetcher, 'http://slow.example.test/again')).toBe('fetch.limit')
  })

  it('fails for other statuses, for nothing, and for what breaks off', async () => {
    const server = await serve((request, response) => {
      if (request.url === '/404') response.writeHead(404).end('nothing here')
      else if (request.url === '/empty') response.end()
      else response.writeHead(200, { 'content-length': 50 }).write('x', () => response.destroy())
    })
    for (const path of ['404', 'empty', 'broken'])
      expect(await ask(fetcherFor(server), `http://${server.host}/${path}`)).toBe('fetch.failed')
  })

  it('asks once for what many want at the same time, and of one host not too much at once', async () => {
    let running = 0
    let most = 0
    const server = await serve((_, response) => {
      most = Math.max(most, ++running)
      setTimeout(() => {
        running--
        response.end('x')
      }, 20)
    })
    const fetcher = fetcherFor(server, { perHost: 2 })
    const paths = ['a', 'a', 'a', 'b', 'c', 'd', 'e']
    const answers = await Promise.all(paths.map((path) => ask(fetcher, `http://${server.host}/${path}`)))
    expect(answers.every((answer) => answer === 'x')).toBe(true)
    expect([server.asked.length, most]).toEqual([5, 2])
  })

  it('sends by a function of the caller where he hands one in, under the same rules', async () => {
    const fetch = (url: URL): Promise<Response> =>
      Promise.resolve(
        url.pathname === '/moved'
          ? new Response(null, { status: 302, headers: { location: 'http://10.0.0.1/' } })
          : new Response(`from ${url.host}`),
      )
    const fetcher = createFetcher({ fetch })
    expect(await ask(fetcher, 'http://crl.example.test/')).toBe('from crl.example.test')
    expect(await ask(fetcher, 'http://crl.example.test/moved')).toBe('fetch.refused')
    expect(await ask(fetcher, 'http://crl.example.test/', { maxBytes: 3 })).toBe('fetch.limit')
    for (const host of ['127.0.0.1', '127.0.0.1:80', '[::1]', '[::1]:80']) {
      const allowing = createFetcher({ fetch, allowedHosts: [host] })
      expect(await ask(allowing, `http://${host}/`)).toContain('from')
      expect(await ask(allowing, 'http://10.0.0.1/')).toBe('fetch.refused')
    }
  })

  it.each([{ timeout: 0 }, { timeout: 1.5 }, { redirects: -1 }, { perHost: 0 }, { keptBytes: NaN }])(
    'is not made with %j',
    (options) => {
      expect(() => createFetcher(options)).toThrow(expect.objectContaining({ code: 'argument.invalid' }))
    },
  )
})
