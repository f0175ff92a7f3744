import { lookup, type LookupAddress } from 'node:dns'
import { request as requestHttp, type IncomingMessage } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { LookupFunction } from 'node:net'
import { addressOf } from '../address.js'
import {
  checkHeaders,
  headersOf,
  readBody,
  Refusal,
  type Transport,
  type TransportRequest,
} from '../transport.js'

/** Sends by the modules of Node, over a connection of its own: no proxy of the environment, no cookies, no connection that others opened. */
export const transport: Transport = async (request) => {
  const { host, hostname } = request.url
  const address = addressOf(hostname)
  if (address !== undefined && !request.isAllowed(address))
    throw new Refusal('fetch.refused', `the address ${host}`)
  const response = await send(request)
  try {
    checkHeaders((name) => response.headers[name]?.toString(), request)
    const bytes = await readBody(response, request)
    return { status: response.statusCode ?? 0, location: response.headers.location, bytes }
  } finally {
    response.destroy()
  }
}

function send(request: TransportRequest): Promise<IncomingMessage> {
  const { url, body, signal } = request
  const open = url.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise((resolve, reject) => {
    const outgoing = open(url, {
      ...{ agent: false, signal, lookup: guardedLookup(request) },
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        ...headersOf(request),
        ...(body === undefined ? {} : { 'content-length': body.bytes.length }),
      },
    })
    outgoing.once('response', resolve)
    // Without a listener Node drops the connection and says nothing.
    outgoing.once('upgrade', (_, socket) => {
      socket.destroy()
      reject(new Refusal('fetch.refused', 'another protocol than was asked for'))
    })
    outgoing.once('close', () => {
      reject(new Error('the connection was closed'))
    })
    outgoing.on('error', reject)
    outgoing.end(body?.bytes)
  })
}

/** The addresses that are checked here are those to which the connection goes: a name cannot lead elsewhere a moment later. */
function guardedLookup({ isAllowed, url }: TransportRequest): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses: readonly LookupAddress[]) => {
      if (error !== null) {
        callback(error, '')
        return
      }
      const refused = addresses.find(({ address }) => !isAllowed(address))
      if (refused !== undefined) {
        callback(new Refusal('fetch.refused', `${url.host} leads to ${refused.address}`), '')
        return
      }
      const [first] = addresses
      if (options.all === true || first === undefined) callback(null, [...addresses])
      else callback(null, first.address, first.family)
    })
  }
}
