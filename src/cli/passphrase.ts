import { statSync } from 'node:fs'
import { FiscalSealError } from '../base/errors.js'
import { fromUtf8 } from '../base/bytes.js'
import { toPrintable } from '../seal/report/printable.js'
import { readFileOrPipe } from './input-file.js'
import type { Terminal } from './terminal.js'
import { UsageError } from './usage-error.js'

/** Where a passphrase may come from, in this order. */
export interface PassphraseSources {
  /** Value of the option, e.g. `--passphrase-file`. */
  readonly file: string | undefined
  /** Name of the variable of the environment. */
  readonly variable: string
  /** What the question is about: `the key of seller.p12`. */
  readonly subject: string
}

/** Longest passphrase file: whoever names another file by mistake should hear of it. */
const MAX_BYTES = 4096

/**
 * Returns what `open` makes of the passphrase from a file or the environment, or of none; when a file turns out to need one and
 * there is a person, he is asked. Throws what `open` throws.
 */
export async function openWithPassphrase<T>(
  sources: PassphraseSources,
  terminal: Terminal,
  open: (passphrase?: string) => Promise<T>,
): Promise<T> {
  const given = await givenPassphrase(sources, terminal)
  if (given !== undefined) return open(given)
  try {
    return await open()
  } catch (error) {
    const isNeeded = error instanceof FiscalSealError && error.code === 'identity.passphrase-required'
    if (!isNeeded || !terminal.inIsTerminal) throw error
    return open(await terminal.askSecret(`Passphrase for ${toPrintable(sources.subject)}: `))
  }
}

/** Returns a passphrase for a new key, asked twice when a person gives it. Throws `identity.passphrase-required` when there is none. */
export async function choosePassphrase(sources: PassphraseSources, terminal: Terminal): Promise<string> {
  const given = await givenPassphrase(sources, terminal)
  if (given !== undefined) return requireSome(given)
  if (!terminal.inIsTerminal) {
    throw new FiscalSealError(
      'identity.passphrase-required',
      `A passphrase is needed for ${sources.subject}.`,
    )
  }
  const chosen = requireSome(await terminal.askSecret(`New passphrase for ${toPrintable(sources.subject)}: `))
  const repeated = await terminal.askSecret('The same once more: ')
  if (repeated !== chosen) throw new UsageError('The two passphrases differ.')
  return chosen
}

async function givenPassphrase(sources: PassphraseSources, terminal: Terminal): Promise<string | undefined> {
  if (sources.file !== undefined) return readPassphraseFile(sources.file, terminal)
  const value = terminal.env(sources.variable)
  if (value === undefined) return undefined
  terminal.err(
    `fiscalseal: The passphrase comes from ${sources.variable}; other programs of this user can read it. A file is safer.\n`,
  )
  return value
}

function requireSome(passphrase: string): string {
  if (passphrase === '') throw new UsageError('The passphrase is empty.')
  return passphrase
}

async function readPassphraseFile(path: string, terminal: Terminal): Promise<string> {
  const text = fromUtf8(await readFileOrPipe(path, MAX_BYTES))
  if (text === undefined) throw new UsageError(`The passphrase file ${path} is no UTF-8 text.`)
  warnWhenShared(path, terminal)
  const line = text.endsWith('\n') ? text.slice(0, text.endsWith('\r\n') ? -2 : -1) : text
  if (line.includes('\n')) throw new UsageError(`The passphrase file ${path} holds more than one line.`)
  // Some key files have an empty passphrase; more often the file was never written.
  if (line === '') terminal.err(`fiscalseal: The passphrase file ${toPrintable(path)} is empty.\n`)
  return line
}

function warnWhenShared(path: string, terminal: Terminal): void {
  const isShared = process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0
  if (isShared)
    terminal.err(`fiscalseal: Others can read ${toPrintable(path)}; chmod 600 would keep it to yourself.\n`)
}
