import { toUtf8 } from '../base/bytes.js'
import { toPem } from '../formats/x509/pem.js'
import type { Certified } from '../trust/issuing/authority.js'
import type { Identity } from '../trust/keys/identity.js'
import { exportPem, exportPkcs12 } from '../trust/keys/save-identity.js'
import { writeOutputFiles } from './output-file.js'
import { OUTPUT_OPTIONS, type OutputValues, requireOutput, requireOutputName } from './output-option.js'
import { choosePassphrase } from './passphrase.js'
import type { Terminal } from './terminal.js'
import { UsageError } from './usage-error.js'

/** Options of every command that writes a new key with its certificate. */
export const KEY_FILE_OPTIONS = {
  ...OUTPUT_OPTIONS,
  'passphrase-file': { type: 'string' },
  unencrypted: { type: 'boolean' },
} as const

/** Values of these options. */
export interface KeyFileValues extends OutputValues {
  readonly 'passphrase-file'?: string | undefined
  readonly unencrypted?: boolean | undefined
}

/** Where a key or certificate goes, checked before anybody is asked for a passphrase. */
export interface KeyFile {
  readonly path: string
  readonly format: 'pkcs12' | 'pem'
  readonly replace: boolean
}

/**
 * Returns where the options say that it goes; throws `UsageError`, also when that is one of `inputs`, which the command reads, and
 * `FiscalSealError` when nothing can be written there.
 */
export function readKeyFile(values: KeyFileValues, inputs: readonly (string | undefined)[]): KeyFile {
  const format = formatOf(requireOutputName(values.out, 'out'))
  const path = requireOutput(values, [...inputs, values['passphrase-file']])
  return { path, format, replace: values.force === true }
}

/** The same for certificates without a key, which are written as PEM; the options for keys are then wrong. */
export function readCertificateFile(values: KeyFileValues, inputs: readonly (string | undefined)[]): KeyFile {
  const file = readKeyFile(values, inputs)
  if (file.format !== 'pem') throw new UsageError('A certificate without a key goes into a .pem file.')
  if (values.unencrypted === true || values['passphrase-file'] !== undefined)
    throw new UsageError('No key is written, so --unencrypted and --passphrase-file say nothing here.')
  return file
}

function formatOf(path: string): KeyFile['format'] {
  const name = path.toLowerCase()
  if (name.endsWith('.p12') || name.endsWith('.pfx')) return 'pkcs12'
  if (name.endsWith('.pem')) return 'pem'
  throw new UsageError('--out ends in .p12 or .pfx for PKCS#12, or in .pem for PEM.')
}

/** Returns the passphrase for the key of `name`; `undefined` when it is to stand in the clear. Throws `UsageError`. */
export async function readKeyPassphrase(
  values: KeyFileValues,
  to: { readonly format: KeyFile['format']; readonly name: string },
  terminal: Terminal,
): Promise<string | undefined> {
  const file = values['passphrase-file']
  if (values.unencrypted !== true) {
    const subject = `the key of ${to.name}`
    return choosePassphrase({ file, variable: 'FISCALSEAL_PASSPHRASE', subject }, terminal)
  }
  if (file !== undefined) throw new UsageError('--passphrase-file and --unencrypted exclude each other.')
  if (to.format === 'pkcs12')
    throw new UsageError('--unencrypted is for PEM only; a PKCS#12 file has a passphrase.')
  return undefined
}

/** Writes key, certificate and chain to `file`, encrypted when there is a passphrase. */
export async function writeKeyFile(
  file: KeyFile,
  identity: Identity,
  passphrase: string | undefined,
): Promise<void> {
  const bytes = await exported(identity, file.format, passphrase)
  writeOutputFiles([{ path: file.path, bytes, isSecret: true, replace: file.replace }])
}

async function exported(
  identity: Identity,
  format: KeyFile['format'],
  passphrase: string | undefined,
): Promise<Uint8Array> {
  if (passphrase === undefined) return toUtf8(await exportPem(identity))
  if (format === 'pem') return toUtf8(await exportPem(identity, { passphrase }))
  return exportPkcs12(identity, { passphrase })
}

/** Writes a certificate and the CAs above it to `file`. */
export function writeCertificateFile(file: KeyFile, { certificate, chain }: Certified): void {
  const pem = [certificate, ...chain].map(({ der }) => toPem('CERTIFICATE', der)).join('')
  writeOutputFiles([{ path: file.path, bytes: toUtf8(pem), replace: file.replace }])
}
