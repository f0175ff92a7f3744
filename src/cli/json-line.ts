/**
 * Returns the JSON text as one line that can be shown on any terminal: control characters of C1 and those that turn the
 * direction of text are written as `\uXXXX`, which means the same in JSON.
 */
export function toJsonLine(json: string): string {
  let line = ''
  for (let index = 0; index < json.length; index++) {
    const code = json.charCodeAt(index)
    line += isPlain(code) ? json.charAt(index) : `\\u${code.toString(16).padStart(4, '0')}`
  }
  return `${line}\n`
}

function isPlain(code: number): boolean {
  if (code < 0x7f) return true
  if (code <= 0x9f || code === 0x61c || code === 0xfeff) return false
  return (
    !(code >= 0x200b && code <= 0x200f) &&
    !(code >= 0x2028 && code <= 0x202e) &&
    !(code >= 0x2066 && code <= 0x2069)
  )
}
