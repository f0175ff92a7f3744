// Names speak: kebab-case nouns, nothing numbered, no drawer for leftovers; the top level holds only what belongs there.
import { execFileSync } from 'node:child_process'

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

const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
  encoding: 'utf8',
})
const faults = list
  .split('\0')
  .filter((path) => path !== '')
  .flatMap((path) => faultsOf(path).map((fault) => `${path}: ${fault}`))

for (const fault of faults) console.error(fault)
process.exitCode = faults.length === 0 ? 0 : 1
