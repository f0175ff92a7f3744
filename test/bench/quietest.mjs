// A machine that others use is slow for seconds, and library code suffers more of it than cryptography does. So what takes
// microseconds is measured in several processes, and the one counts in which the machine was quiet: the raw cost alone
// decides which that is, whatever ours took there.

/** So many processes for each scenario that is over in seconds. */
export const PROCESSES = 3

/** The one of the runs in which raw took least. */
export const quietest = (runs, rawOf) => runs.reduce((best, run) => (rawOf(run) < rawOf(best) ? run : best))

/** What ours took as a multiple of raw in each of several processes, in the order in which they ran, for print. */
export const ratiosOf = (times) =>
  times.length < 2 ? '' : `  [${times.map(({ ours, raw }) => (ours / raw).toFixed(2)).join(', ')}]`
