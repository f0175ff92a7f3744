import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fiscalseal } from './fake-terminal.js'

/** A folder with an authority, two sellers, and a receipt of the first, made by the command itself. */
export interface Workshop {
  /** Returns the path of a file in the folder. */
  readonly path: (name: string) => string
  /** Writes a file and returns its path. */
  readonly write: (name: string, content: string | Uint8Array) => string
  readonly read: (name: string) => Uint8Array
  readonly remove: () => void
}

/** The receipt that is sealed in the tests. */
export const SALE = {
  kind: 'receipt',
  number: 'R-117',
  issuedAt: '2026-01-22T09:30:00+03:00',
  currency: 'KES',
  language: 'en',
  pricesInclude: 'tax',
  seller: {
    name: 'Soko Ltd',
    taxIds: [{ scheme: 'PIN', country: 'KE', value: 'P051234567X' }],
    address: { city: 'Nairobi', country: 'KE' },
  },
  lines: [
    { name: 'Coffee beans', quantity: '2', unitPrice: '1450.00', tax: [{ category: 'S', rate: '16' }] },
  ],
} as const

/** Returns a workshop: `authority/`, `soko.pem`, `duka.pem`, `sale.json`, `receipt.pdf`, `sealed.pdf`. */
export async function openWorkshop(): Promise<Workshop> {
  const folder = mkdtempSync(join(tmpdir(), 'fiscalseal-'))
  const path = (name: string): string => join(folder, name)
  const write = (name: string, content: string | Uint8Array): string => {
    writeFileSync(path(name), content)
    return path(name)
  }
  write('sale.json', JSON.stringify(SALE))
  const authority = path('authority')
  const name = 'Revenue Authority'
  await done('authority', 'new', '--name', name, '--country', 'KE', '--out', authority, '--unencrypted')
  await issued(authority, 'Soko Ltd', 'P051234567X', path('soko.pem'))
  await issued(authority, 'Duka Ltd', 'P059999999Z', path('duka.pem'))
  await done('receipt', path('sale.json'), '--out', path('receipt.pdf'))
  await done('sign', path('receipt.pdf'), '--identity', path('soko.pem'), '--out', path('sealed.pdf'))
  return {
    path,
    write,
    read: (file) => new Uint8Array(readFileSync(path(file))),
    remove: () => {
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function issued(authority: string, name: string, taxId: string, out: string): Promise<void> {
  await done(
    'issue',
    '--authority',
    authority,
    '--name',
    name,
    '--tax-id',
    taxId,
    '--unencrypted',
    '--out',
    out,
  )
}

async function done(...args: readonly string[]): Promise<void> {
  const { code, err } = await fiscalseal(args)
  if (code !== 0) throw new Error(`fiscalseal ${args.join(' ')}: ${err}`)
}
