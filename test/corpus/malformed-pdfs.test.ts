import { describe, expect, it } from '@jest/globals'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fromLatin1, toHex } from '../../src/base/bytes.js'
import type { Report } from '../../src/seal/verify/types.js'
import { createVerifier } from '../../src/seal/verify/verifier.js'
import { createTestAuthority } from '../../src/testing/authority.js'
import { lastSignature } from '../../src/testing/tampering.js'
import { craftSeal } from '../seal/crafted-seal.js'
import { CORPORA, hasCorpus, print } from './corpora.js'
import { readTar, type TarMember } from './tar.js'

const present = hasCorpus('malformed')
const folder = join(CORPORA, 'malformed')
const MOST_MS = 2000

function membersOf(name: string): readonly TarMember[] {
  const path = join(folder, name)
  if (!statSync(path).isDirectory()) return readTar(readFileSync(path))
  return readdirSync(path).map((file) => ({
    name: file,
    bytes: new Uint8Array(readFileSync(join(path, file))),
  }))
}

const archives = (start: string): readonly string[] =>
  present ? readdirSync(folder).filter((name) => name.startsWith(start)) : []

const authority = await createTestAuthority()
const verifier = createVerifier({ trust: authority.trust, seller: 'not-required' })

interface Count {
  readonly statuses: Record<string, number>
  slowest: number
}

async function verifyInto(count: Count, bytes: Uint8Array): Promise<Report> {
  const start = performance.now()
  const report = await verifier.verify(bytes)
  count.slowest = Math.max(count.slowest, performance.now() - start)
  count.statuses[report.status] = (count.statuses[report.status] ?? 0) + 1
  return report
}

const line = (name: string, { statuses, slowest }: Count): string =>
  `${name.padEnd(36)} ${JSON.stringify(statuses)}, slowest ${slowest.toFixed(0)} ms`

;(present ? describe : describe.skip)('PDFs that broke somebody', () => {
  it.each(archives('pdf-').map((name) => [name]))(
    'end in a report, soon, and never trusted: %s',
    async (name) => {
      const count: Count = { statuses: {}, slowest: 0 }
      for (const { bytes } of membersOf(name)) await verifyInto(count, bytes)
      print([line(name, count)])
      expect(count.statuses['trusted']).toBeUndefined()
      expect(count.slowest).toBeLessThan(MOST_MS)
    },
  )
})

;(present ? describe : describe.skip)('signature values that broke somebody', () => {
  const names = [
    ...archives('openssl-fuzz-cms'),
    ...archives('openssl-fuzz-asn1.'),
    ...archives('boringssl-fuzz'),
  ]

  it.each(names.map((name) => [name]))('are never taken for a good signature: %s', async (name) => {
    const sealed = await craftSeal(await authority.identity())
    const [start, end] = lastSignature(sealed).contents
    const count: Count = { statuses: {}, slowest: 0 }
    for (const { bytes } of membersOf(name)) {
      const hex = toHex(bytes)
      if (hex.length > end - start - 2) continue
      sealed.set(fromLatin1(hex.padEnd(end - start - 2, '0')), start + 1)
      const report = await verifyInto(count, sealed)
      expect(report.signatures.map(({ integrity }) => integrity)).not.toContain('intact')
    }
    print([line(name, count)])
    expect(count.slowest).toBeLessThan(MOST_MS)
  })
})
