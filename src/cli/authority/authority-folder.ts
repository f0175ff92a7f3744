import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { toBase64 } from '../../base/base64.js'
import { equalBytes, fromUtf8, toUtf8 } from '../../base/bytes.js'
import { FiscalSealError } from '../../base/errors.js'
import type { PrivateKey } from '../../crypto/private-key.js'
import { toPem } from '../../formats/x509/pem.js'
import { authorityState, type Authority, type AuthorityState } from '../../trust/issuing/authority.js'
import { loadAuthority, protectKey, writeState } from '../../trust/issuing/authority-file.js'
import { authorityNames } from '../../trust/issuing/authority-service.js'
import type { IssuedCertificate } from '../../trust/issuing/certificate-register.js'
import { readInputFile } from '../input-file.js'
import { writeOutputFiles, type OutputFile } from '../output-file.js'
import { withFolderLock, type LockOptions } from './folder-lock.js'
import { folderRegister } from './folder-register.js'

/** The file with the keys of an authority, in its folder; beside it `certificates` holds what it issued. */
export const SECRET_FILE = 'authority.json'

/** An authority in a folder, opened. */
export interface OpenAuthority {
  readonly folder: string
  readonly authority: Authority
  readonly passphrase: string | undefined
  /** The bytes that it was opened from. */
  readonly secret: Uint8Array
  /** What they say; the authority may be ahead of them. */
  readonly inFile: AuthorityState
  /** Certificates that stand in the file itself: those of an earlier format. */
  readonly issued: readonly IssuedCertificate[]
  /** Keys as they stand in the file, base64: what is encrypted once is not encrypted again at each change. */
  readonly keys: Map<PrivateKey, string>
}

/** Returns the bytes of the file with the keys; throws `FiscalSealError('file.not-found')`. */
export function readSecretFile(folder: string): Uint8Array {
  return readInputFile(join(folder, SECRET_FILE))
}

/** Returns the authority in `folder`, as it is now; throws `FiscalSealError` as `loadAuthority` does. */
export async function openAuthority(
  folder: string,
  passphrase: string | undefined,
  secret: Uint8Array = readSecretFile(folder),
): Promise<OpenAuthority> {
  const text = fromUtf8(secret)
  if (text === undefined)
    throw new FiscalSealError('authority.invalid', 'The file of the authority is no text.')
  let issued: readonly IssuedCertificate[] = []
  const authority = await loadAuthority(text, {
    ...(passphrase === undefined ? {} : { passphrase }),
    register: (inFile) => {
      issued = inFile
      return folderRegister(folder, inFile)
    },
  })
  const inFile = authorityState(authority)
  const keys = new Map(storedKeys(JSON.parse(text), inFile))
  return { folder, authority, passphrase, secret, inFile, issued, keys }
}

interface StoredKeys {
  readonly authorities?: readonly { readonly key: string }[]
  readonly services?: AuthorityFileServices
  readonly root?: { readonly key: string }
  readonly issuing?: { readonly key: string }
}

type AuthorityFileServices = Readonly<Partial<Record<'ocsp' | 'time-stamp', { readonly key: string }>>>

/** The file was read without a fault before: what is taken from it here is what was read there, in both formats. */
function storedKeys(file: unknown, state: AuthorityState): readonly (readonly [PrivateKey, string])[] {
  const { authorities, services = {}, root, issuing } = file as StoredKeys
  const records = authorities ?? [root, issuing]
  const pairs = [
    ...state.authorities.map((issuer, level) => [issuer, records[level]] as const),
    [state.services.ocsp, services.ocsp] as const,
    [state.services['time-stamp'], services['time-stamp']] as const,
  ]
  return pairs.flatMap(([issuer, record]) =>
    issuer === undefined || record === undefined ? [] : [[issuer.key, record.key] as const],
  )
}

