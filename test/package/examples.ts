import { cp, readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Installation } from './installation.js'

/** What each example prints; `start.mjs` prints sizes and is looked at more closely. */
export const EXAMPLE_OUTPUTS: Readonly<Record<string, string | RegExp>> = {
  'accept-authorities.mjs':
    /^generic-authority 0\n[^]*\ntrusted, under Kenya Revenue Authority \(KE\)\ntrusted\n$/,
  'accounting-trust.mjs': new RegExp(
    [
      /From Nairobi: booked KMT-2026-004817, 1870\.00 KES\n.* under ke\.kra \(granted\), our-authorities version 1\n/,
      /From Lisbon: booked FS 2026\/18842, 19\.00 EUR\n.* under pt\.at \(granted\), our-authorities version 1\n/,
      /From the test system: refused, untrusted\n.*\(anchor\.test-environment\)\n/,
      /Sealed by another taxpayer: refused, untrusted\n.*\(seller\.mismatch\)\n/,
      /version 2:\n {2}ke\.kra +KE {2}withdrawn/,
      / {2}changed: ke\.kra, status\[1\]\n/,
      /From Nairobi, again: refused, untrusted\n.*\(anchor\.window\)\n.* withdrawn since .*: its keys were stolen\n/,
      / {2}bundle\.rollback: the list that is kept stays\n/,
      /From Lisbon, again: booked .*\n.* version 2\n/,
      /From the test system: booked .*\n.* under ke\.sandbox \(granted\), our-authorities version 2\n$/,
    ]
      .map(({ source }) => source)
      .join('[^]*'),
  ),
  'issue-a-certificate.mjs': 'Revenue Authority has issued 1 certificate\n',
  'load-a-pfx.mjs': /^CN=Soko Coffee Ltd,.*C=KE\nidentity\.wrong-passphrase\n$/,
  'seal-a-receipt.mjs': '940.00 KES PAdES B-B\n',
  'seal-any-pdf.mjs': 'Seal1 B-B true\n',
  'start.mjs': /trusted\n[^]*trusted\n[^]*altered: nothing of it can be booked\n[^]*README\.md\.\n$/,
  'test-your-own-code.mjs': /^booked once, refused \d+ times\n$/,
  'verify-a-folder.mjs': '1.pdf trusted\n2.pdf trusted\n3.pdf trusted\n4.pdf unsigned\n',
  'verify-and-book.mjs': 'booked KMT-2026-004817: 1870.00 KES\nbooked before\n',
}

/** Returns the names of the examples. */
export const listExamples = async (): Promise<readonly string[]> =>
  (await readdir('examples')).filter((name) => name.endsWith('.mjs')).toSorted()

/** Runs examples one after the other in a project that has the package installed and returns what each printed. */
export const runExamples = async (
  shop: Installation,
  names: readonly string[],
): Promise<Readonly<Record<string, string>>> => {
  await cp(resolve('examples'), join(shop.folder, 'examples'), { recursive: true })
  const imports = names.map((name) => `await import('./examples/${name}')`)
  const output = await shop.runScript('examples.mjs', imports.join(`\nconsole.log('${END}')\n`))
  const texts = output.split(`${END}\n`)
  return Object.fromEntries(names.map((name, index) => [name, texts[index] ?? '']))
}

/** What no example prints. */
const END = '-- end of an example --'
