import { Malformed } from '../../base/errors.js'
import type { PdfFile } from './file.js'
import { PdfArray, PdfDictionary, PdfStream } from './values.js'

/** What a document security store holds (EN 319 142-1 §5.4.2.2), each piece as it is stored: believed no more than anything else in a file. */
export interface SecurityStore {
  readonly certificates: readonly Uint8Array[]
  readonly crls: readonly Uint8Array[]
  readonly ocsp: readonly Uint8Array[]
}

/** As many pieces of each kind as are read (THREATS, table of limits), and the bytes that one may have. */
const LIMITS = { Certs: 256, CRLs: 64, OCSPs: 128 } as const
const MAX_LENGTH = 16 * 2 ** 20

/** Returns what /DSS of the catalog holds, `undefined` when there is none. What cannot be read, or is too much, is left out. */
export function readSecurityStore(file: PdfFile): SecurityStore | undefined {
  const store = readable(() => file.get(file.catalog, 'DSS'))
  if (!(store instanceof PdfDictionary)) return undefined
  const pieces = (key: keyof typeof LIMITS): readonly Uint8Array[] => streamsIn(file, store, key)
  return { certificates: pieces('Certs'), crls: pieces('CRLs'), ocsp: pieces('OCSPs') }
}

function streamsIn(file: PdfFile, store: PdfDictionary, key: keyof typeof LIMITS): readonly Uint8Array[] {
  const array = readable(() => file.get(store, key))
  if (!(array instanceof PdfArray)) return []
  const pieces: Uint8Array[] = []
  for (const item of array.items.slice(0, LIMITS[key])) {
    const data = readable(() => {
      const stream = file.resolve(item)
      return stream instanceof PdfStream ? file.decode(stream, MAX_LENGTH) : undefined
    })
    if (data !== undefined) pieces.push(data)
  }
  return pieces
}

function readable<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof Malformed) return undefined
    throw error
  }
}
