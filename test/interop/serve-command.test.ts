import { spawn, type ChildProcess } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { bundlePrograms, COMMAND } from '../kill/bundled-programs.js'
import { createFolder, openssl, type OpensslFolder } from './issuing-folder.js'
import { run } from './judges.js'

/** The command as a person runs it, and OpenSSL beside it, from the first key to an answer about a revoked certificate. */
describe('fiscalseal authority serve', () => {
  let folder: OpensslFolder
  let server: ChildProcess | undefined
  let url: string

  beforeAll(async () => {
    folder = createFolder()
    await bundlePrograms(folder.path('.'), { main: COMMAND })
    const found = ['--name', 'Revenue Authority', '--country', 'KE', '--unencrypted']
    await fiscalseal('authority', 'new', ...found, '--out', folder.path('authority'))
    const seller = ['--name', 'Soko Ltd', '--tax-id', 'P051234567X', '--unencrypted']
    await fiscalseal('issue', ...AUTHORITY(), ...seller, '--out', folder.path('soko.pem'))
    url = await started()
  }, 60_000)

  afterAll(() => {
    server?.kill()
    folder.remove()
  })

  const AUTHORITY = (): readonly string[] => ['--authority', folder.path('authority')]

  async function fiscalseal(...args: readonly string[]): Promise<string> {
    const { status, text } = await run(process.execPath, [folder.path('main.mjs'), ...args])
    if (status !== 0) throw new Error(text)
    return text
  }

  /** Returns the address that it prints when it is ready. */
  function started(): Promise<string> {
    const args = [folder.path('main.mjs'), 'authority', 'serve', ...AUTHORITY(), '--port', '0']
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] })
    server = child
    return new Promise((resolve, reject) => {
      let text = ''
      child.once('exit', () => {
        reject(new Error(text))
      })
      child.stderr.setEncoding('utf8').on('data', (piece: string) => {
        text += piece
        const address = /http:\/\/127\.0\.0\.1:\d+/.exec(text)?.[0]
        if (address !== undefined) resolve(address)
      })
    })
  }

  const status = (): Promise<string> =>
    openssl(
      ...['ocsp', '-url', `${url}/ocsp`, '-issuer', folder.path('authority/issuing-ca.pem')],
      ...['-cert', folder.path('soko.pem'), '-CAfile', folder.path('authority/root.pem')],
      ...['-verify_other', folder.path('authority/issuing-ca.pem')],
    )

  it('answers openssl ocsp, and hears at once of what another command revokes', async () => {
    expect(await status()).toMatch(/soko\.pem: good/)
    await fiscalseal('authority', 'revoke', folder.path('soko.pem'), ...AUTHORITY(), '--reason', 'superseded')
    expect(await status()).toMatch(/soko\.pem: revoked\n[^]*Reason: superseded/)
    folder.write('served.crl', new Uint8Array(await (await fetch(`${url}/crl`)).arrayBuffer()))
    const crl = ['-inform', 'DER', '-in', folder.path('served.crl'), '-noout', '-crlnumber']
    expect(await openssl('crl', ...crl)).toContain('crlNumber=0x02')
  })

  it('answers openssl ts', async () => {
    await openssl(
      'ts',
      '-query',
      '-data',
      folder.path('soko.pem'),
      '-sha256',
      '-cert',
      '-out',
      folder.path('query'),
    )
    const headers = { 'content-type': 'application/timestamp-query' }
    const body = Uint8Array.from(folder.read('query'))
    const reply = await fetch(`${url}/tsa`, { method: 'POST', headers, body })
    folder.write('reply', new Uint8Array(await reply.arrayBuffer()))
    const trust = [
      '-CAfile',
      folder.path('authority/root.pem'),
      '-untrusted',
      folder.path('authority/issuing-ca.pem'),
    ]
    const files = ['-in', folder.path('reply'), '-queryfile', folder.path('query')]
    expect(await openssl('ts', '-verify', ...files, ...trust)).toContain('OK')
  })
})
