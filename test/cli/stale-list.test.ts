import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { TrustStore } from '../../src/trust/store/trust-store.js'
import { listFrom, plainRecord } from '../trust/listed.js'
import { type Outcome, fiscalseal } from './fake-terminal.js'
import { type Workshop, openWorkshop } from './workshop.js'

const DAY = 86_400_000

let workshop: Workshop
let list: string
beforeAll(async () => {
  workshop = await openWorkshop()
  const [anchor] = TrustStore.from(workshop.read('authority/trust.json')).anchors
  if (anchor?.certificate === undefined) throw new Error('no authority')
  const ended = listFrom(Date.now() - 30 * DAY, Date.now() - 5 * DAY, await plainRecord(anchor.certificate))
  list = workshop.write('list.json', JSON.stringify(ended))
})

afterAll(() => {
  workshop.remove()
})

const asked = (command: string, file: string, ...options: readonly string[]): Promise<Outcome> =>
  fiscalseal([command, workshop.path(file), '--trust', list, ...options])

describe('a trust list that ended', () => {
  it('leaves verify undecided, unless it is accepted for some days more', async () => {
    const stale = await asked('verify', 'sealed.pdf', '--any-seller')
    expect([stale.code, stale.out]).toEqual([3, expect.stringContaining('(anchor.list-stale)')])
    const accepted = await asked('verify', 'sealed.pdf', '--any-seller', '--stale-grace', '6')
    expect([accepted.code, accepted.out]).toEqual([0, expect.stringContaining('(anchor.list-late)')])
    expect((await asked('verify', 'sealed.pdf', '--any-seller', '--stale-grace', '4')).code).toBe(3)
  })

  it('leaves path undecided in the same way', async () => {
    expect((await asked('path', 'soko.pem')).out).toContain('(anchor.list-stale)')
    expect((await asked('path', 'soko.pem', '--stale-grace', '6')).out).toContain('soko.pem: valid')
  })

  it('is not accepted for a time that is none', async () => {
    const outcome = await asked('verify', 'sealed.pdf', '--stale-grace', 'long')
    expect([outcome.code, outcome.out, outcome.err]).toEqual([
      2,
      '',
      expect.stringContaining('--stale-grace is a whole number'),
    ])
  })
})
