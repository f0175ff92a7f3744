// Timing: subjects take turns on the same input, so that a slow second of the machine hits all of them.

/** The middle value. */
export const median = (values) =>
  values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)]

const time = async (work, input) => {
  const started = performance.now()
  await work(input)
  return performance.now() - started
}

const mapInOrder = async (count, make) => {
  const made = []
  for (let index = 0; index < count; index += 1) made.push(await make(index))
  return made
}

/**
 * Median milliseconds of every subject. Every measured round has an input of its own, made beforehand, and begins with
 * another subject; the rounds of the warm-up share forty, one after the other.
 */
export const takeTurns = async (subjects, { rounds, warmup, makeInput }) => {
  const names = Object.keys(subjects)
  const shared = await mapInOrder(Math.min(40, warmup), makeInput)
  const inputs = await mapInOrder(rounds, (round) => makeInput(shared.length + round))
  const times = Object.fromEntries(names.map((name) => [name, []]))
  // Before the warm-up and not after it: a forced collection of everything takes optimised code along.
  globalThis.gc()
  for (let round = -warmup; round < rounds; round += 1) {
    const input = round < 0 ? shared[(round + warmup) % shared.length] : inputs[round]
    for (let turn = 0; turn < names.length; turn += 1) {
      const name = names[(turn + round + warmup) % names.length]
      const elapsed = await time(subjects[name], input)
      if (round >= 0) times[name].push(elapsed)
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(times[name])]))
}
