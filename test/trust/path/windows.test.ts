import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { PathCache } from '../../../src/trust/path/path-cache.js'
import type { AnchorOptions } from '../../../src/trust/store/trust-list.js'
import type { TrustStore } from '../../../src/trust/store/trust-store.js'
import { makeRoot, makeSigner, type Made } from '../made-certificate.js'
import { anchored, codesOf } from './judged-path.js'

/** Days of 2026, by month: certificates are issued on the 10th, everything else happens on the 20th. */
const MONTHS = ['feb', 'apr', 'jul', 'oct'] as const
type Month = (typeof MONTHS)[number]
const NUMBER = { feb: 1, apr: 3, jul: 6, oct: 9 } as const
const issuedIn = (month: Month): number => Date.UTC(2026, NUMBER[month], 10)
const momentIn = (month: Month): number => Date.UTC(2026, NUMBER[month], 20)

const granted = { value: 'granted', from: '2020-01-01T00:00:00Z' } as const
const since = <Value>(value: Value, month: string): { value: Value; from: string } => ({
  value,
  from: `2026-${month}-01T00:00:00Z`,
})

/** What a trust list may say of an authority. */
const WINDOWS = {
  granted: { status: [granted] },
  'granted since june': { status: [since('granted', '06')] },
  'withdrawn in june': { status: [granted, since('withdrawn', '06')] },
  'withdrawn in march, granted in june': {
    status: [granted, since('withdrawn', '03'), since('granted', '06')],
  },
  'sunset in june': { status: [granted, since('sunset', '06')] },
  'sunset in march, withdrawn in june': {
    status: [granted, since('sunset', '03'), since('withdrawn', '06')],
  },
  'issued until march': { issuedNotAfter: '2026-03-01T00:00:00Z' },
  'signed until june': { signedNotAfter: '2026-06-01T00:00:00Z' },
} as const satisfies Record<string, Partial<AnchorOptions>>
type Window = keyof typeof WINDOWS

/** `?`: not decided, as a time-stamp could still show that the signature was made in time. */
type Verdict = 'holds' | 'refused' | '?'

/** Window; the certificate was issued; its signer claims to have signed; that is proven for; looked at; verdict. */
type Row = readonly [Window, Month, Month | '-', Month | '-', Month, Verdict]

const VERDICTS: Readonly<Record<string, Verdict>> = {
  ok: 'holds',
  'anchor.window': 'refused',
  'anchor.window-no-proof': '?',
}

let stores: ReadonlyMap<Window, TrustStore>
let signers: ReadonlyMap<Month, Made>
const cache = new PathCache()

beforeAll(async () => {
  const root = await makeRoot('Root', { notBefore: Date.UTC(2020, 0), notAfter: Date.UTC(2030, 0) })
  stores = new Map(
    (Object.keys(WINDOWS) as Window[]).map((window) => [window, anchored(root, WINDOWS[window])]),
  )
  signers = new Map(
    await Promise.all(
      MONTHS.map(async (month) => {
        const validity = { notBefore: issuedIn(month), notAfter: Date.UTC(2030, 0) }
        return [month, await makeSigner(root, validity)] as const
      }),
    ),
  )
})

async function verdictOf(...[window, issued, claimed, proven, now]: readonly [...Row]): Promise<string> {
  const signer = signers.get(issued)
  const store = stores.get(window)
  if (signer === undefined || store === undefined) throw new Error('not made')
  const codes = await codesOf(signer, store, [], {
    cache,
    currentTime: momentIn(now),
    validationTime: momentIn(proven === '-' ? now : proven),
    timeIsProven: proven !== '-',
    claimedTime: claimed === '-' ? null : new Date(momentIn(claimed)).toISOString(),
  })
  return codes.map((code) => VERDICTS[code] ?? code).join(' ')
}

const rows = (...table: readonly Row[]): readonly Row[] => table

