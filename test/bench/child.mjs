// Measures one scenario in a process of its own and prints the result as JSON.
import { readFileSync, writeFileSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { makeDocument } from './documents.mjs'
import { takeTurns } from './measure.mjs'
import { makeRaw } from './raw.mjs'
import { scenarios } from './scenarios.mjs'

const { name, subjects, purpose } = JSON.parse(process.argv[2])
const scenario = scenarios[name]

/** On Linux the peak can be reset, so that what was prepared and thrown away before does not count. */
const resetPeak = async () => {
  globalThis.gc()
  await setImmediate()
  globalThis.gc()
  if (process.platform === 'linux') writeFileSync('/proc/self/clear_refs', '5')
}

/** Peak resident memory in kilobytes. */
const readPeak = () => {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS
  const line = readFileSync('/proc/self/status', 'utf8')
    .split('\n')
    .find((text) => text.startsWith('VmHWM:'))
  return Number.parseInt(line.slice('VmHWM:'.length), 10)
}

/** The same large document again and again, with another first byte of its scan. */
const makeLargeInputs = (size) => {
  const document = makeDocument(size, 1)
  const place = Math.floor(size / 2)
  return (round) => {
    document[place] = (document[place] + 1 + round) % 256
    return document
  }
}

const prepareDocuments = async () => {
  if (scenario.document === 'file') return makeLargeInputs(scenario.size)
  if (scenario.document === 'receipt' && subjects.includes('ours') && purpose === 'time') {
    const { makeReceipts } = await import('./receipts.mjs')
    return makeReceipts()
  }
  return (round) => makeDocument(100_000, round)
}

const preparePeer = async (peer) => {
  const { makePeers } = await import('./peers.mjs')
  const makeInput = await prepareDocuments()
  return { makeInput, subjects: { [peer]: makePeers()[peer] } }
}

const prepareRaw = async () => ({
  makeInput: await prepareDocuments(),
  subjects: { raw: makeRaw(scenario.algorithm, { made: 0, checked: 0 }) },
})

const prepareOurs = async () => {
  const { prepare } = await import('./ours.mjs')
  const isReceipt = scenario.document === 'receipt' && purpose === 'time'
  const isLarge = scenario.document === 'file'
  const { makeInput, run, join, counts } = await prepare(
    { ...scenario, isReceipt, isLarge },
    await prepareDocuments(),
  )
  const raw = makeRaw(scenario.algorithm, scenario.digestOnly ? { made: 0, checked: 0 } : counts)
  const all = { ours: run, joined: join, raw }
  return {
    makeInput,
    counts,
    subjects: Object.fromEntries(subjects.map((subject) => [subject, all[subject]])),
  }
}

const prepareSubjects = () => {
  if (subjects.includes('ours')) return prepareOurs()
  return subjects.includes('raw') ? prepareRaw() : preparePeer(subjects[0])
}

const roundsOf = () => {
  if (purpose === 'memory') return { rounds: scenario.document === 'file' ? 2 : 20, warmup: 0 }
  const isPeer = !subjects.includes('ours')
  return isPeer
    ? { rounds: scenario.peerRounds, warmup: scenario.peerWarmup }
    : { rounds: scenario.rounds, warmup: scenario.warmup }
}

const prepared = await prepareSubjects()
await resetPeak()
const times = await takeTurns(prepared.subjects, { ...roundsOf(), makeInput: prepared.makeInput })
process.stdout.write(JSON.stringify({ times, counts: prepared.counts, peak: readPeak() }))
