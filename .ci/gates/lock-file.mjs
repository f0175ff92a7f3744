// The lock file names no download address, so that an install works behind any mirror; every package has its hash.
import { readFileSync } from 'node:fs'

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'))
const installed = Object.entries(packages).filter(([path]) => path !== '')

const faults = installed.flatMap(([path, entry]) => [
  ...(entry.resolved === undefined ? [] : [`${path}: has a "resolved" address`]),
  ...(entry.integrity === undefined && !entry.link && !entry.inBundle ? [`${path}: has no "integrity"`] : []),
])

for (const fault of faults) console.error(fault)
process.exitCode = faults.length === 0 ? 0 : 1
