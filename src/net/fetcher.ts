import { transport as platformTransport } from '#network'
import { toHex } from '../base/bytes.js'
import { FiscalSealError } from '../base/errors.js'
import type { Fetcher, FetchRequest } from '../base/fetcher.js'
import { checkOptionNames, type OptionNames } from '../base/known-options.js'
import { addressOf, isPublicAddress } from './address.js'
import { AnswerStore } from './answer-store.js'
import { fetchTransport, type FetchFunction } from './fetch-transport.js'
import { HostQueue } from './host-queue.js'
import { Refusal, type Transport, type TransportResponse } from './transport.js'

/** How a fetcher behaves. */
export interface FetcherOptions {
  /** Hosts, as `name` or `name:port`, that may be on a private network and on any port. Default: none. */
  readonly allowedHosts?: readonly string[]
  /** Milliseconds for one answer with all its redirects. Default: 8000. */
  readonly timeout?: number
  /** Redirects that are followed. Default: 2. */
  readonly redirects?: number
  /** Requests to one host at the same time; others wait. Default: 4. */
  readonly perHost?: number
  /** Bytes of answers that are kept until they are out of date. Default: 64 MiB. */
  readonly keptBytes?: number
  /** Sends the requests in place of the network, such as one of a test. It answers for the addresses to which it connects. */
  readonly fetch?: FetchFunction
  /** Returns the time in milliseconds since 1970; default: the clock of the machine. */
  readonly clock?: () => number
}

/** For how long an address that failed is not asked again, in milliseconds. */
const PAUSE = 60_000

/** Longer ones are no addresses of CRLs or responders. */
const MAX_URL_LENGTH = 2048

/**
 * Returns a fetcher for revocation information: HTTP and HTTPS on their own ports, public addresses only, checked when the connection is made
 * and again at each redirect; sizes and times are limited, slow bodies included; no credentials, cookies or proxies. Answers are kept as long as
 * they are good, failures for a minute, and nothing is asked twice at the same time. What it rejects with is a `FiscalSealError`:
 * `fetch.refused`, `fetch.limit` or `fetch.failed`. In a browser the addresses are for the browser to check. Throws
 * `FiscalSealError('argument.invalid')` for numbers that are none.
 */
export function createFetcher(options: FetcherOptions = {}): Fetcher {
  checkOptions(options)
  const { clock = Date.now, keptBytes = 64 * 1024 * 1024, fetch } = options
  const guarded = new GuardedFetch(
    options,
    fetch === undefined ? platformTransport : fetchTransport(fetch, 'manual'),
  )
  const answers = new AnswerStore({ clock, capacity: keptBytes, pause: PAUSE })
  return async (request) => {
    // Before it becomes a key under which a failure is kept.
    checkLength(request.url)
    return answers.get(keyOf(request), request, () => guarded.run(request))
  }
}

function checkLength({ length }: string): void {
  if (length > MAX_URL_LENGTH)
    throw new FiscalSealError('fetch.refused', `an address of ${length} characters`)
}

/** Requests with the same key may share an answer or a failure: the same question, of which as many bytes are wanted. */
function keyOf({ url, body, maxBytes }: FetchRequest): string {
  const posted = body === undefined ? [] : [body.type, toHex(body.bytes)]
  return JSON.stringify([url, maxBytes, ...posted])
}

const KNOWN: OptionNames<FetcherOptions> = {
  allowedHosts: true,
  timeout: true,
  redirects: true,
  perHost: true,
  keptBytes: true,
  fetch: true,
  clock: true,
}

function checkOptions(options: FetcherOptions): void {
  checkOptionNames(options, KNOWN, { of: 'createFetcher' })
  const { timeout = 1, redirects = 0, perHost = 1, keptBytes = 0 } = options
  const least = Object.entries({
    timeout: [timeout, 1],
    redirects: [redirects, 0],
    perHost: [perHost, 1],
    keptBytes: [keptBytes, 0],
  })
  for (const [name, [value = NaN, minimum = 0]] of least) {
    if (Number.isSafeInteger(value) && value >= minimum) continue
    throw new FiscalSealError('argument.invalid', `${name} is a whole number from ${minimum}.`)
  }
}

