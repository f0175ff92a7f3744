import { spawn } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { toBase64 } from '../../src/base/base64.js'
import { toHex } from '../../src/base/bytes.js'
import {
  authorityFiles,
  changeAuthority,
  openAuthority,
  type OpenAuthority,
} from '../../src/cli/authority/authority-folder.js'
import { withFolderLock } from '../../src/cli/authority/folder-lock.js'
import { liveAuthority } from '../../src/cli/authority/live-authority.js'
import { isGone, numberSpace, startOf } from '../../src/cli/authority/process-liveness.js'
import { writeOutputFolder } from '../../src/cli/output-file.js'
import { crlNumberOf } from '../../src/formats/x509/crl.js'
import { createAuthority, type Authority } from '../../src/trust/issuing/authority.js'
import { exportAuthority } from '../../src/trust/issuing/authority-file.js'

const SOKO = { legalName: 'Soko Ltd', taxId: 'P051234567X' }
const TOKEN = '0123456789abcdef0123456789abcdef'

let folder: string
let opened: OpenAuthority

beforeEach(async () => {
  folder = join(mkdtempSync(join(tmpdir(), 'fiscalseal-folder-')), 'authority')
  const authority = await createAuthority({ name: 'Revenue Authority', country: 'KE' })
  writeOutputFolder(folder, await authorityFiles(authority, folder, undefined))
  opened = await openAuthority(folder, undefined)
})

afterEach(() => {
  rmSync(join(folder, '..'), { recursive: true, force: true })
})

const issue = (authority: Authority): Promise<unknown> => authority.issue(SOKO)
const crlNumber = ({ crls }: Authority): number => {
  const [last] = crls.slice(-1)
  return Number(`0x${toHex((last && crlNumberOf(last)) ?? Uint8Array.of(0))}`)
}

/** A process that has ended, and whose number nobody has again yet. */
function deadProcess(): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['-e', ''])
    child.once('close', () => {
      resolve(child.pid ?? 0)
    })
  })
}

function lockOf(pid: number, started = '', host = hostname()): string {
  return JSON.stringify({ token: TOKEN, pid, host, started })
}

