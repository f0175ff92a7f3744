// Certificates, paths and key files, ours beside the peers, printed with the ratios that are wanted of them.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { PROCESSES, quietest, ratiosOf } from './quietest.mjs'

const child = fileURLToPath(new URL('./trust-material-child.mjs', import.meta.url))

const version = (name) => {
  const manifest = new URL(`../../node_modules/${name}/package.json`, import.meta.url)
  return `${name} ${JSON.parse(readFileSync(manifest, 'utf8')).version}`
}

const labels = {
  ours: 'fiscalseal',
  oursWithKey: 'fiscalseal, with its key',
  oursWithAll: 'fiscalseal, with key and names as text',
  raw: 'raw: public-key operations, keys imported',
  node: 'node:crypto X509Certificate',
  forge: version('node-forge'),
  peculiar: version('@peculiar/x509'),
  pkijs: version('pkijs'),
}

/** `apart`: each in a process of its own; `atMost`: ours may cost so many times raw; `faster`: ours is at least so many times faster than a peer. */
const scenarios = {
  // Ours checks names and extensions when it reads them, compares names as bytes, and makes texts of what somebody asks for.
  'read a certificate: names, validity, key, extensions': {
    task: 'certificate',
    subject: 'oursWithKey',
    apart: ['ours', 'oursWithKey', 'oursWithAll', 'node', 'forge', 'peculiar', 'pkijs'],
    faster: { forge: 10, node: 5 },
  },
  'path of three, warm store, another RSA-2048 leaf each time': {
    task: 'path',
    subject: 'ours',
    atMost: 1.3,
  },
  'path of three, warm store, another P-256 leaf each time': {
    task: 'path-p256',
    subject: 'ours',
    atMost: 1.3,
  },
  'open a PKCS #12 of 600 000 rounds': { task: 'pkcs12', subject: 'ours', faster: { forge: 12 } },
}

const format = (milliseconds) =>
  milliseconds < 0.1
    ? `${(milliseconds * 1000).toFixed(2)} µs`
    : `${milliseconds.toFixed(milliseconds < 10 ? 3 : 0)} ms`

const judge = (ratio, wanted, isFaster) => {
  const isMet = isFaster ? ratio >= wanted : ratio <= wanted
  return { text: `  ${isFaster ? '≥' : '≤'} ${String(wanted)} ${isMet ? 'ok' : 'missed'}`, isMet }
}

const rowOf = (subject, times, scenario) => {
  const own = times[scenario.subject]
  if (subject === scenario.subject && scenario.atMost !== undefined)
    return { ratio: own / times.raw, ...judge(own / times.raw, scenario.atMost, false) }
  const wanted = scenario.faster?.[subject]
  const ratio = times[subject] / own
  return wanted === undefined ? { ratio, text: '', isMet: true } : { ratio, ...judge(ratio, wanted, true) }
}

const measure = (task, subject) =>
  JSON.parse(execFileSync(process.execPath, ['--expose-gc', child, task, subject], { encoding: 'utf8' }))

/** Subjects that are measured apart, each once; beside raw, ours and raw together and several times. */
const timesOf = ({ task, apart, atMost }) => {
  if (apart !== undefined)
    return { times: Object.assign({}, ...apart.map((subject) => measure(task, subject))), all: '' }
  const runs = Array.from({ length: atMost === undefined ? 1 : PROCESSES }, () => measure(task, ''))
  return { times: quietest(runs, ({ raw }) => raw), all: atMost === undefined ? '' : ratiosOf(runs) }
}

const report = ([name, scenario]) => {
  console.log(`\n${name}`)
  const { times, all } = timesOf(scenario)
  const rows = Object.keys(times).map((subject) => ({ subject, ...rowOf(subject, times, scenario) }))
  for (const { subject, ratio, text } of rows) {
    const label = labels[subject].padEnd(44)
    console.log(
      `  ${label}${format(times[subject]).padStart(12)}${`${ratio.toFixed(2)} ×`.padStart(12)}${text}${subject === scenario.subject ? all : ''}`,
    )
  }
  return rows.every(({ isMet }) => isMet)
}

/** Prints the scenarios whose name holds `filter`; returns for each whether it is within its targets. */
export const reportTrustMaterial = (filter) =>
  Object.entries(scenarios)
    .filter(([name]) => name.includes(filter))
    .map(report)
