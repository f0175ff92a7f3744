import { spawn, type ChildProcess } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { authorityFiles, openAuthority } from '../../src/cli/authority/authority-folder.js'
import { writeOutputFolder } from '../../src/cli/output-file.js'
import { createAuthority, type Authority } from '../../src/trust/issuing/authority.js'
import { bundlePrograms, COMMAND } from './bundled-programs.js'

/** What processes said before they were killed. */
export interface Said {
  /** Serial numbers of certificates that were handed out, in the order of the lines. */
  readonly issued: readonly string[]
  readonly revoked: readonly string[]
  /** Numbers of the lists that say so. */
  readonly crlNumbers: readonly string[]
}

/** A folder with an authority in which processes issue and die. */
export interface KillingGround {
  readonly folder: string
  readonly out: string
  readonly said: Said
  /** How many processes were killed. */
  readonly kills: number
  /** Lets two processes issue at once and kills one of them at a random moment, again and again, until `count` certificates were handed out. */
  run(count: number): Promise<void>
  /** Runs the command `fiscalseal` and kills it at a random moment, or not when it is faster. */
  runCommand(args: readonly string[]): Promise<void>
  /** Returns the authority as it is in the folder now. */
  open(): Promise<Authority>
  remove(): void
}

/** Makes an authority in a folder, and the programs that will work on it. */
export async function openKillingGround(): Promise<KillingGround> {
  const place = mkdtempSync(join(tmpdir(), 'fiscalseal-kill-'))
  const [folder, out] = [join(place, 'authority'), join(place, 'out')]
  mkdirSync(out)
  const authority = await createAuthority({ name: 'Revenue Authority', country: 'KE' })
  writeOutputFolder(folder, await authorityFiles(authority, folder, undefined))
  await bundlePrograms(place, { loop: join(import.meta.dirname, 'issuing-loop.ts'), main: COMMAND })
  const said = { issued: [] as string[], revoked: [] as string[], crlNumbers: [] as string[] }
  const ground = {
    ...{ folder, out, said, kills: 0 },
    run: async (count: number) => {
      const start = (): ChildProcess => issuer(place, [folder, out], said)
      let living = [start(), start()]
      while (said.issued.length < count) {
        await sleep(randomInt(20, 400))
        const [victim, other] = randomInt(2) === 0 ? living : living.toReversed()
        await kill(victim)
        ground.kills++
        living = [...(other === undefined ? [] : [other]), start()]
      }
      for (const each of living) await kill(each)
    },
    runCommand: async (args: readonly string[]) => {
      const child = spawn(process.execPath, [join(place, 'main.mjs'), ...args], { stdio: 'ignore' })
      await sleep(randomInt(60, 400))
      await kill(child)
      ground.kills++
    },
    open: async () => (await openAuthority(folder, undefined)).authority,
    remove: () => {
      rmSync(place, { recursive: true, force: true })
    },
  }
  return ground
}

function issuer(
  place: string,
  args: readonly string[],
  said: { readonly [Each in keyof Said]: string[] },
): ChildProcess {
  const child = spawn(process.execPath, [join(place, 'loop.mjs'), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    const lines = `${text}${piece}`.split('\n')
    text = lines.pop() ?? ''
    for (const line of lines) {
      const [word, serialNumber = '', number = ''] = line.split(' ')
      if (word === 'issued') said.issued.push(serialNumber)
      if (word === 'revoked') {
        said.revoked.push(serialNumber)
        said.crlNumbers.push(number)
      }
    }
  })
  return child
}

/** Ends a process as a failure of the power would, and waits until all that it said was read. */
function kill(child: ChildProcess | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (child?.exitCode !== null || child.signalCode !== null) {
      resolve()
      return
    }
    child.once('close', () => {
      resolve()
    })
    child.kill('SIGKILL')
  })
}

/** Returns the serial numbers of the files that were handed out. */
export function handedOut({ out }: KillingGround): readonly string[] {
  return readdirSync(out)
    .filter((name) => name.endsWith('.pem') && !name.startsWith('.'))
    .map((name) => name.slice(0, -4))
}
