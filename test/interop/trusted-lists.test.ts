import { describe, expect, it } from '@jest/globals'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hasCorpus, hasCorpusFile, lacksCorpusFile, readCorpusFile } from '../corpus/corpora.js'
import { JUDGED, POINTED_TO } from '../trust/lists/european/judged-lists.js'
import { python, run } from './judges.js'

const FOLDER = 'tsp-ocsp-crl-roots'
const TERRITORIES = Object.keys(JUDGED)

async function hasEtsi(): Promise<boolean> {
  const { status } = await run(python(), ['-c', 'import xsdata, signxml'])
  if (status !== 0)
    process.stdout.write('\nSKIPPED: pip install "pyhanko[etsi]" for the judge of trusted lists.\n')
  return status === 0
}

const present = hasCorpus(FOLDER) && !lacksCorpusFile(FOLDER, 'trusted-lists/EU.xml') && (await hasEtsi())
const described = present ? describe : describe.skip

/** Writes the lists of the corpus, and says what pyHanko finds in each. */
async function judge(): Promise<readonly Record<string, unknown>[]> {
  const folder = await mkdtemp(join(tmpdir(), 'trusted-lists-'))
  try {
    const there = ['EU', ...TERRITORIES].filter((name) => hasCorpusFile(FOLDER, `trusted-lists/${name}.xml`))
    const paths = there.map((name) => join(folder, `${name}.xml`))
    for (const [index, path] of paths.entries())
      await writeFile(path, readCorpusFile(FOLDER, `trusted-lists/${there[index] ?? ''}.xml`))
    const script = join(import.meta.dirname, 'pyhanko_trusted_lists.py')
    const { stdout } = await run(python(), [script, ...paths])
    return stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
  } finally {
    await rm(folder, { recursive: true })
  }
}

described('the numbers by which trusted lists are judged', () => {
  it('are those of pyHanko, which says that the signatures hold', async () => {
    const [pointers, ...lists] = await judge()
    expect(pointers).toEqual({ territories: POINTED_TO })
    expect(lists.length).toBeGreaterThan(0)
    for (const { territory, file, ...found } of lists)
      expect({ file, ...found }).toEqual({ file, ...JUDGED[territory as string], signature: 'holds' })
  })
})