describe('the folder of an authority', () => {
  it('keeps what many change at once, each seeing what the others did', async () => {
    await Promise.all(Array.from({ length: 5 }, () => changeAuthority(opened, issue)))
    const { authority } = await openAuthority(folder, undefined)
    expect(authority.issued).toHaveLength(5)
    const serials = authority.issued.map(({ serialNumber }) => serialNumber)
    await Promise.all(serials.map((serial) => changeAuthority(opened, (each) => each.revoke(serial))))
    const later = (await openAuthority(folder, undefined)).authority
    expect(serials.map((serial) => later.statusOf(serial).status)).toEqual(Array(5).fill('revoked'))
    expect(crlNumber(later)).toBe(crlNumber(authority) + 5)
    expect(readFileSync(join(folder, 'issuing-ca.crl'))).toEqual(Buffer.from(later.crl))
  })

  it('is locked for others while somebody works on it, and says who it is', async () => {
    await withFolderLock(folder, async () => {
      const waiting = changeAuthority(opened, issue, { waitSeconds: 0.1 })
      await expect(waiting).rejects.toMatchObject({
        code: 'authority.locked',
        message: expect.stringContaining(String(process.pid)) as unknown,
      })
    })
    await changeAuthority(opened, issue, { waitSeconds: 0.1 })
    expect(readdirSync(folder)).not.toContain('authority.lock')
  })

  it('is waited for as long as was said, though the clock is set back meanwhile', async () => {
    writeFileSync(join(folder, 'authority.lock'), lockOf(1, '', 'elsewhere'))
    let now = Date.now()
    const clock = jest.spyOn(Date, 'now').mockImplementation(() => (now -= 3_600_000))
    try {
      const waiting = changeAuthority(opened, issue, { waitSeconds: 0.1 })
      const late = new Promise((resolve) => setTimeout(resolve, 5000, 'still waiting'))
      await expect(Promise.race([waiting, late])).rejects.toMatchObject({ code: 'authority.locked' })
    } finally {
      clock.mockRestore()
    }
  })

  it('is taken over from a process that died, by one of many who find it', async () => {
    writeFileSync(join(folder, 'authority.lock'), lockOf(await deadProcess()))
    await Promise.all(Array.from({ length: 5 }, () => changeAuthority(opened, issue, { waitSeconds: 5 })))
    expect((await openAuthority(folder, undefined)).authority.issued).toHaveLength(5)
    expect(readdirSync(folder).filter((name) => name.includes('lock'))).toEqual([])
  })

  it('is taken over when the one who took over died too', async () => {
    const dead = await deadProcess()
    writeFileSync(join(folder, 'authority.lock'), lockOf(dead))
    const second = lockOf(dead).replace(TOKEN, TOKEN.replaceAll('0', 'f'))
    writeFileSync(join(folder, `authority.lock.${TOKEN}`), second)
    await changeAuthority(opened, issue, { waitSeconds: 5 })
    expect(readdirSync(folder).filter((name) => name.includes('lock'))).toEqual([])
  })

  it('is taken over when the number of the dead process is that of another one now', async () => {
    writeFileSync(join(folder, 'authority.lock'), lockOf(process.pid, '1'))
    const outcome = changeAuthority(opened, issue, { waitSeconds: 0.2 })
    if (startOf(process.pid) === undefined)
      await expect(outcome).rejects.toMatchObject({ code: 'authority.locked' })
    else await outcome
  })

  it('is not taken over from another machine, nor when the lock says nothing', async () => {
    const dead = await deadProcess()
    for (const content of [lockOf(dead, '', 'elsewhere.example'), 'not a lock']) {
      writeFileSync(join(folder, 'authority.lock'), content)
      const waiting = changeAuthority(opened, issue, { waitSeconds: 0.1 })
      await expect(waiting).rejects.toMatchObject({ code: 'authority.locked' })
    }
    expect(isGone({ pid: dead, host: hostname(), started: '', space: '' })).toBe(true)
    expect(isGone({ pid: process.pid, host: hostname(), started: '', space: '' })).toBe(false)
  })

  it('is taken over from a dead process of the same container, and of no other one of the same name', async () => {
    const pid = await deadProcess()
    const lock = (space: string): string => JSON.stringify({ ...JSON.parse(lockOf(pid)), space })
    writeFileSync(join(folder, 'authority.lock'), lock('pid:[1]'))
    const waiting = changeAuthority(opened, issue, { waitSeconds: 0.1 })
    await expect(waiting).rejects.toMatchObject({ code: 'authority.locked' })
    writeFileSync(join(folder, 'authority.lock'), lock(numberSpace()))
    await expect(changeAuthority(opened, issue)).resolves.toBeDefined()
  })

  it('loses what dead processes left half written', async () => {
    await changeAuthority(opened, issue)
    const left = ['.authority.json.0123456789ab.tmp', 'certificates/.0f.pem.0123456789ab.tmp']
    for (const name of [...left, '.of-somebody.tmp']) writeFileSync(join(folder, name), 'half a file')
    writeFileSync(join(folder, 'authority.lock'), lockOf(await deadProcess()))
    await changeAuthority(opened, issue)
    expect([...left, '.of-somebody.tmp'].filter((name) => existsSync(join(folder, name)))).toEqual([
      '.of-somebody.tmp',
    ])
  })

  it('publishes a revocation in the end that was kept while there was no room to publish it', async () => {
    await changeAuthority(opened, issue)
    const serial = opened.authority.issued[0]?.serialNumber ?? ''
    const trust = join(folder, 'trust.json')
    rmSync(trust)
    mkdirSync(trust)
    const revoke = (): Promise<void> => changeAuthority(opened, (each) => each.revoke(serial))
    await expect(revoke()).rejects.toMatchObject({ code: 'file.not-writable' })
    rmdirSync(trust)
    opened = await openAuthority(folder, undefined)
    await expect(revoke()).rejects.toThrow('is revoked already')
    const { crl } = opened.authority
    expect(readFileSync(join(folder, 'issuing-ca.crl'))).toEqual(Buffer.from(crl))
    expect(readFileSync(trust, 'utf8')).toContain(toBase64(crl))
  })

  it('keeps what was made between two changes, such as the key of a service', async () => {
    const live = liveAuthority(opened)
    await opened.authority.service('ocsp')
    const made = await opened.authority.service('time-stamp')
    await live.maintain()
    const kept = await (await openAuthority(folder, undefined)).authority.service('time-stamp')
    expect(kept.toJSON()).toEqual(made.toJSON())
  })

  it('gets a new list in place of one that was made while the clock was ahead, and is left alone after that', async () => {
    const ahead = new Date(Date.now() + 1000 * 86_400_000)
    await changeAuthority(opened, (each) => each.renewCrl({ at: ahead }))
    const live = liveAuthority(await openAuthority(folder, undefined))
    await live.maintain()
    const [last] = (await live.current()).crls.slice(-1)
    expect(last?.thisUpdate).toBeLessThanOrEqual(Date.now())
    const written = readFileSync(join(folder, 'authority.json'))
    const { ino } = statSync(join(folder, 'authority.json'))
    await live.maintain()
    expect(readFileSync(join(folder, 'authority.json'))).toEqual(written)
    expect(statSync(join(folder, 'authority.json')).ino).toBe(ino)
  })

  it('keeps keys encrypted as they are, and those that come later under the same passphrase', async () => {
    const locked = join(folder, '..', 'locked')
    const authority = await createAuthority({ name: 'Revenue Authority', country: 'KE' })
    writeOutputFolder(locked, await authorityFiles(authority, locked, 'correct horse'))
    const before = readKeys(locked)
    await changeAuthority(await openAuthority(locked, 'correct horse'), (each) => each.service('ocsp'))
    expect(readKeys(locked).slice(0, 2)).toEqual(before)
    await expect(openAuthority(locked, undefined)).rejects.toMatchObject({
      code: 'identity.passphrase-required',
    })
    expect((await openAuthority(locked, 'correct horse')).authority.issued).toHaveLength(1)
  })

  it('of the first format opens with what was issued, and is brought into the present one', async () => {
    const authority = await createAuthority({ name: 'Revenue Authority', country: 'KE' })
    const earlier = await authority.issue(SOKO)
    await authority.revoke(earlier)
    const { authorities, issued, crlNumbers, services: _, ...same } = await exportAuthority(authority)
    const first = {
      ...same,
      format: 'fiscalseal-authority/1',
      root: authorities[0],
      issuing: authorities[1],
      issued: issued.map(({ certificate: _, ...facts }) => facts),
      crlNumber: crlNumbers[1],
    }
    writeFileSync(join(folder, 'authority.json'), JSON.stringify(first))
    const old = await openAuthority(folder, undefined)
    expect(old.authority.statusOf(earlier).status).toBe('revoked')
    await changeAuthority(old, issue)
    const { authority: again } = await openAuthority(folder, undefined)
    expect(again.issued).toHaveLength(2)
    expect(crlNumber(again)).toBe(2)
    const text = readFileSync(join(folder, 'authority.json'), 'utf8')
    expect(text).toContain('"fiscalseal-authority/2"')
  })

  it('says of no certificate that it was never issued when the folder of certificates cannot be read', async () => {
    await changeAuthority(opened, issue)
    const [name = ''] = readdirSync(join(folder, 'certificates'))
    rmSync(join(folder, 'certificates'), { recursive: true })
    writeFileSync(join(folder, 'certificates'), '')
    const { authority } = await openAuthority(folder, undefined)
    const unreadable = expect.objectContaining({ code: 'file.not-found' })
    expect(() => authority.statusOf(name.replace('.pem', ''))).toThrow(unreadable)
    expect(() => authority.issued).toThrow(unreadable)
  })

  it('does not open when a certificate in it is not the one that its name says', async () => {
    await changeAuthority(opened, issue)
    const [name = ''] = readdirSync(join(folder, 'certificates'))
    writeFileSync(join(folder, 'certificates', name), '-----BEGIN CERTIFICATE-----\n')
    const { authority } = await openAuthority(folder, undefined)
    expect(() => authority.issued).toThrow('is not the certificate that its name says')
  })
})

function readKeys(place: string): readonly string[] {
  const { authorities, services } = JSON.parse(readFileSync(join(place, 'authority.json'), 'utf8')) as {
    readonly authorities: readonly { readonly key: string }[]
    readonly services: Readonly<Record<string, { readonly key: string }>>
  }
  return [...authorities, ...Object.values(services)].map(({ key }) => key)
}
