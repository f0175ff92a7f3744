import { describe, expect, it } from '@jest/globals'
import { compilePattern } from '../../../src/trust/store/pattern.js'

describe('a pattern of a trust list', () => {
  it.each([
    String.raw`^\s*(?<id>[A-ZÑ&]{3,4}\d{6}[A-Z0-9]{3})(?: / .*)?$`,
    String.raw`^(?<id>\d{9})$`,
    '^(?:VAT|NTR)(?<cc>[A-Z]{2})-(?<id>.+)$',
    String.raw`^(?<id>(?:AB){2}[\]x]+)$`,
  ])('is compiled when it is anchored, names its id and is cheap: %s', (source) => {
    expect(compilePattern(source)).toBeInstanceOf(RegExp)
  })

  it.each([
    [String.raw`(?<id>\d+)$`, 'is not anchored with ^ and $'],
    [String.raw`^(?<id>\d+)`, 'is not anchored with ^ and $'],
    [String.raw`^(?<id>\d+)\$`, 'is not anchored with ^ and $'],
    [String.raw`^\d+$`, 'has no group named id'],
    [String.raw`^(?<id>(?:\d+)+)$`, 'has a quantifier inside a quantified group'],
    [String.raw`^(?<id>(?:a|aa)*)$`, 'has a quantifier inside a quantified group'],
    [String.raw`^(?<id>(?:\d{1,9}){2,9})$`, 'has a quantifier inside a quantified group'],
    [String.raw`^(?<id>\d*\d*\d*\d*)$`, 'could take too long'],
    [String.raw`^(?<id>\d)|x$`, 'has an alternative outside a group'],
    [String.raw`^(?<id>.)\1$`, 'has a back-reference'],
    [String.raw`^(?=x)(?<id>.)$`, 'has a group other than (?:…), (?<id>…) and (?<cc>…)'],
    [String.raw`^(?<id>.))$`, 'has unbalanced groups'],
    [String.raw`^(?<id>.$`, 'has unbalanced groups'],
    [String.raw`^(?<id>[.)$`, 'has an open class'],
    [String.raw`^(?<id>.{9999})$`, 'has a count that cannot be used'],
    [String.raw`^(?<id>\p{Foo})$`, 'is no regular expression'],
    [`^(?<id>${'x'.repeat(600)})$`, 'is too long'],
  ])('is refused: %s', (source, why) => {
    expect(compilePattern(source)).toBe(why)
  })

  it('that is accepted answers the worst input at once', () => {
    const pattern = compilePattern(String.raw`^\s*(?<id>\w{1,5})(?: / .*)?$`)
    if (typeof pattern === 'string') throw new Error(pattern)
    const started = performance.now()
    expect(pattern.test(`${' '.repeat(120)}x / ${'x'.repeat(100)}\n`)).toBe(false)
    expect(performance.now() - started).toBeLessThan(200)
  })
})
