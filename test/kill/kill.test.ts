import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { toHex } from '../../src/base/bytes.js'
import { crlNumberOf } from '../../src/formats/x509/crl.js'
import { parseCertificate } from '../../src/formats/x509/certificate.js'
import { fromBase64 } from '../../src/base/base64.js'
import { handedOut, openKillingGround, type KillingGround } from './killed-issuers.js'

const ISSUANCES = 200
const COMMANDS = 25
const MINUTES = 60_000

let ground: KillingGround

beforeAll(async () => {
  ground = await openKillingGround()
  await ground.run(ISSUANCES)
  for (let count = 0; count < COMMANDS; count++) {
    const out = join(ground.out, `command-${count}.pem`)
    const seller = ['--name', 'Soko Ltd', '--tax-id', 'P051234567X']
    await ground.runCommand(['issue', '--authority', ground.folder, ...seller, '--unencrypted', '--out', out])
  }
}, 5 * MINUTES)

afterAll(() => {
  process.stdout.write(
    `${ground.said.issued.length} certificates handed out, ${ground.said.revoked.length} revoked, ${ground.kills} processes killed\n`,
  )
  ground.remove()
})

describe('an authority whose issuers are killed at random moments', () => {
  it('opens, and knows every certificate that was handed out', async () => {
    const authority = await ground.open()
    const known = new Set(authority.issued.map(({ serialNumber }) => serialNumber))
    expect(ground.said.issued.length).toBeGreaterThanOrEqual(ISSUANCES)
    const files = handedOut(ground).filter((name) => !name.startsWith('command-'))
    for (const serialNumber of [...ground.said.issued, ...files]) expect(known.has(serialNumber)).toBe(true)
  })

  it('gave no serial number twice, and keeps each certificate whole', async () => {
    const { issued } = await ground.open()
    const numbers = issued.map(({ serialNumber }) => serialNumber)
    expect(new Set(numbers).size).toBe(numbers.length)
    expect(new Set(ground.said.issued).size).toBe(ground.said.issued.length)
    for (const { certificate = '', serialNumber } of issued) {
      const parsed = parseCertificate(fromBase64(certificate) ?? new Uint8Array(0))
      expect(toHex(parsed.serialNumber)).toBe(serialNumber)
    }
  })

  it('forgot no revocation, and gave no number to two lists', async () => {
    const authority = await ground.open()
    for (const serialNumber of ground.said.revoked)
      expect(authority.statusOf(serialNumber)).toMatchObject({ status: 'revoked', reason: 'superseded' })
    const numbers = ground.said.crlNumbers.map((number) => Number(`0x${number}`))
    expect(new Set(numbers).size).toBe(numbers.length)
    const [last] = authority.crls.slice(-1)
    const current = Number(`0x${toHex((last && crlNumberOf(last)) ?? Uint8Array.of(0))}`)
    expect(current).toBeGreaterThanOrEqual(Math.max(...numbers))
  })

  it('wrote half of no file, and goes on', async () => {
    for (let count = 0; count < COMMANDS; count++) {
      const path = join(ground.out, `command-${count}.pem`)
      const text = existsSync(path) ? await readText(path) : 'END CERTIFICATE'
      expect(text).toContain('END CERTIFICATE')
    }
    const before = (await ground.open()).issued.length
    await ground.run(ground.said.issued.length + 1)
    expect((await ground.open()).issued.length).toBeGreaterThan(before)
  })
})

async function readText(path: string): Promise<string> {
  const { readFile } = await import('node:fs/promises')
  return readFile(path, 'utf8')
}
