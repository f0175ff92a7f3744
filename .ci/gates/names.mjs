// Names speak: kebab-case nouns, nothing numbered, no drawer for leftovers; the top level holds only what belongs there.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'

const topLevel = new Set([
  ...['src', 'fixtures', 'test', 'examples'],
  ...['package.json', 'package-lock.json', 'LICENSE', 'README.md', 'CHANGELOG.md', 'SECURITY.md'],
])
const topLevelPatterns = [/^[.]/, /^tsconfig([.][a-z]+)?[.]json$/, /^[a-z]+[.]config[.]js$/]

const written = /^(src|test|examples|[.]ci)[/]/
const kebab = /^[a-z0-9]+(-[a-z0-9]+)*([.][a-z0-9-]+)*$/
const leftovers = /(^|-)(helpers?|utils?|utilities|misc|common|manager|stuff)(?=[-.]|$)/
const numbered = /(^|-)[0-9]+(?=[-.]|$)/

const faultsOf = (path) => {
  const [top, ...rest] = path.split('/')
  const faults = []
  if (!topLevel.has(top) && !topLevelPatterns.some((pattern) => pattern.test(top))) {
    faults.push('does not belong on the top level')
  }
  if (!written.test(path)) return faults
  for (const name of rest) {
    if (!name.endsWith('.py') && !kebab.test(name)) faults.push(`${name} is not kebab-case`)
    if (leftovers.test(name)) faults.push(`${name} says nothing`)
    if (numbered.test(name)) faults.push(`${name} is a number`)
  }
  return faults
}

/** What installs, builds and runs leave behind; never committed. */
const leftBehind = /^([.]git|node_modules|dist|[.]dist-.*|out|[.]venv|coverage|.*[.]tgz)$/

const walk = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (folder === '.' && leftBehind.test(entry.name)) return []
    return entry.isDirectory() ? walk(path) : [path.replaceAll('\\', '/')]
  })

const faults = walk('.').flatMap((path) => faultsOf(path).map((fault) => `${path}: ${fault}`))

for (const fault of faults) console.error(fault)
process.exitCode = faults.length === 0 ? 0 : 1
