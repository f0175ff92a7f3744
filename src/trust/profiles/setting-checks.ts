import type { PersonsSetting, SettingCheck } from './profile.js'

/** Returns a check for one of `values`. */
export function oneOf(values: readonly string[]): SettingCheck {
  return (value) =>
    typeof value === 'string' && values.includes(value) ? undefined : `must be one of ${values.join(', ')}`
}

/** Returns a check for a list of some of `values`. */
export function someOf(values: readonly string[]): SettingCheck {
  return (value) =>
    Array.isArray(value) && value.length > 0 && value.every((each) => values.includes(String(each)))
      ? undefined
      : `must be a list of ${values.join(', ')}`
}

/** Returns a check for a text of the form `form`, which `description` names. */
export function text(form: RegExp, description: string): SettingCheck {
  return (value) => (typeof value === 'string' && form.test(value) ? undefined : `must be ${description}`)
}

/** Checks a truth value. */
export const truth: SettingCheck = (value) =>
  typeof value === 'boolean' ? undefined : 'must be true or false'

/** Checks whether persons may be sellers. */
export const persons: SettingCheck = oneOf(['accept', 'refuse'] satisfies readonly PersonsSetting[])

/** Checks an object identifier. */
export const objectIdentifier: SettingCheck = text(
  /^[0-2](\.(0|[1-9]\d{0,9})){1,20}$/,
  'an object identifier such as 2.5.4.97',
)