describe('the status of an authority is that of the moment of signing', () => {
  it.each(
    rows(
      // Nothing ends: nobody has to prove anything.
      ['granted', 'feb', '-', '-', 'oct', 'holds'],
      ['granted', 'feb', 'apr', 'jul', 'oct', 'holds'],
      // It began later: what was made before does not count, and nothing made until then could.
      ['granted since june', 'feb', '-', '-', 'apr', 'refused'],
      ['granted since june', 'feb', 'apr', 'apr', 'oct', 'refused'],
      ['granted since june', 'feb', 'apr', 'jul', 'oct', 'holds'],
      ['granted since june', 'feb', 'apr', '-', 'oct', 'holds'],
      ['granted since june', 'jul', '-', '-', 'oct', 'holds'],
      // Before it was withdrawn.
      ['withdrawn in june', 'feb', '-', '-', 'apr', 'holds'],
      ['withdrawn in june', 'feb', 'apr', 'apr', 'apr', 'holds'],
      // Afterwards, with proof: the proven time decides, whatever is claimed and whenever it is looked at.
      ['withdrawn in june', 'feb', 'apr', 'apr', 'oct', 'holds'],
      ['withdrawn in june', 'feb', '-', 'apr', 'oct', 'holds'],
      ['withdrawn in june', 'feb', 'jul', 'apr', 'oct', 'holds'],
      ['withdrawn in june', 'feb', 'apr', 'jul', 'oct', 'refused'],
      ['withdrawn in june', 'feb', '-', 'jul', 'oct', 'refused'],
      // Without proof it is judged for the day on which it is looked at; only a claim that could still be proven leaves it open.
      ['withdrawn in june', 'feb', 'apr', '-', 'oct', '?'],
      ['withdrawn in june', 'feb', '-', '-', 'oct', '?'],
      ['withdrawn in june', 'feb', 'jul', '-', 'oct', 'refused'],
      ['withdrawn in june', 'feb', 'oct', '-', 'oct', 'refused'],
      // No signature is older than the certificate of its signer.
      ['withdrawn in june', 'jul', '-', '-', 'oct', 'refused'],
      ['withdrawn in june', 'jul', 'apr', '-', 'oct', 'refused'],
      // Withdrawn, and granted again.
      ['withdrawn in march, granted in june', 'feb', 'apr', 'apr', 'oct', 'refused'],
      ['withdrawn in march, granted in june', 'feb', 'apr', 'feb', 'oct', 'holds'],
      ['withdrawn in march, granted in june', 'feb', 'apr', 'jul', 'oct', 'holds'],
      ['withdrawn in march, granted in june', 'feb', 'feb', '-', 'apr', '?'],
      ['withdrawn in march, granted in june', 'feb', 'feb', '-', 'jul', 'holds'],
      ['withdrawn in march, granted in june', 'apr', '-', '-', 'apr', 'refused'],
    ),
  )('%s: issued in %s, claimed %s, proven %s, looked at in %s: %s', async (...row) => {
    expect(await verdictOf(...row)).toBe(row[5])
  })
})

describe('after its sunset an authority keeps what it issued before', () => {
  it.each(
    rows(
      ['sunset in june', 'feb', '-', '-', 'oct', 'holds'],
      ['sunset in june', 'apr', 'oct', 'oct', 'oct', 'holds'],
      ['sunset in june', 'jul', 'jul', '-', 'oct', 'refused'],
      ['sunset in june', 'jul', 'jul', 'jul', 'oct', 'refused'],
      // When a certificate was issued stands in it: a claim to have signed before is no way out.
      ['sunset in june', 'jul', 'apr', '-', 'oct', 'refused'],
      // Sunset, and then withdrawn.
      ['sunset in march, withdrawn in june', 'feb', 'apr', 'apr', 'oct', 'holds'],
      ['sunset in march, withdrawn in june', 'feb', 'apr', '-', 'oct', '?'],
      ['sunset in march, withdrawn in june', 'feb', 'jul', '-', 'oct', 'refused'],
      ['sunset in march, withdrawn in june', 'feb', '-', 'jul', 'oct', 'refused'],
      ['sunset in march, withdrawn in june', 'apr', 'apr', 'apr', 'oct', 'refused'],
      ['sunset in march, withdrawn in june', 'apr', 'apr', '-', 'oct', 'refused'],
    ),
  )('%s: issued in %s, claimed %s, proven %s, looked at in %s: %s', async (...row) => {
    expect(await verdictOf(...row)).toBe(row[5])
  })
})

