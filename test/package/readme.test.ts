import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'

const readme = readFileSync('README.md', 'utf8')
const examples = readdirSync('examples')
  .filter((name) => name.endsWith('.mjs'))
  .map((name) => readFileSync(`examples/${name}`, 'utf8'))

/** The code blocks of one language. */
const blocksOf = (language: string): readonly string[] =>
  readme
    .split('\n```')
    .filter((_, index) => index % 2 === 1)
    .filter((block) => block.startsWith(`${language}\n`))
    .map((block) => block.slice(language.length + 1))

describe('the README', () => {
  it('shows code that stands in an example, word for word, and so is run', () => {
    const blocks = blocksOf('js')
    expect(blocks.length).toBeGreaterThanOrEqual(7)
    for (const block of blocks) {
      expect(examples.filter((text) => text.includes(`${block}\n`))).not.toEqual([])
    }
  })

  it('refers to files that are there', () => {
    const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)|src="([^"]+)"/g)].map(
      (match) => match[1] ?? match[2] ?? '',
    )
    expect(links.length).toBeGreaterThan(2)
    expect(links.filter((path) => !existsSync(path))).toEqual([])
  })
})
