// What is measured. `target` is the most that ours may cost, as a multiple of raw.
import { PROCESSES } from './quietest.mjs'

const MEGABYTE = 1_000_000

const small = {
  document: 'receipt',
  rounds: 300,
  warmup: 6000,
  peerRounds: 10,
  peerWarmup: 3,
  processes: PROCESSES,
}
/** The same documents for all subjects, in the form that every one of them reads. */
const plain = { ...small, document: 'plain' }
const large = {
  document: 'file',
  size: 100 * MEGABYTE,
  rounds: 11,
  warmup: 2,
  peerRounds: 1,
  peerWarmup: 0,
  processes: 1,
}

/** Every scenario by its name. */
export const scenarios = {
  'sign a 100 kB receipt, RSA-2048': {
    ...small,
    task: 'sign',
    algorithm: 'rsa-2048',
    target: 1.3,
  },
  'sign a 100 kB receipt, P-256': { ...small, task: 'sign', algorithm: 'p-256', target: 1.8 },
  'sign 100 kB of another maker, RSA-2048': {
    ...plain,
    task: 'sign',
    algorithm: 'rsa-2048',
    target: 1.3,
    peers: true,
  },
  'sign 100 kB of another maker, P-256': { ...plain, task: 'sign', algorithm: 'p-256', target: 1.8 },
  'verify a 100 kB receipt, RSA-2048, path of three': {
    ...small,
    task: 'verify',
    algorithm: 'rsa-2048',
    target: 2,
  },
  'verify a 100 kB receipt, P-256, path of three': {
    ...small,
    task: 'verify',
    algorithm: 'p-256',
    target: 2,
  },
  'sign a 100 MB file in memory, RSA-2048': {
    ...large,
    task: 'sign',
    algorithm: 'rsa-2048',
    target: 1.15,
    digestOnly: true,
    joins: true,
    peers: true,
  },
  'verify a 100 MB file, RSA-2048, path of three': { ...large, task: 'verify', algorithm: 'rsa-2048' },
}
