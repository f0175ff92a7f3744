// What takes longest begins first, also where nobody knows yet how long: else one core waits for the other at the end.
import Sequencer from '@jest/test-sequencer'

const SLOWEST = ['package/package.test.ts', 'cli/authority-folder.test.ts']

export default class extends Sequencer {
  sort(tests) {
    const isSlow = ({ path }) => SLOWEST.some((name) => path.replaceAll('\\', '/').endsWith(name))
    const sorted = super.sort(tests)
    return [...sorted.filter(isSlow), ...sorted.filter((test) => !isSlow(test))]
  }
}
