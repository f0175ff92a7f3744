// publint over the packed tree, warnings and suggestions included.
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { readFileSync } from 'node:fs'

/**
 * publint says that Node ignores `imports` in a nested package.json. It does not: `imports` belongs to the nearest
 * package scope, and dist/cjs is one by its `type`. test/package requires every entry and would fail without it.
 */
const tolerated = (message) =>
  message.code === 'NESTED_PACKAGE_JSON_FIELD_IGNORED' && message.args.filePath === './dist/cjs/package.json'

const pkg = JSON.parse(readFileSync('package.json', 'utf8'))
const { messages } = await publint({ pkgDir: '.', pack: 'npm', strict: true })
const faults = messages.filter((message) => !tolerated(message))

for (const fault of faults) console.error(formatMessage(fault, pkg) ?? fault.code)
process.exitCode = faults.length === 0 ? 0 : 1
