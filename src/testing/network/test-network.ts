import { toUtf8 } from '../../base/bytes.js'
import { createAuthority, authorityState, type Authority } from '../../trust/issuing/authority.js'
import { crlAt } from '../../trust/issuing/authority-state.js'
import {
  createAuthorityService,
  MEDIA_TYPE,
  type ServiceRequest,
  type ServiceResponse,
} from '../../trust/issuing/authority-service.js'
import { distortedServices, requireFault, type NetworkFault, type TransportFault } from './network-fault.js'

/** Address of an authority in a network in memory: give it to `createTestAuthority`, and everything that is issued points there. */
export const TEST_AUTHORITY_URL = 'http://authority.test'

/** Addresses under it that stand in the certificates of sellers. */
export const TEST_ADDRESSES = {
  crlUrl: `${TEST_AUTHORITY_URL}/crl`,
  ocspUrl: `${TEST_AUTHORITY_URL}/ocsp`,
  issuerUrl: `${TEST_AUTHORITY_URL}/issuing-ca.cer`,
} as const

/** Address of the time-stamp authority of an authority in a network in memory. */
export const TEST_TIME_STAMP_URL = 'http://authority.test/tsa'

/** What was asked of a network. */
export interface NetworkRequest {
  readonly method: string
  readonly url: string
}

/** A network in memory in which one authority answers at `http://authority.test`, and nobody else. */
export interface TestNetwork {
  /** As the `fetch` of the platform; nothing leaves the process. */
  readonly fetch: typeof globalThis.fetch
  /** Everything that was asked, in order. */
  readonly requests: readonly NetworkRequest[]
  /** What goes wrong from now on; `undefined` when all is well. */
  fault: NetworkFault | undefined
}

/** How a network in memory is. */
export interface TestNetworkOptions {
  /** What goes wrong; it can be changed later. */
  readonly fault?: NetworkFault
}

const HOST = 'authority.test'
const DAY = 86_400_000

/** Returns a network in which `authority` answers: OCSP, time-stamps, CRLs, certificates of its CAs. With faults on demand. */
export function createTestNetwork(authority: Authority, options: TestNetworkOptions = {}): TestNetwork {
  const requests: NetworkRequest[] = []
  const network: TestNetwork = {
    requests,
    fault: requireFault(options.fault),
    fetch: async (input, init) => {
      const request = new Request(input, init)
      requests.push({ method: request.method, url: request.url })
      const fault = requireFault(network.fault)
      if (new URL(request.url).hostname !== HOST || fault === 'unreachable')
        throw new TypeError('fetch failed')
      if (fault === 'slow') return untilAborted(request.signal)
      return toResponse(await answer(authority, await toServiceRequest(request), fault), fault)
    },
  }
  return network
}

async function toServiceRequest(request: Request): Promise<ServiceRequest> {
  const [contentType = ''] = (request.headers.get('content-type') ?? '').split(';')
  return {
    method: request.method,
    path: new URL(request.url).pathname,
    contentType: contentType.trim().toLowerCase(),
    body: new Uint8Array(await request.arrayBuffer()),
  }
}

async function answer(
  authority: Authority,
  request: ServiceRequest,
  fault: NetworkFault | undefined,
): Promise<ServiceResponse> {
  const impostor = fault === 'wrong-signer' ? await impostorOf(authority) : undefined
  const serve = createAuthorityService(() => authority, {
    ...distortedServices(fault),
    ...(impostor === undefined ? {} : { signer: (kind, at) => impostor.service(kind, at) }),
  })
  const response = await serve(request)
  const shift = fault === 'stale' ? -60 * DAY : fault === 'early' ? DAY : 0
  if (response.contentType !== MEDIA_TYPE.crl || shift === 0) return response
  return { ...response, body: await shiftedCrl(authority, shift) }
}

/** Another authority that calls itself the same, and is valid as long. */
function impostorOf({ name, country, certificate }: Authority): Promise<Authority> {
  return createAuthority({ name, country, at: new Date(certificate.notBefore) })
}

/** The list of the issuing CA as it would have been written at another time. */
async function shiftedCrl(authority: Authority, shift: number): Promise<Uint8Array> {
  const state = authorityState(authority)
  const level = state.authorities.length - 1
  const thisUpdate = Math.floor((Date.now() + shift) / 1000) * 1000
  const crl = await crlAt(state, level, { number: state.crlNumbers[level] ?? 1, thisUpdate })
  return crl.der
}

function untilAborted(signal: AbortSignal): Promise<Response> {
  return new Promise((_, reject) => {
    const abort = (): void => {
      reject(signal.reason instanceof Error ? signal.reason : new DOMException('aborted', 'AbortError'))
    }
    if (signal.aborted) abort()
    else signal.addEventListener('abort', abort, { once: true })
  })
}

/** An address of a cloud that gives away keys. */
const PRIVATE_ADDRESS = 'http://169.254.169.254/latest/meta-data/'

function toResponse(answered: ServiceResponse, fault: NetworkFault | undefined): Response {
  const { status, contentType, body } = answered
  const withBody = (bytes: Uint8Array | ReadableStream, type = contentType): Response =>
    new Response(bytes instanceof Uint8Array ? Uint8Array.from(bytes) : bytes, {
      status,
      headers: { 'content-type': type },
    })
  switch (fault as TransportFault | undefined) {
    case 'garbage':
      return withBody(Uint8Array.from({ length: 997 }, (_, index) => (index * index * 31 + 7) & 0xff))
    case 'truncated':
      return withBody(body.slice(0, -1))
    case 'empty':
      return withBody(new Uint8Array(0))
    case 'endless':
      return withBody(endless())
    case 'html':
      return withBody(toUtf8('<!doctype html><title>Welcome</title>'), 'text/html')
    case 'unavailable':
      return new Response('', { status: 503 })
    case 'redirect':
      return new Response(null, { status: 302, headers: { location: PRIVATE_ADDRESS } })
    default:
      return withBody(body)
  }
}

function endless(): ReadableStream<Uint8Array> {
  return new ReadableStream({
    pull: (controller) => {
      controller.enqueue(new Uint8Array(65_536))
    },
  })
}
