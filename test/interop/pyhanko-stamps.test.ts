import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { AuthorityServer } from '../../src/cli/authority/authority-server.js'
import { toPem } from '../../src/formats/x509/pem.js'
import { createPdf } from '../../src/testing/pdf/test-pdf.js'
import { createAuthority, type Authority } from '../../src/trust/issuing/authority.js'
import type { KeyKind } from '../../src/trust/issuing/key-kind.js'
import { exportPem } from '../../src/trust/keys/save-identity.js'
import { createFolder, serve, writeAuthority, type OpensslFolder } from './issuing-folder.js'
import { python, run } from './judges.js'

const KINDS: readonly KeyKind[] = ['RSA-2048', 'P-256', 'P-384']

/** pyHanko asks our server for a time-stamp, for OCSP answers and for lists while it signs, and then believes what it got. */
describe.each(KINDS)('from an authority with keys of %s, pyHanko', (key) => {
  let folder: OpensslFolder
  let server: AuthorityServer
  let authority: Authority

  beforeAll(async () => {
    folder = createFolder()
    server = await serve(() => authority)
    authority = await createAuthority({ name: 'Revenue Authority', country: 'KE', key, url: server.url })
    writeAuthority(folder, authority)
    folder.write('in.pdf', createPdf())
    await writeSigner('good', false)
    await writeSigner('bad', true)
  }, 60_000)

  afterAll(async () => {
    await server.stop()
    folder.remove()
  })

  async function writeSigner(name: string, isRevoked: boolean): Promise<void> {
    const identity = await authority.issue({ legalName: 'Soko Ltd', taxId: 'P051234567X' })
    if (isRevoked) await authority.revoke(identity, { reason: 'keyCompromise' })
    const [pem = ''] = (await exportPem(identity)).split('-----BEGIN CERTIFICATE')
    folder.write(`${name}.key`, pem)
    folder.write(`${name}.pem`, toPem('CERTIFICATE', identity.certificate.der))
  }

  async function ask(name: string, archive: boolean): Promise<unknown> {
    const task = {
      pdf: folder.path('in.pdf'),
      out: folder.path(`${name}.pdf`),
      key: folder.path(`${name}.key`),
      certificate: folder.path(`${name}.pem`),
      chain: [folder.path('issuing.pem')],
      root: folder.path('root.pem'),
      tsa: `${server.url}/tsa`,
      archive,
    }
    const script = join(import.meta.dirname, 'pyhanko_sign.py')
    const { status, stdout, text } = await run(python(), [script], JSON.stringify(task))
    if (status !== 0) throw new Error(`pyHanko could not be run: ${text}`)
    return JSON.parse(stdout)
  }

  it('signs with a time-stamp and what shows that nothing was revoked, and trusts it for good', async () => {
    expect(await ask('good', false)).toMatchObject({
      intact: true,
      trusted: true,
      stamp: true,
      bottomLine: true,
      documentStamps: [],
    })
  })

  it('adds a time-stamp over the document', async () => {
    expect(await ask('good', true)).toMatchObject({ bottomLine: true, documentStamps: [true] })
  })

  it('does not sign for whom our server calls revoked', async () => {
    expect(await ask('bad', false)).toMatchObject({ error: expect.stringMatching(/revoked/i) as unknown })
  })
})
