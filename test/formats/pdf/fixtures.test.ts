import { describe, expect, it } from '@jest/globals'
import { readdirSync, readFileSync } from 'node:fs'
import { concatBytes } from '../../../src/base/bytes.js'
import { memorySource } from '../../../src/base/source.js'
import { PdfFile } from '../../../src/formats/pdf/file.js'
import { countPages } from '../../../src/formats/pdf/page-tree.js'
import { IncrementalUpdate } from '../../../src/formats/pdf/update/incremental-update.js'
import { importPage } from '../../../src/formats/pdf/update/page-import.js'
import { PdfReference, PdfStream } from '../../../src/formats/pdf/values.js'
import { readEverything } from './read-everything.js'

const FOLDER = 'fixtures/pdf'
const names = readdirSync(FOLDER).filter((name) => name.endsWith('.pdf'))
const read = (name: string) => new Uint8Array(readFileSync(`${FOLDER}/${name}`))
const openFixture = (name: string) => PdfFile.open(memorySource(read(name)))

describe('the PDFs of other programs', () => {
  it('come in every form of cross-reference', () => {
    const forms = names.flatMap((name) =>
      openFixture(name).revisions.map(({ form, links }) => `${form} ${links.length}`),
    )
    expect(new Set(forms)).toEqual(new Set(['table 1', 'stream 1', 'table 2', 'stream 2', 'hybrid 1']))
  })

  it.each(names)('%s is read whole', (name) => {
    const file = openFixture(name)
    expect([...readEverything(read(name))]).toEqual([])
    expect(file.end).toBe(file.source.size)
    expect(countPages(file)).toBeGreaterThan(0)
  })

  it.each(names)('%s is updated in the form of its last section, and is read alone as it was', (name) => {
    const file = openFixture(name)
    const root = file.trailerValue('Root')
    if (!(root instanceof PdfReference)) throw new Error('no catalog')
    const update = new IncrementalUpdate(file)
    const page = importPage(update, file, 0)
    update.set(root, file.catalog.with({ Extra: page.reference }))
    const updated = concatBytes([read(name), update.write({ id: new Uint8Array(16) }).bytes])
    const again = PdfFile.open(memorySource(updated))
    expect([...readEverything(updated)]).toEqual([])
    expect(again.revisions.at(-1)?.form).toBe(file.revisions.at(-1)?.form === 'stream' ? 'stream' : 'table')
    expect(again.revisions).toHaveLength(file.revisions.length + 1)
    expect(again.get(again.catalog, 'Extra')).toBeInstanceOf(PdfStream)
    expect(again.at(file.source.size).end).toBe(file.source.size)
  })
})
