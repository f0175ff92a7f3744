/** The command was called wrongly; the message says how, and the help of the sub-command how to do it right. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
