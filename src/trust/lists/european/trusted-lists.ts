import type { TrustedLists, TrustedListsOptions } from './trusted-lists-options.js'

/**
 * Returns the authorities that European trusted lists name (ETSI TS 119 612, versions 5 and 6), each list checked against the certificates
 * that may sign it. A list that is broken is among the refusals and takes no other with it.
 */
export function importTrustedLists(options: TrustedListsOptions): Promise<TrustedLists> {
  const { at } = options
  return Promise.reject(new Error(`not there yet for ${at.toISOString()}`))
}
