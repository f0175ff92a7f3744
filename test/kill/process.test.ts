import { execFile, spawn } from 'node:child_process'
import { closeSync, existsSync, mkdtempSync, openSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { loadIdentity } from '../../src/trust/keys/load-identity.js'
import { bundlePrograms, COMMAND } from './bundled-programs.js'
import { type Workshop, openWorkshop } from '../cli/workshop.js'

const FULL = '/dev/full'
const onFullDisk = existsSync(FULL) ? it : it.skip

let workshop: Workshop
let programs: string

beforeAll(async () => {
  programs = mkdtempSync(join(tmpdir(), 'fiscalseal-'))
  await bundlePrograms(programs, { main: COMMAND })
  workshop = await openWorkshop()
}, 60_000)

afterAll(() => {
  workshop.remove()
  rmSync(programs, { recursive: true, force: true })
})

/** Where the streams of a process lead, and the signal that it gets once it has written to standard error. */
interface Surroundings {
  readonly stdout?: string
  readonly stderr?: string
  readonly signal?: NodeJS.Signals
}

interface Ended {
  readonly code: number | null
  readonly signal: string | null
  readonly err: string
}

/** Runs the command as a process of its own, with a standard input that never ends. */
function started(args: readonly string[], { stdout, stderr, signal }: Surroundings): Promise<Ended> {
  const opened = [stdout, stderr].map((path) => (path === undefined ? undefined : openSync(path, 'w')))
  const [out = 'ignore', err = 'pipe'] = opened
  const child = spawn(process.execPath, [join(programs, 'main.mjs'), ...args], { stdio: ['pipe', out, err] })
  for (const descriptor of opened) if (descriptor !== undefined) closeSync(descriptor)
  let text = ''
  child.stderr?.setEncoding('utf8').on('data', (piece: string) => {
    text += piece
    if (signal !== undefined) child.kill(signal)
  })
  return new Promise((resolve) => {
    child.once('close', (code, ended) => {
      resolve({ code, signal: ended, err: text })
    })
  })
}

describe('a standard output that cannot be written', () => {
  onFullDisk.each<[string, number, () => readonly string[]]>([
    ['of a command', 1, () => ['inspect', workshop.path('sealed.pdf')]],
    ['of help', 1, () => ['--help']],
    [
      'of a verdict, which would be another one with code 1',
      2,
      () => ['verify', workshop.path('sealed.pdf'), '--trust', workshop.path('authority')],
    ],
    [
      'of a comparison',
      2,
      () => ['trust', 'diff', workshop.path('authority/trust.json'), workshop.path('authority/root.pem')],
    ],
  ])('%s ends with code %d and says why', async (_, expected, args) => {
    const { code, err } = await started(args(), { stdout: FULL })
    expect(err).toContain('Standard output cannot be written: the disk is full. (file.not-writable)\n')
    expect(err).not.toContain('    at ')
    expect(code).toBe(expected)
  })
})

describe('a standard error that cannot be written', () => {
  onFullDisk('keeps no work from being done', async () => {
    const issue = ['issue', '--authority', workshop.path('authority'), '--name', 'Soko', '--tax-id', 'P1']
    const out = ['--unencrypted', '--out', workshop.path('silent.pem')]
    expect(await started([...issue, ...out], { stderr: FULL })).toMatchObject({ code: 0 })
    expect(existsSync(workshop.path('silent.pem'))).toBe(true)
  })
})

describe('a signal', () => {
  it.each<[NodeJS.Signals, number]>([
    ['SIGHUP', 129],
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ])(
    '%s lets the step that writes files end first: the process leaves by itself, with code %d',
    async (signal, code) => {
      const before = readdirSync(workshop.path('authority'))
      const serve = ['authority', 'serve', '--authority', workshop.path('authority'), '--port', '0']
      expect(await started(serve, { signal })).toMatchObject({ code, signal: null })
      expect(readdirSync(workshop.path('authority'))).toEqual(before)
    },
  )
})

describe('a passphrase', () => {
  const shell = process.platform === 'win32' ? it.skip : it
  /** Runs a line of a shell in which `$1` is Node, `$2` the command, and the rest what `issue` needs. */
  const inShell = (line: string): Promise<string> =>
    new Promise((resolve) => {
      const issue = ['issue', '--authority', workshop.path('authority'), '--name', 'Soko', '--tax-id', 'P2']
      const out = ['--out', workshop.path('piped.pem'), '--force']
      const args = ['-c', `${line}; echo " code $?"`, 'sh', process.execPath, join(programs, 'main.mjs')]
      execFile('sh', [...args, ...issue, ...out], { encoding: 'utf8' }, (_error, stdout, stderr) => {
        resolve(`${stdout}${stderr}`)
      })
    })

  shell('may come through a pipe, and need not lie in a file', async () => {
    expect(await inShell('printf "correct horse\\n" | "$@" --passphrase-file /dev/stdin')).toContain(
      ' code 0',
    )
    await expect(
      loadIdentity(workshop.read('piped.pem'), { passphrase: 'correct horse' }),
    ).resolves.toBeDefined()
  })

  shell('is not read for ever', async () => {
    const said = await inShell('yes | "$@" --passphrase-file /dev/stdin')
    expect(said).toContain(' code 1')
    expect(said).toContain('it is larger than 4096 bytes')
  })
})
