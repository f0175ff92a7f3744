import type { Money } from '../model/computed.js'

/** Returns the sum of the first, the first two, … amounts, exactly; all have `digits` decimals. */
export function runningSums(amounts: readonly Money[], digits: number): readonly Money[] {
  let sum = 0n
  return amounts.map((amount) => {
    sum += minorUnits(amount)
    return fromMinorUnits(sum, digits)
  })
}

/** Money always has exactly the currency's decimals, so its digits are its minor units. */
function minorUnits(amount: Money): bigint {
  return BigInt(amount.replace('.', ''))
}

function fromMinorUnits(units: bigint, digits: number): Money {
  const sign = units < 0n ? '-' : ''
  const text = String(units < 0n ? -units : units).padStart(digits + 1, '0')
  const whole = text.slice(0, text.length - digits)
  return digits === 0 ? sign + whole : `${sign}${whole}.${text.slice(-digits)}`
}
