/**
 * Returns the processor time that this process has used, in milliseconds. What hangs uses more than any test allows for; by the clock it would
 * count too what other processes do meanwhile.
 */
export const cpuTime = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
