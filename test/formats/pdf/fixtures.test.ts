import { describe, expect, it } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { concatBytes } from '../../../src/base/bytes.js'
import { memorySource } from '../../../src/base/source.js'
import { PdfFile } from '../../../src/formats/pdf/file.js'
import { countPages } from '../../../src/formats/pdf/page-tree.js'
import { IncrementalUpdate } from '../../../src/formats/pdf/update/incremental-update.js'
import { importPage } from '../../../src/formats/pdf/update/page-import.js'
import { PdfReference, PdfStream } from '../../../src/formats/pdf/values.js'
import { readEverything } from './read-everything.js'

const FILES = [
  ['chromium', ['table'], 1],
  ['libreoffice', ['table'], 1],
  ['ghostscript', ['table'], 1],
  ['cairo', ['table'], 1],
  ['qpdf-object-streams', ['stream'], 1],
  ['qpdf-linearized', ['table'], 2],
  ['qpdf-linearized-object-streams', ['stream'], 2],
  ['hybrid', ['table', 'hybrid'], 1],
] as const

const read = (name: string) => new Uint8Array(readFileSync(`fixtures/pdf/${name}.pdf`))

describe.each(FILES)('a PDF of %s', (name, forms, sections) => {
  const bytes = read(name)
  const file = PdfFile.open(memorySource(bytes))

  it('is read whole, in the form that it has', () => {
    expect([...readEverything(bytes)]).toEqual([])
    expect(file.revisions.map((revision) => revision.form)).toEqual(forms)
    expect(file.revisions[0]?.links).toHaveLength(sections)
    expect(file.end).toBe(bytes.length)
    expect(countPages(file)).toBe(1)
  })

  it('is updated in the form of its last section, and stays a file that reads alone', () => {
    const root = file.trailerValue('Root')
    if (!(root instanceof PdfReference)) throw new Error('no catalog')
    const update = new IncrementalUpdate(file)
    const page = importPage(update, file, 0)
    update.set(root, file.catalog.with({ Extra: page.reference }))
    const updated = concatBytes([bytes, update.write({ id: new Uint8Array(16) }).bytes])
    const again = PdfFile.open(memorySource(updated))
    expect([...readEverything(updated)]).toEqual([])
    expect(again.revisions.at(-1)?.form).toBe(forms.at(-1) === 'stream' ? 'stream' : 'table')
    expect(again.revisions).toHaveLength(forms.length + 1)
    expect(again.get(again.catalog, 'Extra')).toBeInstanceOf(PdfStream)
    expect(again.at(bytes.length).end).toBe(bytes.length)
  })
})