/**
 * Returns what `change` returns, done while nobody else works on the folder, on the authority as it is then; what has changed is written before
 * this returns. Throws `FiscalSealError('authority.locked')`, and what `change` throws.
 */
export function changeAuthority<T>(
  opened: OpenAuthority,
  change: (authority: Authority) => Promise<T>,
  options: LockOptions = {},
): Promise<T> {
  const { folder, passphrase } = opened
  return withFolderLock(
    folder,
    async () => {
      const secret = readSecretFile(folder)
      const isSame = equalBytes(secret, opened.secret)
      const now = isSame ? opened : await openAuthority(folder, passphrase, secret)
      // What an earlier format wrote is brought into the present one before anything is added: its programs must not add to it any more.
      if (!isPresentFormat(secret)) writeOutputFiles([await secretFile(now)])
      return await keepingChange(now, change)
    },
    options,
  )
}

function isPresentFormat(secret: Uint8Array): boolean {
  return fromUtf8(secret.subarray(0, 200))?.includes('"fiscalseal-authority/2"') === true
}

/** First the file that counts is written, then those that are made of it; these too when somebody else could not finish. */
async function keepingChange<T>(
  opened: OpenAuthority,
  change: (authority: Authority) => Promise<T>,
): Promise<T> {
  const { authority, folder } = opened
  let { inFile } = opened
  try {
    const result = await change(authority)
    if (authorityState(authority) !== inFile) writeOutputFiles([await secretFile(opened)])
    inFile = authorityState(authority)
    return result
  } finally {
    if (authorityState(authority) === inFile && !listFiles(authority, folder).every(isWritten)) {
      const files = publishedFiles(authority, folder)
      writeOutputFiles(files.map((file) => ({ ...file, replace: true })))
    }
  }
}

function isWritten({ path, bytes }: OutputFile): boolean {
  return existsSync(path) && equalBytes(readInputFile(path), bytes)
}

async function secretFile(opened: Omit<OpenAuthority, 'secret' | 'inFile'>): Promise<OutputFile> {
  const { authority, folder, passphrase, keys, issued } = opened
  const protect = async (key: PrivateKey): Promise<string> => {
    const stored =
      keys.get(key) ?? toBase64(await protectKey(key, passphrase === undefined ? {} : { passphrase }))
    keys.set(key, stored)
    return stored
  }
  const file = await writeState(authorityState(authority), { protect, issued })
  return { path: join(folder, SECRET_FILE), bytes: toJsonFile(file), isSecret: true, replace: true }
}

/** Returns the files that a new authority is kept in; the keys are encrypted when there is a passphrase. */
export async function authorityFiles(
  authority: Authority,
  folder: string,
  passphrase: string | undefined,
): Promise<readonly OutputFile[]> {
  const secret = await secretFile({ authority, folder, passphrase, issued: [], keys: new Map() })
  return [{ ...secret, replace: false }, ...publishedFiles(authority, folder)]
}

/** What everybody may read: the trust store, and certificate and CRL of each CA for other programs. The CRLs, which tell of a change, are last. */
function publishedFiles(authority: Authority, folder: string): readonly OutputFile[] {
  const names = authorityNames(authority)
  const certificates = authority.authorityCertificates.map(({ der }, level) => ({
    path: join(folder, `${names[level] ?? ''}.pem`),
    bytes: toUtf8(toPem('CERTIFICATE', der)),
  }))
  const trust = { path: join(folder, 'trust.json'), bytes: toJsonFile(authority.trust) }
  return [trust, ...certificates, ...listFiles(authority, folder)]
}

function listFiles(authority: Authority, folder: string): readonly OutputFile[] {
  const names = authorityNames(authority)
  return authority.crls.map(({ der }, level) => ({
    path: join(folder, `${names[level] ?? ''}.crl`),
    bytes: der,
  }))
}

function toJsonFile(value: object): Uint8Array {
  return toUtf8(`${JSON.stringify(value, null, 2)}\n`)
}
