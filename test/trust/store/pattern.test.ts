import { describe, expect, it } from '@jest/globals'
import { compilePattern } from '../../../src/trust/store/pattern.js'
import { cpuTime } from '../../cpu-time.js'

describe('a pattern of a trust list', () => {
  it.each([
    String.raw`^\s*(?<id>[A-ZÑ&]{3,4}\d{6}[A-Z0-9]{3})(?: / .*)?$`,
    String.raw`^(?<id>\d{9})$`,
    '^(?:VAT|NTR)(?<cc>[A-Z]{2})-(?<id>.+)$',
    String.raw`^(?<id>(?:AB){2}[\]x]+)$`,
    String.raw`^(?<id>\u{61}\u0062\x63\p{Lu}{2}\.\/)(?: \\)?$`,
    '^(?:(?<cc>EL|GR)|XI)?(?<id>[^|(){}]{1,40}?)$',
    String.raw`^(?<id>a)\\$`,
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
    // What is not closed must not send the reader back to the beginning.
    ['^(?<id>a{2$', 'has a count that cannot be used'],
    ['^(?<id>x)(?<cc$', 'has a group other than (?:…), (?<id>…) and (?<cc>…)'],
    ['^(?<id>x)(?<$', 'has a group other than (?:…), (?<id>…) and (?<cc>…)'],
    [String.raw`^(?<id>x)\p{$`, 'has an open escape'],
    [String.raw`^(?<id>x)\u{$`, 'has an open escape'],
    [String.raw`^(?<id>x)\u00g0$`, 'has an open escape'],
    // A quantifier behind an escape with braces is one all the same.
    [String.raw`^(?<id>(?:\u{61}{1,255}){1,255})$`, 'has a quantifier inside a quantified group'],
    [String.raw`^(?<id>(?:\u{61}*)*)$`, 'has a quantifier inside a quantified group'],
    [String.raw`^(?<id>(?:\p{L}+)+)$`, 'has a quantifier inside a quantified group'],
    [String.raw`^(?<id>(?:\x61+)+)$`, 'has a quantifier inside a quantified group'],
    [String.raw`^(?<id>(?:[\]a]+)+)$`, 'has a quantifier inside a quantified group'],
    // Counts multiply, of what is empty too.
    ['^(?<id>(?:(?:(?:(?:){256}){256}){256}){256})$', 'could take too long'],
    ['^(?<id>(?:(?:(?:a{256}){256}){256}){256})$', 'could take too long'],
    [`^(?<id>${'a?'.repeat(20)}a{200})$`, 'could take too long'],
    [`^(?<id>${'(?:a|a)'.repeat(19)})$`, 'could take too long'],
    [`^(?<id>${'.{0,30}'.repeat(4)}a{100})$`, 'could take too long'],
    [`^(?<id>${'(?:'.repeat(150)}a${')?'.repeat(150)})$`, 'is too long'],
    ['^(?<id>(?i:a))$', 'has a group other than (?:…), (?<id>…) and (?<cc>…)'],
    ['^(?<id>(?<!a)b)$', 'has a group other than (?:…), (?<id>…) and (?<cc>…)'],
    ['^(?<id>a)(?:(?<id>b))?$', 'has two groups of the same name'],
    ['^[(?<id>]+$', 'has no group named id'],
    [String.raw`^\(?<id>$`, 'has no group named id'],
    ['^(?<id>a**)$', 'has * where it has no meaning'],
    ['^(?<id>a$b)$', 'has $ where it has no meaning'],
    ['^(?<id>a)^$', 'has ^ where it has no meaning'],
    [String.raw`^(?<id>\b)$`, 'has an escape that is not allowed'],
    [String.raw`^(?<id>\0)$`, 'has an escape that is not allowed'],
    [String.raw`^(?<id>\k<id>)$`, 'has a back-reference'],
    ['^(?<id>a{1e2})$', 'has a count that cannot be used'],
    ['^(?<id>a{ 2})$', 'has a count that cannot be used'],
    ['^(?<id>a{2,1})$', 'has a count that cannot be used'],
    ['^(?<id>a{,2})$', 'has a count that cannot be used'],
    ['^(?<id>a{2,3,4})$', 'has a count that cannot be used'],
    ['^', 'is not anchored with ^ and $'],
    ['', 'is not anchored with ^ and $'],
  ])('is refused: %s', (source, why) => {
    expect(compilePattern(source)).toBe(why)
  })

  it('that is accepted answers the worst input at once', () => {
    const pattern = compilePattern(String.raw`^\s*(?<id>\w{1,5})(?: / .*)?$`)
    if (typeof pattern === 'string') throw new Error(pattern)
    const started = cpuTime()
    expect(pattern.test(`${' '.repeat(120)}x / ${'x'.repeat(100)}\n`)).toBe(false)
    expect(cpuTime() - started).toBeLessThan(500)
  })
})
