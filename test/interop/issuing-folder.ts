import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { toPem } from '../../src/formats/x509/pem.js'
import { startAuthorityServer, type AuthorityServer } from '../../src/cli/authority/authority-server.js'
import type { Authority } from '../../src/trust/issuing/authority.js'
import { createAuthorityService } from '../../src/trust/issuing/authority-service.js'
import { run } from './judges.js'

/** A folder of files for the openssl command. */
export interface OpensslFolder {
  readonly path: (name: string) => string
  /** Writes a file and returns its path. */
  readonly write: (name: string, content: string | Uint8Array) => string
  readonly read: (name: string) => Uint8Array
  readonly remove: () => void
}

/** Makes an empty folder. */
export function createFolder(): OpensslFolder {
  const folder = mkdtempSync(join(tmpdir(), 'fiscalseal-openssl-'))
  const path = (name: string): string => join(folder, name)
  return {
    path,
    write: (name, content) => {
      writeFileSync(path(name), content)
      return path(name)
    },
    read: (name) => new Uint8Array(readFileSync(path(name))),
    remove: () => {
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Writes what OpenSSL needs to know of an authority: `root.pem`, `chain.pem`, `issuing.pem`, `crls.pem`. */
export function writeAuthority(folder: OpensslFolder, authority: Authority): void {
  const [root, ...below] = authority.authorityCertificates.map(({ der }) => toPem('CERTIFICATE', der))
  folder.write('root.pem', root ?? '')
  folder.write('chain.pem', below.join(''))
  folder.write('issuing.pem', below.at(-1) ?? '')
  folder.write('crls.pem', authority.crls.map(({ der }) => toPem('X509 CRL', der)).join(''))
}

/** Serves `authority` on this machine at any free port. */
export function serve(authority: () => Authority): Promise<AuthorityServer> {
  const address = { host: '127.0.0.1', port: 0 }
  return startAuthorityServer(createAuthorityService(authority), address, (error) => {
    throw error
  })
}

/** Runs openssl; throws what it printed when it fails. */
export async function openssl(...args: readonly string[]): Promise<string> {
  const { status, text } = await run('openssl', args)
  if (status !== 0) throw new Error(`openssl ${args.join(' ')}: ${text}`)
  return text
}

/** Runs openssl where it must refuse; returns what it printed. */
export async function opensslRefuses(...args: readonly string[]): Promise<string> {
  const { status, text } = await run('openssl', args)
  if (status === 0) throw new Error(`openssl ${args.join(' ')} did not fail: ${text}`)
  return text
}
