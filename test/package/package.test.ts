import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { bundleEntries, bundleVerifier, type Bundle } from './bundle.js'
import { EXAMPLE_OUTPUTS, listExamples, runExamples } from './examples.js'
import { installPackage, type Installation } from './installation.js'

const entries = ['', '/verify', '/report', '/sign', '/receipt', '/trust', '/issuing', '/testing'].map(
  (path) => `fiscalseal${path}`,
)

/** What a newcomer does first, from key to verdict. */
const story = `async ({ createAuthority, buildReceipt, sign, verify }) => {
  const taxId = 'P051234567X'
  const authority = await createAuthority({ name: 'Revenue Authority', country: 'KE' })
  const identity = await authority.issue({ legalName: 'Soko Ltd', taxId })
  const receipt = await buildReceipt({
    kind: 'receipt', number: '1', issuedAt: '2026-11-22T09:30:00+03:00', currency: 'KES', language: 'en',
    seller: { name: 'Soko Ltd', taxIds: [{ scheme: 'PIN', country: 'KE', value: taxId }], address: { country: 'KE' } },
    pricesInclude: 'tax',
    lines: [{ name: 'Maize flour', quantity: '2', unitPrice: '190.00', tax: [{ category: 'S', rate: '16' }] }],
  })
  const sealed = await sign(receipt, { identity })
  const report = await verify(sealed.bytes, { trust: authority.trust })
  console.log(report.status, report.document === undefined ? 'no document' : 'document')
}`

/** Prints what an import of every entry changes in the world around it: nothing. */
const innocence = (load: string): string => `
const world = () => JSON.stringify([
  Object.getOwnPropertyNames(globalThis), Reflect.ownKeys(Reflect).map(String), Object.keys(process.env),
  process.eventNames().map(String), process.getActiveResourcesInfo().filter((name) => name === 'Timeout'),
  [Object, Array, Function, Uint8Array, String, Promise].map((type) => Reflect.ownKeys(type.prototype).length),
])
const before = world()
for (const entry of ${JSON.stringify(entries)}) ${load}
console.log(before === world() ? 'untouched' : before + world())
`

