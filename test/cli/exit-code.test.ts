import { describe, expect, it } from '@jest/globals'
import { exitCodeOf } from '../../src/cli/exit-code.js'
import type { DocumentStatus } from '../../src/seal/verify/types.js'

const STATUSES: readonly DocumentStatus[] = [
  'trusted',
  'altered',
  'untrusted',
  'indeterminate',
  'unsigned',
  'unreadable',
]

describe('the exit code of verify', () => {
  it.each([
    ['trusted', 0],
    ['altered', 1],
    ['untrusted', 3],
    ['indeterminate', 3],
    ['unsigned', 4],
    ['unreadable', 5],
  ] as const)('for %s alone is %i', (status, code) => {
    expect(exitCodeOf(new Set([status]))).toBe(code)
  })

  it('is 1 before 5 before 3 before 4 before 0, for every mixture of verdicts', () => {
    for (let mixture = 1; mixture < 64; mixture++) {
      const statuses = new Set(STATUSES.filter((_, index) => (mixture >> index) & 1))
      const expected = statuses.has('altered')
        ? 1
        : statuses.has('unreadable')
          ? 5
          : statuses.has('untrusted') || statuses.has('indeterminate')
            ? 3
            : statuses.has('unsigned')
              ? 4
              : 0
      expect(exitCodeOf(statuses)).toBe(expected)
    }
  })
})
