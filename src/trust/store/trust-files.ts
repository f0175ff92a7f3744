import { FiscalSealError } from '../../base/errors.js'
import { listFolder, openFile } from '../../crypto/file.js'
import { MAX_TRUST_LENGTH } from './trust-material.js'
import { TrustStore } from './trust-store.js'

const ENDINGS = ['.pem', '.crt', '.cer', '.der', '.crl', '.json']

/**
 * Returns the trust store in files and folders (PEM, DER, JSON; of a folder its `trust.json`, or else what ends in .pem, .crt, .cer, .der, .crl
 * or .json). Throws `FiscalSealError('file.not-found' | 'trust.invalid' | 'platform.unsupported')`, which names the file.
 */
export function readTrustFiles(paths: string | readonly string[]): TrustStore {
  const given = typeof paths === 'string' ? [paths] : paths
  const files = given.flatMap((path) => trustFilesIn(path) ?? [path])
  const inputs = files.map(readTrustFile)
  try {
    return TrustStore.from(inputs)
  } catch (error) {
    if (!(error instanceof FiscalSealError)) throw error
    throw new FiscalSealError(error.code, nameFiles(error.message, files), { cause: error })
  }
}

function trustFilesIn(path: string): readonly string[] | undefined {
  const files = listFolder(path)?.filter((file) =>
    ENDINGS.some((ending) => file.toLowerCase().endsWith(ending)),
  )
  // An authority of one's own keeps there what verifiers need; beside it lies what they must not have.
  const trustFile = files?.find((file) => /[/\\]trust\.json$/.test(file))
  return trustFile === undefined ? files : [trustFile]
}

function readTrustFile(path: string): Uint8Array {
  const source = openFile(path)
  try {
    if (source.size > MAX_TRUST_LENGTH)
      throw new FiscalSealError('trust.invalid', `${path} is larger than ${MAX_TRUST_LENGTH} bytes.`)
    return source.read(0, source.size)
  } finally {
    source.close()
  }
}

/** The store counts what it was given; a person knows it by its name. */
function nameFiles(message: string, files: readonly string[]): string {
  const place = /trust\[(\d+)\]/.exec(message)
  const file = files[Number(place?.[1])]
  return place === null || file === undefined ? message : message.replace(place[0], () => file)
}
