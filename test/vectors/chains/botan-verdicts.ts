/** What `expected.txt` states about a case. */
export interface Verdict {
  readonly expected: 'valid' | 'invalid'
  /** In the words of Botan. */
  readonly words: string
}

/** Returns the verdicts by the name of the case; a warning is none that refuses. */
export function readVerdicts(text: string, separator: string): ReadonlyMap<string, Verdict> {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
  return new Map(
    lines.map((line) => {
      const at = line.indexOf(separator)
      const words = line.slice(at + separator.length)
      const isValid = words === 'Verified' || words.startsWith('Warning')
      return [line.slice(0, at), { expected: isValid ? 'valid' : 'invalid', words }]
    }),
  )
}
