import { parseArgs, type ParseArgsConfig } from 'node:util'
import { systemCode } from './system-error.js'
import { UsageError } from './usage-error.js'

/** Options of a sub-command, as `node:util` describes them. */
export type OptionTable = NonNullable<ParseArgsConfig['options']>

/** What stands beside the options. */
export interface PositionalRule {
  /** What they are, for messages: `FILE`. */
  readonly name: string
  readonly min: number
  readonly max: number
}

interface Config<T extends OptionTable> {
  readonly args: string[]
  readonly options: T
  readonly allowPositionals: true
  readonly strict: true
  readonly tokens: true
}

/** Options and positionals of one call. */
export interface Arguments<T extends OptionTable> {
  readonly values: ReturnType<typeof parseArgs<Config<T>>>['values']
  readonly positionals: readonly string[]
}

/** Words that are met as options on other commands and would put a secret where everybody on the machine can read it. */
const SECRET_OPTIONS = ['--passphrase', '--password', '--pass', '--pin', '--authority-passphrase']

/** Returns the arguments of a sub-command; throws `UsageError` for anything that is not exactly as `options` and `rule` say. */
export function readArguments<const T extends OptionTable>(
  args: readonly string[],
  options: T,
  rule: PositionalRule,
): Arguments<T> {
  refuseSecrets(args)
  const joined = joinNegativeNumbers(args, options)
  const config: Config<T> = { args: joined, options, allowPositionals: true, strict: true, tokens: true }
  const parsed = parse(config)
  const { values, positionals } = parsed
  refuseRepetition(parsed.tokens, options)
  if (positionals.length < rule.min) throw new UsageError(`${rule.name} is missing.`)
  if (positionals.length > rule.max) {
    throw new UsageError(`There is one ${rule.name} too many: ${JSON.stringify(positionals[rule.max])}.`)
  }
  return { values, positionals }
}

/** `parseArgs` takes `-1` for an option of its own; here none is a digit, and `--page -1` is the last page. */
function joinNegativeNumbers(args: readonly string[], options: OptionTable): string[] {
  const joined: string[] = []
  for (const argument of args) {
    const previous = joined.at(-1) ?? ''
    const isValue = options[previous.slice(2)]?.type === 'string' && !joined.includes('--')
    if (isValue && previous.startsWith('--') && /^-\d/.test(argument))
      joined[joined.length - 1] = `${previous}=${argument}`
    else joined.push(argument)
  }
  return joined
}

function parse<T extends OptionTable>(config: Config<T>): ReturnType<typeof parseArgs<Config<T>>> {
  try {
    return parseArgs(config)
  } catch (error) {
    if (systemCode(error)?.startsWith('ERR_PARSE_ARGS') !== true) throw error
    throw new UsageError(sentenceOf((error as Error).message))
  }
}

/** The first sentence of a message in one line is enough; of one in several lines, the later ones say what to do. */
function sentenceOf(message: string): string {
  if (message.includes('\n')) return message.replaceAll('\n', ' ')
  const [sentence = ''] = message.split('. ')
  return sentence.endsWith('.') ? sentence : `${sentence}.`
}

function refuseSecrets(args: readonly string[]): void {
  const end = args.indexOf('--')
  for (const argument of end < 0 ? args : args.slice(0, end)) {
    const [name = ''] = argument.split('=')
    if (!SECRET_OPTIONS.includes(name)) continue
    throw new UsageError(
      `A secret on the command line can be read by everybody on this machine. Use ${name}-file FILE, or wait to be asked.`,
    )
  }
}

interface Token {
  readonly kind: string
  readonly name?: string
}

/** `parseArgs` lets the last of two values win, and somebody would wonder which file was written. */
function refuseRepetition(tokens: readonly Token[], options: OptionTable): void {
  const seen = new Set<string>()
  for (const { kind, name } of tokens) {
    if (kind !== 'option' || name === undefined || options[name]?.multiple === true) continue
    if (seen.has(name)) throw new UsageError(`--${name} is given twice.`)
    seen.add(name)
  }
}

/** Returns the value of a required option; throws `UsageError` when it is missing. */
export function requireOption(value: string | undefined, name: string): string {
  if (value === undefined) throw new UsageError(`--${name} is missing.`)
  if (value === '') throw new UsageError(`--${name} is empty.`)
  return value
}

/** Returns one of `words`, or `undefined` when the option is absent; throws `UsageError` for any other value. */
export function readChoice<T extends string>(
  value: string | undefined,
  name: string,
  words: readonly T[],
): T | undefined {
  if (value === undefined) return undefined
  const word = words.find((each) => each === value)
  if (word === undefined)
    throw new UsageError(`--${name} is one of ${words.join(', ')}, not ${JSON.stringify(value)}.`)
  return word
}

/** Returns the moment that an ISO 8601 date, or date and time with offset, names; a date alone is its first second in UTC. */
export function readTime(value: string | undefined, name: string): Date | undefined {
  if (value === undefined) return undefined
  const isForm = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/.test(value)
  const time = new Date(value)
  // Date rolls 30 February over into March.
  const day = isForm ? new Date(`${value.slice(0, 10)}T00:00:00Z`).getTime() : Number.NaN
  const exists = !Number.isNaN(day) && new Date(day).toISOString().slice(0, 10) === value.slice(0, 10)
  if (exists && !Number.isNaN(time.getTime())) return time
  const form = 'a date, or a date and time with offset, such as 2026-11-22T09:30:00Z'
  throw new UsageError(`--${name} is ${form}, not ${JSON.stringify(value)}.`)
}

/** Returns the whole number from 1 to `most` that `value` spells, or `undefined` when the option is absent. */
export function readCount(
  value: string | undefined,
  name: string,
  most = Number.MAX_SAFE_INTEGER,
): number | undefined {
  if (value === undefined) return undefined
  const count = Number(value)
  if (count > 0 && count <= most && Number.isSafeInteger(count) && String(count) === value) return count
  const form = most === Number.MAX_SAFE_INTEGER ? 'such as 30' : `from 1 to ${most}`
  throw new UsageError(`--${name} is a whole number ${form}, not ${JSON.stringify(value)}.`)
}

/** Returns the object identifier that is given; throws `UsageError` when it is none. */
export function requireOid(text: string, name: string): string {
  if (/^[0-2](\.(0|[1-9]\d{0,30})){1,30}$/.test(text)) return text
  throw new UsageError(`--${name} is no object identifier: ${JSON.stringify(text)}.`)
}
