// Prints ours, the raw cost and the peers side by side. Every subject's peak memory is that of a process of its own; ours
// and raw are timed in turns in one process.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { PROCESSES, quietest, ratiosOf } from './quietest.mjs'
import { scenarios } from './scenarios.mjs'
import { reportStore } from './store.mjs'
import { reportTrustMaterial } from './trust-material.mjs'

const child = fileURLToPath(new URL('./child.mjs', import.meta.url))

const measure = (name, subjects, purpose) => {
  try {
    const args = ['--expose-gc', child, JSON.stringify({ name, subjects, purpose })]
    const output = execFileSync(process.execPath, args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    return JSON.parse(output)
  } catch (error) {
    const lines = String(error.stderr ?? error)
      .trim()
      .split('\n')
    return { failure: lines.find((line) => line.includes('Error')) ?? lines.at(-1) }
  }
}

const version = (name) => {
  const manifest = new URL(`../../node_modules/${name}/package.json`, import.meta.url)
  return JSON.parse(readFileSync(manifest, 'utf8')).version
}

const labels = {
  ours: 'fiscalseal',
  joined: 'fiscalseal, and all bytes in one array',
  '@signpdf': `@signpdf ${version('@signpdf/signpdf')}`,
  '@libpdf/core': `@libpdf/core ${version('@libpdf/core')}`,
}

const milliseconds = (value) => (value === undefined ? '–' : `${value.toFixed(value < 10 ? 3 : 1)} ms`)
const megabytes = (kilobytes) => (kilobytes === undefined ? '–' : `${(kilobytes / 1000).toFixed(0)} MB`)
const ratio = (value) => (Number.isFinite(value) ? `${value.toFixed(2)} ×` : '–')

const row = (label, cells) => {
  console.log(`  ${label.padEnd(44)}${cells.map((cell) => cell.padStart(12)).join('')}`)
}

const judge = (value, target) => {
  if (target === undefined) return ''
  return `  ≤ ${String(target)} ${value <= target ? 'ok' : 'missed'}`
}

const rawLabel = ({ digestOnly }, { made, checked }) =>
  digestOnly ? 'raw: 1 SHA-256' : `raw: ${String(made)} made, ${String(checked)} checked, 1 SHA-256`

const printPeers = (name, raw) => {
  for (const peer of ['@signpdf', '@libpdf/core']) {
    const result = measure(name, [peer], 'time')
    if (result.failure !== undefined) row(labels[peer], [result.failure])
    else
      row(labels[peer], [
        milliseconds(result.times[peer]),
        ratio(result.times[peer] / raw),
        megabytes(result.peak),
      ])
  }
}

const report = ([name, scenario]) => {
  console.log(`\n${name}`)
  const subjects = scenario.joins ? ['ours', 'joined', 'raw'] : ['ours', 'raw']
  const runs = Array.from({ length: scenario.processes }, () => measure(name, subjects, 'time'))
  const failed = runs.find(({ failure }) => failure !== undefined)
  if (failed !== undefined) throw new Error(failed.failure)
  const timed = quietest(runs, ({ times }) => times.raw)
  const { ours, raw } = timed.times
  row(rawLabel(scenario, timed.counts), [
    milliseconds(raw),
    '1 ×',
    megabytes(measure(name, ['raw'], 'memory').peak),
  ])
  const peak = megabytes(measure(name, ['ours'], 'memory').peak)
  const all = ratiosOf(runs.map(({ times }) => times))
  row(labels.ours, [milliseconds(ours), ratio(ours / raw), peak, judge(ours / raw, scenario.target) + all])
  if (scenario.joins) {
    const joinedPeak = megabytes(measure(name, ['joined', 'ours'], 'memory').peak)
    row(labels.joined, [milliseconds(timed.times.joined), ratio(timed.times.joined / raw), joinedPeak])
  }
  if (scenario.peers) printPeers(name, raw)
  return scenario.target === undefined || ours / raw <= scenario.target
}

console.log(`Node ${process.version}, ${String(cpus().length)} × ${cpus()[0]?.model ?? 'unknown processor'}`)
console.log(
  'Median time of one call, as a multiple of raw, and peak memory of a process that does nothing else.',
)
console.log(
  `Where brackets show several processes (${String(PROCESSES)}), the figures are of the one in which raw took least.`,
)
const filter = process.argv[2] ?? ''
const chosen = Object.entries(scenarios).filter(([name]) => name.includes(filter))
const met = [...chosen.map(report), ...reportTrustMaterial(filter), ...reportStore(filter)]
console.log(`\n${String(met.filter(Boolean).length)} of ${String(met.length)} within target`)
