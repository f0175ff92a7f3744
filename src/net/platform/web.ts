import { fetchTransport } from '../fetch-transport.js'

/** Sends by the `fetch` of the browser. */
export const transport = fetchTransport((url, init) => fetch(url, init), 'follow')
