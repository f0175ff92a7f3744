// A trust store of 10, 500 and 5 000 authorities: what each costs to load, and what finding one costs.
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const child = fileURLToPath(new URL('./store-child.mjs', import.meta.url))

/** `atMost`: so many times what it costs with the fewest may it cost with the most, where the time of the machine wavers. */
const scenarios = {
  'load a trust store, for each authority': { task: 'load', atMost: 2 },
  'path to an authority of the store': { task: 'path', atMost: 1.25 },
  'no path to an authority of the store': { task: 'stranger', atMost: 1.25 },
  'load a trust store of bare keys, for each': { task: 'load-keys', atMost: 2 },
  'path to a bare key of the store': { task: 'path-keys', atMost: 1.25 },
}

const report = ([name, { task, atMost }]) => {
  const output = execFileSync(process.execPath, ['--expose-gc', child, task], { encoding: 'utf8' })
  const times = Object.entries(JSON.parse(output))
  const [[, fewest]] = times
  console.log(`\n${name}`)
  for (const [size, milliseconds] of times) {
    const label = `${Number(size).toLocaleString('en').replace(',', ' ')} authorities`.padEnd(44)
    const cells = [`${(milliseconds * 1000).toFixed(1)} µs`, `${(milliseconds / fewest).toFixed(2)} ×`]
    console.log(`  ${label}${cells.map((cell) => cell.padStart(12)).join('')}`)
  }
  const most = times.at(-1)[1]
  console.log(`  ${' '.repeat(44)}≤ ${String(atMost)} ${most / fewest <= atMost ? 'ok' : 'missed'}`)
  return most / fewest <= atMost
}

/** Prints the scenarios whose name holds `filter`; returns for each whether it is within its target. */
export const reportStore = (filter) =>
  Object.entries(scenarios)
    .filter(([name]) => name.includes(filter))
    .map(report)