describe('issuedNotAfter is held against the day of issue, as in the store of Mozilla', () => {
  it.each(
    rows(
      // Others compared it with the day on which they looked: certificates of before were refused.
      ['issued until march', 'feb', '-', '-', 'oct', 'holds'],
      ['issued until march', 'feb', 'oct', 'oct', 'oct', 'holds'],
      // Others dropped the authority with the date, or the date from the authority: the one refuses too much, the other too little.
      ['issued until march', 'feb', 'apr', '-', 'apr', 'holds'],
      ['issued until march', 'apr', '-', '-', 'apr', 'refused'],
      ['issued until march', 'jul', 'feb', '-', 'oct', 'refused'],
      ['issued until march', 'jul', 'oct', 'oct', 'oct', 'refused'],
    ),
  )('%s: issued in %s, claimed %s, proven %s, looked at in %s: %s', async (...row) => {
    expect(await verdictOf(...row)).toBe(row[5])
  })
})

describe('signedNotAfter is held against the proven time, and without proof against the present', () => {
  it.each(
    rows(
      ['signed until june', 'feb', 'apr', '-', 'apr', 'holds'],
      ['signed until june', 'feb', 'apr', 'apr', 'oct', 'holds'],
      ['signed until june', 'feb', 'jul', 'apr', 'oct', 'holds'],
      ['signed until june', 'feb', 'apr', 'jul', 'oct', 'refused'],
      ['signed until june', 'feb', 'apr', '-', 'oct', '?'],
      ['signed until june', 'feb', '-', '-', 'oct', '?'],
      ['signed until june', 'feb', 'jul', '-', 'oct', 'refused'],
      ['signed until june', 'jul', '-', '-', 'oct', 'refused'],
    ),
  )('%s: issued in %s, claimed %s, proven %s, looked at in %s: %s', async (...row) => {
    expect(await verdictOf(...row)).toBe(row[5])
  })
})

describe('a claim without a time zone', () => {
  const zone = process.env['TZ']
  afterAll(() => {
    if (zone === undefined) delete process.env['TZ']
    else process.env['TZ'] = zone
  })

  it.each(['UTC', 'Pacific/Kiritimati', 'Pacific/Pago_Pago'])('is the same in %s', async (name) => {
    process.env['TZ'] = name
    const store = stores.get('withdrawn in june')
    const signer = signers.get('feb')
    if (signer === undefined || store === undefined) throw new Error('not made')
    const now = { validationTime: momentIn('oct'), timeIsProven: false }
    const codes = (claimedTime: string): Promise<readonly string[]> =>
      codesOf(signer, store, [], { ...now, claimedTime })
    expect(await codes('2026-05-31T23:59:59')).toEqual(['anchor.window-no-proof'])
    expect(await codes('2026-06-01T00:00:00')).toEqual(['anchor.window'])
    expect(await codes('2026-05-31')).toEqual(['anchor.window-no-proof'])
    expect(await codes('2026-06-01T02:59:59+03:00')).toEqual(['anchor.window-no-proof'])
    expect(await codes('no time')).toEqual(['anchor.window'])
  })
})

describe('whatever a list says', () => {
  const every = function* (): Generator<readonly [Window, Month, Month]> {
    for (const window of Object.keys(WINDOWS) as Window[])
      for (const issued of MONTHS)
        for (const now of MONTHS) if (momentIn(now) >= issuedIn(issued)) yield [window, issued, now]
  }

  it('a claim proves nothing: with it nothing holds that does not hold without', async () => {
    for (const [window, issued, now] of every()) {
      const without = await verdictOf(window, issued, '-', '-', now, '?')
      for (const claimed of MONTHS) {
        const verdict = await verdictOf(window, issued, claimed, '-', now, '?')
        expect([window, issued, claimed, now, verdict === 'holds']).toEqual([
          ...[window, issued, claimed, now],
          without === 'holds',
        ])
        if (without === 'refused') expect(verdict).toBe('refused')
      }
    }
  })

  it('with proof it is decided, the same on every later day and whatever was claimed', async () => {
    for (const [window, issued, proven] of every()) {
      const first = await verdictOf(window, issued, '-', proven, proven, '?')
      expect(['holds', 'refused']).toContain(first)
      for (const claimed of MONTHS)
        expect(await verdictOf(window, issued, claimed, proven, 'oct', '?')).toBe(first)
    }
  })

  it('what is not decided can be proven: some proof makes it hold', async () => {
    for (const [window, issued, now] of every()) {
      if ((await verdictOf(window, issued, '-', '-', now, '?')) !== '?') continue
      const proofs = MONTHS.filter((month) => momentIn(month) >= issuedIn(issued))
      const verdicts = await Promise.all(
        proofs.map((proven) => verdictOf(window, issued, '-', proven, now, '?')),
      )
      expect(verdicts).toContain('holds')
    }
  })
})
