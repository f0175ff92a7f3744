/** What a fetcher is asked for. */
export interface FetchRequest {
  readonly url: string
  /** What is sent by POST, with its media type; a GET where there is none. */
  readonly body?: { readonly type: string; readonly bytes: Uint8Array }
  /** Most bytes that the answer may have. */
  readonly maxBytes: number
  /** Returns until when the answer is good (milliseconds since 1970): so long it may be kept. Throws, or returns `undefined`, where it is not. */
  readonly keepUntil?: (answer: Uint8Array) => number | undefined
}

/**
 * Returns the bytes that a URL answers with; rejects, with a `FiscalSealError`, when there are none or they may not be had. The library never
 * uses the network but through one of these, and only where a caller hands one in.
 */
export type Fetcher = (request: FetchRequest) => Promise<Uint8Array>