class GuardedFetch {
  readonly #transport: Transport
  readonly #allowedHosts: readonly string[]
  readonly #timeout: number
  readonly #redirects: number
  readonly #queue: HostQueue

  constructor(options: FetcherOptions, transport: Transport) {
    const { allowedHosts = [], timeout = 8000, redirects = 2, perHost = 4 } = options
    this.#transport = transport
    this.#allowedHosts = allowedHosts.map((host) => host.toLowerCase())
    this.#timeout = timeout
    this.#redirects = redirects
    this.#queue = new HostQueue(perHost)
  }

  /** Follows redirects, each checked like the first address, until there is an answer. */
  async run(request: FetchRequest): Promise<Uint8Array> {
    let url = request.url
    const signal = AbortSignal.timeout(this.#timeout)
    for (let step = 0; step <= this.#redirects; step++) {
      const target = this.#check(url)
      const response = await this.#send(target, request, signal)
      if (response.status === 200 && response.bytes.length > 0) return response.bytes
      const { location } = response
      if (location === undefined || !isRedirect(response.status, request))
        throw new FiscalSealError('fetch.failed', `status ${response.status}`)
      if (!URL.canParse(location, target))
        throw new FiscalSealError('fetch.refused', 'a redirect to no address of the web')
      url = new URL(location, target).href
    }
    throw new FiscalSealError('fetch.refused', 'too many redirects')
  }

  #check(text: string): URL {
    checkLength(text)
    const url = URL.canParse(text) ? new URL(text) : undefined
    const isWeb = url?.protocol === 'http:' || url?.protocol === 'https:'
    if (url === undefined || !isWeb) throw new FiscalSealError('fetch.refused', 'no address of the web')
    if (url.username !== '' || url.password !== '')
      throw new FiscalSealError('fetch.refused', 'credentials in the address')
    if (this.#isAllowedHost(url)) return url
    if (!['', '80', '443'].includes(url.port)) throw new FiscalSealError('fetch.refused', `port ${url.port}`)
    const address = addressOf(url.hostname)
    if (address !== undefined && !isPublicAddress(address))
      throw new FiscalSealError('fetch.refused', `the address ${url.host}`)
    return url
  }

  #isAllowedHost({ host, hostname, protocol }: URL): boolean {
    const withPort = `${hostname}:${protocol === 'https:' ? 443 : 80}`
    return [hostname, host, host === hostname ? withPort : host].some((each) =>
      this.#allowedHosts.includes(each),
    )
  }

  async #send(url: URL, request: FetchRequest, signal: AbortSignal): Promise<TransportResponse> {
    const { body, maxBytes } = request
    const isAllowed = this.#isAllowedHost(url) ? (): boolean => true : isPublicAddress
    try {
      return await this.#queue.run(url.host, signal, () =>
        untilAborted(this.#transport({ url, body, maxBytes, signal, isAllowed }), signal),
      )
    } catch (error) {
      if (error instanceof Refusal) throw new FiscalSealError(error.code, error.message)
      if (signal.aborted) throw new FiscalSealError('fetch.limit', `no answer within ${this.#timeout} ms`)
      const message = error instanceof Error ? error.message : String(error)
      throw new FiscalSealError('fetch.failed', message, { cause: error })
    }
  }
}

/** Settles as `work` does, and at the latest when the time is up: a transport may not listen to the signal, or never settle. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      reject(new Error('the time is up'))
    }
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort)
    work.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', abort)
    })
  })
}

/** RFC 9110 §15.4: what was posted is posted again only where the server says so. */
function isRedirect(status: number, { body }: FetchRequest): boolean {
  return (body === undefined ? [301, 302, 303, 307, 308] : [307, 308]).includes(status)
}
