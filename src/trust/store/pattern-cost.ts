/** What a backtracking matcher may have to do for a part of a pattern, at the worst. */
export interface PatternCost {
  /** In how many ways the part can match at one place. */
  readonly ways: number
  /** How many single characters, groups and ends it is tried for, all ways together. */
  readonly steps: number
}

/** Why a pattern is refused; the message completes the sentence “the pattern …”. */
export class PatternRefused extends Error {}

const NOTHING: PatternCost = { ways: 1, steps: 0 }
const ONE: PatternCost = { ways: 1, steps: 1 }

/** First `left`, then for each of its ways `right`. */
export function inSequence(left: PatternCost, right: PatternCost): PatternCost {
  return { ways: left.ways * right.ways, steps: left.steps + left.ways * right.steps }
}

/** `most` repetitions, or as few as `least`; what can match in several ways is not repeated. */
function repeated(part: PatternCost, { least, most }: Count): PatternCost {
  if (most > 1 && part.ways > 1) throw new PatternRefused('has a quantifier inside a quantified group')
  const ways = part.ways > 1 ? part.ways + 1 - least : most - least + 1
  return { ways, steps: most * part.steps + 1 }
}

interface Count {
  readonly least: number
  readonly most: number
}

const SYNTAX = '^$\\.*+?()[]{}|/'
const CLASS_ESCAPES = 'dDwWsS'
const CONTROL_ESCAPES = 'tnrfv'
const HEXADECIMAL = '0123456789abcdefABCDEF'

/**
 * Reads the regular expressions that are allowed in a trust list: characters, classes, groups `(?:…)`, `(?<id>…)`, `(?<cc>…)`, alternatives
 * in groups, and counted repetitions. Everything else is refused, so that nothing is counted wrongly that the platform reads in another way.
 */
export class PatternReader {
  readonly names: string[] = []
  readonly #source: string
  readonly #longest: number
  #index = 0

  /** `longest`: length of the longest text on which the pattern is tried. */
  constructor(source: string, longest: number) {
    this.#source = source
    this.#longest = longest
  }

  /** Returns the cost of the whole; throws `PatternRefused`. */
  read(): PatternCost {
    const cost = this.#sequence()
    if (this.#peek() === '|') throw new PatternRefused('has an alternative outside a group')
    if (this.#peek() !== '') throw new PatternRefused('has unbalanced groups')
    return cost
  }

  #sequence(): PatternCost {
    let cost = NOTHING
    while (!['', ')', '|'].includes(this.#peek())) {
      const part = this.#part()
      cost = inSequence(cost, repeated(part, this.#count()))
    }
    return cost
  }

  #part(): PatternCost {
    const character = this.#next()
    if (character === '(') return this.#group()
    if (character === '[') this.#class()
    else if (character === '\\') this.#escape()
    else if (character !== '.' && character !== '/' && SYNTAX.includes(character))
      throw new PatternRefused(`has ${character} where it has no meaning`)
    return ONE
  }

  /** The opening parenthesis is read. */
  #group(): PatternCost {
    this.#opening()
    let cost = this.#sequence()
    while (this.#peek() === '|') {
      this.#next()
      const other = this.#sequence()
      cost = { ways: cost.ways + other.ways, steps: cost.steps + other.steps + 1 }
    }
    if (this.#next() !== ')') throw new PatternRefused('has unbalanced groups')
    return { ways: cost.ways, steps: cost.steps + 1 }
  }

  #opening(): void {
    for (const start of ['?:', '?<id>', '?<cc>']) {
      if (!this.#source.startsWith(start, this.#index)) continue
      this.#index += start.length
      if (start === '?:') return
      if (this.names.includes(start)) throw new PatternRefused('has two groups of the same name')
      this.names.push(start)
      return
    }
    if (this.#peek() === '?') throw new PatternRefused('has a group other than (?:…), (?<id>…) and (?<cc>…)')
  }

  /** The opening bracket is read. In mode `u` a class holds no other class. */
  #class(): void {
    for (;;) {
      const character = this.#next()
      if (character === '') throw new PatternRefused('has an open class')
      if (character === ']') return
      if (character === '\\') this.#escape('-')
    }
  }

  /** The backslash is read. */
  #escape(also = ''): void {
    const escaped = this.#next()
    if (`${SYNTAX}${CLASS_ESCAPES}${CONTROL_ESCAPES}${also}`.includes(escaped) && escaped !== '') return
    if (escaped === 'k' || (escaped >= '1' && escaped <= '9'))
      throw new PatternRefused('has a back-reference')
    if (escaped === 'x') this.#hexadecimal(2)
    else if (escaped === 'u' && this.#peek() !== '{') this.#hexadecimal(4)
    else if (['u', 'p', 'P'].includes(escaped) && this.#peek() === '{') this.#braces()
    else throw new PatternRefused('has an escape that is not allowed')
  }

  #hexadecimal(length: number): void {
    for (let count = 0; count < length; count++) {
      const digit = this.#next()
      if (digit === '' || !HEXADECIMAL.includes(digit)) throw new PatternRefused('has an open escape')
    }
  }

  #braces(): void {
    const end = this.#source.indexOf('}', this.#index)
    if (end < 0) throw new PatternRefused('has an open escape')
    this.#index = end + 1
  }

  #count(): Count {
    const count = this.#quantifier()
    if (count === undefined) return { least: 1, most: 1 }
    if (this.#peek() === '?') this.#next()
    return count
  }

  #quantifier(): Count | undefined {
    const character = this.#peek()
    if (character === '' || !'?*+{'.includes(character)) return undefined
    this.#next()
    if (character === '?') return { least: 0, most: 1 }
    if (character === '*') return { least: 0, most: this.#longest }
    if (character === '+') return { least: 1, most: this.#longest }
    const least = this.#number()
    if (this.#peek() !== ',') return this.#closed({ least, most: least })
    this.#next()
    const most = this.#peek() === '}' ? this.#longest : this.#number()
    return this.#closed({ least, most })
  }

  #closed(count: Count): Count {
    if (this.#next() !== '}' || count.least > count.most || count.most > this.#longest)
      throw new PatternRefused('has a count that cannot be used')
    return count
  }

  #number(): number {
    let digits = ''
    while (this.#peek() >= '0' && this.#peek() <= '9') digits += this.#next()
    if (digits === '') throw new PatternRefused('has a count that cannot be used')
    return Number(digits)
  }

  #peek(): string {
    return this.#source.charAt(this.#index)
  }

  #next(): string {
    return this.#source.charAt(this.#index++)
  }
}
