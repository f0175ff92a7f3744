/** Longest text that a pattern of a trust list is tried on, in characters. */
export const MAX_PATTERN_INPUT = 256

/** Longest pattern of a trust list, in characters. */
export const MAX_PATTERN_LENGTH = 512

/** Most ways in which a pattern may be tried on one input: what a match can cost at the worst. */
const MAX_WAYS = 1_000_000

/**
 * Returns the regular expression of a trust list, compiled, or a sentence that says why it is refused.
 * It must be anchored, have a group named `id`, and be cheap on every input: no quantifier around a group that holds another one, no
 * look-around, no back-reference, and the product of all choices bounded (THREATS D-12).
 */
export function compilePattern(source: string): RegExp | string {
  if (source.length > MAX_PATTERN_LENGTH) return 'is too long'
  if (!source.startsWith('^') || !source.endsWith('$') || source.endsWith('\\$'))
    return 'is not anchored with ^ and $'
  if (!source.includes('(?<id>')) return 'has no group named id'
  const fault = faultOf(source)
  if (fault !== undefined) return fault
  try {
    return new RegExp(source, 'u')
  } catch {
    return 'is no regular expression'
  }
}

/** Walks the pattern once and multiplies the choices that a backtracking matcher has. */
function faultOf(source: string): string | undefined {
  const groups: Group[] = [{ variable: false }]
  let ways = 1
  let index = 0
  while (index < source.length) {
    const atom = atomAt(source, index)
    if (typeof atom === 'string') return atom
    index += atom.length
    const quantifier = atom.kind === 'one' || atom.kind === 'close' ? quantifierAt(source, index) : ONCE
    if (typeof quantifier === 'string') return quantifier
    index += quantifier.length
    const choices = countChoices(groups, atom, quantifier)
    if (typeof choices === 'string') return choices
    ways *= choices
    if (ways > MAX_WAYS) return 'could take too long'
  }
  return groups.length === 1 ? undefined : 'has unbalanced groups'
}

/** A group that is open; variable when it can match in several ways. */
interface Group {
  variable: boolean
}

/** Enters or leaves groups, and returns by how much the atom with its quantifier multiplies the choices, or what is wrong with it. */
function countChoices(groups: Group[], atom: Atom, quantifier: Quantifier): number | string {
  if (atom.kind === 'open') {
    groups.push({ variable: false })
    return 1
  }
  const closed = atom.kind === 'close' ? groups.pop() : undefined
  const group = groups.at(-1)
  if (group === undefined) return 'has unbalanced groups'
  if (atom.kind === 'alternative') {
    // `a|b` at the top would leave one side without an anchor.
    if (groups.length === 1) return 'has an alternative outside a group'
    group.variable = true
    return 2
  }
  const isVariable = closed?.variable === true
  if (quantifier.most > 1 && isVariable) return 'has a quantifier inside a quantified group'
  if (quantifier.choices > 1 || isVariable) group.variable = true
  return quantifier.choices
}

interface Atom {
  readonly kind: 'open' | 'close' | 'alternative' | 'one'
  readonly length: number
}

function atomAt(source: string, index: number): Atom | string {
  const character = source.charAt(index)
  if (character === '(') return groupAt(source, index)
  if (character === ')') return { kind: 'close', length: 1 }
  if (character === '|') return { kind: 'alternative', length: 1 }
  if (character === '\\') return escapeAt(source, index)
  if (character === '[') {
    const end = classEnd(source, index)
    return end === undefined ? 'has an open class' : { kind: 'one', length: end - index }
  }
  return { kind: 'one', length: 1 }
}

function groupAt(source: string, index: number): Atom | string {
  if (source.charAt(index + 1) !== '?') return { kind: 'open', length: 1 }
  if (source.startsWith('(?:', index)) return { kind: 'open', length: 3 }
  const end = source.indexOf('>', index)
  const name = source.slice(index + 3, end)
  const isNamed = source.startsWith('(?<', index) && (name === 'id' || name === 'cc')
  return isNamed
    ? { kind: 'open', length: end + 1 - index }
    : 'has a group other than (?:…), (?<id>…) and (?<cc>…)'
}

function escapeAt(source: string, index: number): Atom | string {
  const escaped = source.charAt(index + 1)
  if (escaped === 'k' || (escaped >= '1' && escaped <= '9')) return 'has a back-reference'
  const hasBraces = escaped.toLowerCase() === 'p' && source.charAt(index + 2) === '{'
  const end = hasBraces ? source.indexOf('}', index) : index + 1
  return end < 0 ? 'has an open escape' : { kind: 'one', length: end + 1 - index }
}

function classEnd(source: string, start: number): number | undefined {
  for (let index = start + 1; index < source.length; index++) {
    if (source.charAt(index) === '\\') index++
    else if (source.charAt(index) === ']') return index + 1
  }
  return undefined
}

interface Quantifier {
  readonly length: number
  /** How many different repetitions it stands for. */
  readonly choices: number
  readonly most: number
}

const ONCE: Quantifier = { length: 0, choices: 1, most: 1 }

function quantifierAt(source: string, index: number): Quantifier | string {
  const character = source.charAt(index)
  const lazy = (length: number): number => (source.charAt(index + length) === '?' ? length + 1 : length)
  if (character === '?') return { length: lazy(1), choices: 2, most: 1 }
  if (character === '*' || character === '+') {
    return { length: lazy(1), choices: MAX_PATTERN_INPUT, most: MAX_PATTERN_INPUT }
  }
  if (character !== '{') return ONCE
  const end = source.indexOf('}', index)
  const [least = '', most = least] = source.slice(index + 1, end).split(',')
  const from = Number(least)
  const to = most === '' ? MAX_PATTERN_INPUT : Number(most)
  const isRange =
    least !== '' && Number.isInteger(from) && Number.isInteger(to) && from <= to && to <= MAX_PATTERN_INPUT
  return isRange
    ? { length: lazy(end + 1 - index), choices: to - from + 1, most: to }
    : 'has a count that cannot be used'
}