describe('the packed package', () => {
  let shop: Installation
  let bundle: Bundle

  beforeAll(async () => {
    shop = await installPackage()
    bundle = await bundleVerifier(shop.folder)
  }, 120_000)

  afterAll(() => shop.remove())

  it('holds the built tree, its schemas and its papers, and nothing else', async () => {
    const names = await readdir(shop.packageFolder)
    const expected = ['CHANGELOG.md', 'LICENSE', 'README.md', 'SECURITY.md', 'dist', 'package.json']
    expect(names.filter((name) => name !== 'node_modules').toSorted()).toEqual(expected)
    expect((await readdir(join(shop.packageFolder, 'dist'))).toSorted()).toEqual(['cjs', 'esm', 'schema'])
  })

  it('gives the same names to import and to require, at every entry', async () => {
    const list = `(module) => Object.keys(module).filter((name) => name !== 'default' && name !== '__esModule').toSorted()`
    const names = JSON.stringify(entries)
    const imported = await shop.runScript(
      'names.mjs',
      `const of = ${list}\nfor (const entry of ${names}) console.log(entry, ...of(await import(entry)))`,
    )
    const required = await shop.runScript(
      'names.cjs',
      `const of = ${list}\nfor (const entry of ${names}) console.log(entry, ...of(require(entry)))`,
    )
    expect(required).toBe(imported)
    expect(imported.trim().split('\n')).toHaveLength(entries.length)
  })

  it('seals and verifies a receipt when imported', async () => {
    const output = await shop.runScript('story.mjs', `await (${story})(await import('fiscalseal'))`)
    expect(output).toBe('trusted document\n')
  })

  it('seals and verifies a receipt when required', async () => {
    const output = await shop.runScript('story.cjs', `(${story})(require('fiscalseal'))`)
    expect(output).toBe('trusted document\n')
  })

  it('runs every example', async () => {
    const names = Object.keys(EXAMPLE_OUTPUTS)
    expect(await listExamples()).toEqual(names)
    const printed = await runExamples(shop, names)
    expect(Object.keys(printed)).toEqual(names)
    for (const [name, output] of Object.entries(EXAMPLE_OUTPUTS)) {
      expect([name, printed[name]]).toEqual([
        name,
        output instanceof RegExp ? expect.stringMatching(output) : output,
      ])
    }
  }, 120_000)

  it('runs the first example again by itself, and leaves receipts, root and reports', async () => {
    const printed = await runExamples(shop, ['start.mjs'])
    expect(printed['start.mjs']).toMatch(EXAMPLE_OUTPUTS['start.mjs'] ?? '')
    const files = await readdir(join(shop.folder, 'out'))
    const receipts = ['a4', 'roll'].flatMap((kind) =>
      ['pdf', 'report.json', 'report.txt'].map((end) => `receipt-${kind}.${end}`),
    )
    expect(files).toEqual(expect.arrayContaining(['authority.pem', ...receipts]))
  }, 60_000)

  it('leaves Reflect, the globals, the environment and the process alone when it is loaded', async () => {
    expect(await shop.runScript('innocent.mjs', innocence('await import(entry)'))).toBe('untouched\n')
    expect(await shop.runScript('innocent.cjs', innocence('require(entry)'))).toBe('untouched\n')
  })

  it('loads no other package before one is needed', async () => {
    const source = `
      for (const entry of ${JSON.stringify(entries)}) require(entry)
      const foreign = Object.keys(require.cache).filter((path) => !path.includes('/fiscalseal/dist/'))
      console.log(foreign.filter((path) => path.includes('/node_modules/')).join())`
    expect(await shop.runScript('lazy.cjs', source)).toBe('\n')
  })

  it('ships schemas that can be resolved by name', async () => {
    const schemas = await readdir(join(shop.packageFolder, 'dist/schema'))
    expect(schemas.length).toBeGreaterThan(0)
    const names = JSON.stringify(schemas.map((name) => `fiscalseal/schema/${name}`))
    const output = await shop.runScript(
      'schema.cjs',
      `for (const name of ${names}) console.log(typeof require(name))`,
    )
    expect(output).toBe('object\n'.repeat(schemas.length))
  })

  it('has a command that explains itself', async () => {
    const { bin } = JSON.parse(await readFile(join(shop.packageFolder, 'package.json'), 'utf8')) as {
      readonly bin: { readonly fiscalseal: string }
    }
    const command = join(shop.packageFolder, bin.fiscalseal)
    expect((await readFile(command, 'utf8')).startsWith('#!/usr/bin/env node\n')).toBe(true)
    const source = `require('node:child_process').execFileSync(process.execPath, [${JSON.stringify(command)}, '--help'], { stdio: 'inherit' })`
    expect(await shop.runScript('help.cjs', source)).toContain('fiscalseal verify')
  })

  it('has a verifier of at most 60 kB gzipped that holds no package and no module of Node', () => {
    const { entryBytes, laterBytes } = bundle
    process.stdout.write(
      `fiscalseal/verify in a browser: ${entryBytes.toString()} bytes gzipped, and ${laterBytes.toString()} when a file asks for them\n`,
    )
    expect(bundle.foreign).toEqual([])
    expect(bundle.external).toEqual([])
    expect(entryBytes).toBeLessThanOrEqual(60_000)
  })

  it('has a verifier whose bundle reaches the same verdict as the one for Node', async () => {
    const source = `
      import * as everything from 'fiscalseal'
      import * as browser from ${JSON.stringify(bundle.path)}
      const verify = async (bytes, options) => {
        const node = await everything.verify(bytes, options)
        const web = await browser.verify(bytes, options)
        if (JSON.stringify(web.signatures) !== JSON.stringify(node.signatures)) console.log(web.signatures, node.signatures)
        return web
      }
      await (${story})({ ...everything, verify })`
    expect(await shop.runScript('browser.mjs', source)).toBe('trusted document\n')
  })
  it('can be bundled for browsers at every entry, and seals, verifies and reads lists there', async () => {
    const source = `
      const { fiscalseal, testing, trust: lists } = await import(${JSON.stringify(await bundleEntries(shop.folder, entries))})
      const { authority, trust } = await testing.createTestAuthority()
      const identity = await authority.issue({ legalName: 'Soko Ltd', taxId: 'P051234567X' })
      const sealed = await fiscalseal.sign(testing.createPdf({ form: 'object-streams' }), { identity, anySeller: true })
      const { status } = await fiscalseal.verify(new Blob([sealed.bytes]), { trust, seller: 'not-required' })
      const xml = new TextEncoder().encode('<a><b/></a>')
      const { refusals } = await lists.importTrustedLists({ lists: [xml], signers: { AT: [trust.anchors[0].certificate.der] }, at: new Date() })
      console.log(status, ...refusals.map(({ code }) => code))`
    expect(await shop.runScript('browser-all.mjs', source)).toBe('trusted list.content\n')
  })
})
