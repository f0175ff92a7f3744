import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { concatBytes } from '../../base/bytes.js'
import { FiscalSealError } from '../../base/errors.js'
import type { ServiceRequest, ServiceResponse } from '../../trust/issuing/authority-service.js'
import { reasonOf } from '../system-error.js'

/** Where a server listens, and how patient it is. */
export interface ServerAddress {
  readonly host: string
  /** 0 for any that is free. */
  readonly port: number
  /** For how many seconds a connection may stand still, such as one that takes no answer. Default: 30. */
  readonly stillSeconds?: number
}

/** A server that listens. */
export interface AuthorityServer {
  /** Such as `http://127.0.0.1:8017`. */
  readonly url: string
  /** Fulfils when it has stopped. */
  readonly stopped: Promise<void>
  /** Answers what it has begun to read, and stops. */
  stop(): Promise<void>
}

const MAX_BODY_LENGTH = 64 * 1024
const SECOND = 1000
const MAX_CONNECTIONS = 256

/**
 * Returns a server that answers over HTTP what `answer` says. What strangers send is bounded in length and time. `report` hears of failures that
 * are not theirs. Throws `FiscalSealError('argument.invalid')` when it cannot listen there.
 */
export async function startAuthorityServer(
  answer: (request: ServiceRequest) => Promise<ServiceResponse>,
  address: ServerAddress,
  report: (error: unknown) => void,
): Promise<AuthorityServer> {
  const server = createServer(
    { requestTimeout: 10 * SECOND, headersTimeout: 5 * SECOND, keepAliveTimeout: 5 * SECOND },
    (request, response) => {
      respond(request, response, answer).catch((error: unknown) => {
        report(error)
        send(response, failure(500, 'The request could not be answered.'))
      })
    },
  )
  server.maxConnections = MAX_CONNECTIONS
  // The other limits are for requests: who asks and does not read would keep his connection for ever.
  server.setTimeout((address.stillSeconds ?? 30) * SECOND)
  await listen(server, address)
  const { port } = server.address() as AddressInfo
  const host = address.host.includes(':') ? `[${address.host}]` : address.host
  const stopped = new Promise<void>((resolve) => server.once('close', resolve))
  return {
    url: `http://${host}:${port}`,
    stopped,
    stop: () => {
      server.close()
      server.closeIdleConnections()
      return stopped
    },
  }
}

function listen(server: Server, { host, port }: ServerAddress): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      const message = `Nothing can listen at ${host}, port ${port}: ${reasonOf(cause)}.`
      reject(new FiscalSealError('argument.invalid', message, { cause }))
    })
    server.listen(port, host, resolve)
  })
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  answer: (request: ServiceRequest) => Promise<ServiceResponse>,
): Promise<void> {
  const body = await readBody(request)
  if (body === undefined) {
    response.shouldKeepAlive = false
    send(response, failure(413, `A request has at most ${MAX_BODY_LENGTH} bytes.`))
    return
  }
  const [path = '/'] = (request.url ?? '/').split('?')
  const [type = ''] = (request.headers['content-type'] ?? '').split(';')
  const method = request.method ?? 'GET'
  send(response, await answer({ method, path, contentType: type.trim().toLowerCase(), body }), method)
}

/** Returns `undefined` when there is more than may be, or the sender went away. */
function readBody(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = []
  let length = 0
  return new Promise((resolve) => {
    request.on('data', (chunk: Uint8Array) => {
      length += chunk.length
      if (length <= MAX_BODY_LENGTH) chunks.push(chunk)
      else {
        request.pause()
        resolve(undefined)
      }
    })
    request.on('end', () => {
      resolve(concatBytes(chunks))
    })
    for (const event of ['error', 'close'])
      request.on(event, () => {
        resolve(undefined)
      })
  })
}

function failure(status: number, sentence: string): ServiceResponse {
  const body = new TextEncoder().encode(`${sentence}\n`)
  return { status, contentType: 'text/plain; charset=utf-8', body, maxAge: 0 }
}

function send(response: ServerResponse, answer: ServiceResponse, method = 'GET'): void {
  if (response.headersSent) return
  const { status, contentType, body, maxAge } = answer
  response.writeHead(status, {
    'content-type': contentType,
    'content-length': body.length,
    'cache-control': maxAge === 0 ? 'no-store' : `public, max-age=${maxAge}`,
    'x-content-type-options': 'nosniff',
  })
  response.end(method === 'HEAD' ? undefined : body)
}
