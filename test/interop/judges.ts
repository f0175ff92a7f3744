import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { lastSignature } from '../../src/testing/tampering.js'

/** What another program says of a sealed file, and in which words. */
export interface Verdict {
  readonly accepted: boolean
  readonly words: string
}

interface Output {
  readonly status: number | null
  readonly stdout: string
  /** What it printed in all. */
  readonly text: string
}

/** Runs a program and returns what it printed; a program that is not there is an error of the test. */
export function run(command: string, args: readonly string[], input = ''): Promise<Output> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args)
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    child.on('error', reject)
    child.on('close', (status) => {
      resolve({ status, stdout, text: `${stdout}${stderr}` })
    })
    // A program that answers without reading its input closes it.
    child.stdin.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') reject(error)
    })
    child.stdin.end(input)
  })
}

/** The structure of the file, by qpdf. */
export async function judgeByQpdf(path: string): Promise<Verdict> {
  const { status, text } = await run('qpdf', ['--check', path])
  return { accepted: status === 0, words: status === 0 ? 'no errors' : lastLine(text) }
}

/** One signature as pdfsig sees it. */
export interface PdfsigSignature {
  readonly field: string
  readonly validation: string
  readonly certificate: string
  readonly coversAll: boolean
}

/** All signatures of the file, by pdfsig (NSS). `nssDir` holds the roots that count. */
export async function readPdfsig(path: string, nssDir: string): Promise<readonly PdfsigSignature[]> {
  const { text } = await run('pdfsig', ['-nssdir', `sql:${nssDir}`, path])
  return text
    .split(/^Signature #\d+:$/m)
    .slice(1)
    .map((part) => ({
      field: valueOf(part, 'Signature Field Name'),
      validation: valueOf(part, 'Signature Validation'),
      certificate: valueOf(part, 'Certificate Validation'),
      coversAll: part.includes('Total document signed') && !part.includes('Not total document signed'),
    }))
}

function valueOf(text: string, name: string): string {
  return new RegExp(`- ${name}: (.*)`).exec(text)?.[1]?.trim() ?? ''
}

/** The last signature of the file, by pdfsig: the arithmetic, the coverage and the path to our root. */
export async function judgeByPdfsig(path: string, nssDir: string): Promise<Verdict> {
  const last = (await readPdfsig(path, nssDir)).at(-1)
  if (last === undefined) return { accepted: false, words: 'no signature' }
  const isValid = last.validation === 'Signature is Valid.' && last.coversAll
  return { accepted: isValid, words: `${last.validation} ${last.certificate}`.trim() }
}

/** Makes a database of NSS that trusts `root` (PEM) to issue certificates for signatures on documents. */
export async function createNssDirectory(directory: string, root: string): Promise<string> {
  await mkdir(directory, { recursive: true })
  await run('certutil', ['-N', '-d', `sql:${directory}`, '--empty-password'])
  const { status, text } = await run('certutil', [
    '-A',
    '-d',
    `sql:${directory}`,
    '-n',
    'root',
    '-t',
    'CT,C,C',
    '-i',
    root,
  ])
  if (status !== 0) throw new Error(`certutil: ${text}`)
  return directory
}

/** The CMS of the last signature over its byte ranges, by OpenSSL, the path to `root` (PEM) included. */
export async function judgeByOpenssl(path: string, root: string): Promise<Verdict> {
  const bytes = new Uint8Array(await readFile(path))
  const { byteRange, contents } = lastSignature(bytes)
  const [, first, second, length] = byteRange
  const hex = Buffer.from(bytes.subarray(contents[0] + 1, contents[1] - 1)).toString('latin1')
  await writeFile(`${path}.cms`, Buffer.from(hex, 'hex'))
  await writeFile(
    `${path}.content`,
    Buffer.concat([bytes.subarray(0, first), bytes.subarray(second, second + length)]),
  )
  const files = ['-in', `${path}.cms`, '-content', `${path}.content`, '-CAfile', root]
  const { status, text } = await run('openssl', [
    ...['cms', '-verify', '-inform', 'DER', '-binary', '-purpose', 'any', '-no-CApath', '-no-CAstore'],
    ...files,
    ...['-out', '/dev/null'],
  ])
  return { accepted: status === 0, words: lastLine(text) }
}

/** What pyHanko is asked. */
export interface PyHankoTask {
  readonly path: string
  /** PEM files. */
  readonly roots: readonly string[]
  /** ISO 8601; now when absent. */
  readonly at?: string
  /** Default: true. Its strict reader refuses every signature in a hybrid-reference file. */
  readonly strict?: boolean
}

/** One signature as pyHanko sees it; `error` is set where it cannot judge. */
export interface PyHankoSignature {
  readonly field: string
  readonly error?: string
  readonly intact?: boolean
  readonly valid?: boolean
  readonly trusted?: boolean
  readonly coverage?: string | null
  readonly modifications?: string | null
  readonly docMdpOk?: boolean | null
  readonly bottomLine?: boolean
}

/** What pyHanko answers for a file. */
export interface PyHankoAnswer {
  readonly path: string
  readonly error: string | null
  readonly signatures: readonly PyHankoSignature[]
}

/** All files in one process of pyHanko, whose start takes longer than its work. */
export async function askPyHanko(tasks: readonly PyHankoTask[]): Promise<readonly PyHankoAnswer[]> {
  const { status, stdout, text } = await run(
    python(),
    [join(import.meta.dirname, 'pyhanko_check.py')],
    JSON.stringify(tasks),
  )
  if (status !== 0) throw new Error(`pyHanko could not be run: ${text}`)
  return JSON.parse(stdout) as readonly PyHankoAnswer[]
}

/** Lets pyHanko seal files by itself; what it cannot seal is left out of the answer. */
export async function sealByPyHanko(
  tasks: readonly { readonly path: string; readonly out: string }[],
): Promise<readonly string[]> {
  const script = join(import.meta.dirname, 'pyhanko_seal_again.py')
  const { status, stdout, text } = await run(python(), [script], JSON.stringify(tasks))
  if (status !== 0) throw new Error(`pyHanko could not be run: ${text}`)
  const errors = JSON.parse(stdout) as readonly (string | null)[]
  return tasks.filter((_, index) => errors[index] === null).map(({ out }) => out)
}

/** The last signature of the file: intact, valid, trusted by our root, over the whole file, nothing changed. */
export function judgePyHanko(answer: PyHankoAnswer | undefined): Verdict {
  const last = answer?.signatures.at(-1)
  if (last === undefined) return { accepted: false, words: answer?.error ?? 'no signature' }
  if (last.error !== undefined) return { accepted: false, words: last.error }
  const accepted = last.bottomLine === true && last.trusted === true && last.coverage === 'ENTIRE_FILE'
  return {
    accepted,
    words: `${last.coverage ?? ''} ${last.modifications ?? ''} ${accepted ? 'trusted' : 'not trusted'}`,
  }
}

/** The Python in which pyHanko is: that of the environment variable, of the folder `.venv`, or of the machine. */
export function python(): string {
  const own = join(import.meta.dirname, '../../.venv/bin/python')
  return process.env['FISCALSEAL_PYTHON'] ?? (existsSync(own) ? own : 'python3')
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? ''
}
