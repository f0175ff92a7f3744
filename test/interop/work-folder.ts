import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { toPem } from '../../src/formats/x509/pem.js'
import type { Authority } from '../../src/trust/issuing/authority.js'
import { createNssDirectory } from './judges.js'

/** A folder of one test file, with the root of an authority where the judges look for it. */
export interface WorkFolder {
  readonly path: string
  /** PEM. */
  readonly root: string
  readonly nss: string
  write(name: string, bytes: Uint8Array): Promise<string>
  remove(): Promise<void>
}

/** Makes a folder in which every judge trusts `authority` and nobody else. */
export async function createWorkFolder(authority: Authority): Promise<WorkFolder> {
  const path = await mkdtemp(join(tmpdir(), 'fiscalseal-interop-'))
  const root = join(path, 'root.pem')
  await writeFile(root, toPem('CERTIFICATE', authority.certificate.der))
  return {
    path,
    root,
    nss: await createNssDirectory(join(path, 'nss'), root),
    write: async (name, bytes) => {
      const file = join(path, name)
      await writeFile(file, bytes)
      return file
    },
    remove: () => rm(path, { recursive: true, force: true }),
  }
}

/** Prints without the frame that Jest puts around `console.log`. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`)
}
