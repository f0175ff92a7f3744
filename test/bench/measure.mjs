// Timing: subjects take turns on the same input, so that a slow second of the machine hits all of them.

/** The middle value. */
export const median = (values) =>
  values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)]

const time = async (work, input) => {
  const started = performance.now()
  await work(input)
  return performance.now() - started
}

/**
 * Median milliseconds of every subject, over `rounds` rounds after `warmup` more. Each round has an input of its own, made
 * outside the measured time, and each round begins with another subject.
 */
export const takeTurns = async (subjects, { rounds, warmup, makeInput }) => {
  const names = Object.keys(subjects)
  const times = Object.fromEntries(names.map((name) => [name, []]))
  for (let round = -warmup; round < rounds; round += 1) {
    const input = await makeInput(round + warmup)
    for (let turn = 0; turn < names.length; turn += 1) {
      const name = names[(turn + round + warmup) % names.length]
      const elapsed = await time(subjects[name], input)
      if (round >= 0) times[name].push(elapsed)
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(times[name])]))
}
