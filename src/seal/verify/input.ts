import { openFile } from '#platform'
import type { Awaitable } from '../../base/bytes.js'
import { FiscalSealError } from '../../base/errors.js'
import { memorySource } from '../../base/source.js'
import type { ByteSource } from '../../base/source.js'
import type { VerifyInput } from './types.js'

/** A file in a browser is read whole, so it may not be larger (DESIGN §5). */
export const MAX_BLOB_SIZE = 256 * 2 ** 20

/** A PDF that can be read, and what lets go of it again. */
export interface OpenInput {
  readonly source: ByteSource
  readonly close: () => void
}

const nothingToClose = (): void => undefined

/**
 * Returns the bytes to verify as a source. Throws `FiscalSealError`: `file.not-found` for a path that cannot be read,
 * `platform.unsupported` for a path where there are no files, `argument.invalid` for anything else that is no PDF.
 */
export function openInput(input: VerifyInput): Awaitable<OpenInput> {
  if (isBytes(input)) return { source: memorySource(input), close: nothingToClose }
  if (typeof input === 'string') return openPath(input)
  if (input instanceof Blob) return openBlob(input)
  if (!isByteSource(input)) {
    throw new FiscalSealError(
      'argument.invalid',
      'A PDF is given as bytes, as a Blob, as a path or as a source of bytes.',
    )
  }
  return { source: input, close: nothingToClose }
}

/** Also bytes of another realm, such as a test runner's. */
function isBytes(input: VerifyInput): input is Uint8Array {
  return (
    input instanceof Uint8Array ||
    (ArrayBuffer.isView(input) && Object.prototype.toString.call(input) === '[object Uint8Array]')
  )
}

function openPath(path: string): OpenInput {
  const source = openFile(path)
  return {
    source,
    close: () => {
      source.close()
    },
  }
}

async function openBlob(blob: Blob): Promise<OpenInput> {
  if (blob.size > MAX_BLOB_SIZE) {
    throw new FiscalSealError(
      'argument.invalid',
      `The file has ${blob.size} bytes; here at most ${MAX_BLOB_SIZE} can be read.`,
    )
  }
  return { source: memorySource(new Uint8Array(await blob.arrayBuffer())), close: nothingToClose }
}

function isByteSource(input: unknown): input is ByteSource {
  return (
    typeof input === 'object' &&
    input !== null &&
    'size' in input &&
    'read' in input &&
    typeof input.read === 'function'
  )
}
