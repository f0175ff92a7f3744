/**
 * Returns whole numbers that add up to `total`, each next to its exact share `numerators[i] / denominator`: all are rounded
 * down, and what is missing goes to the largest remainders, the first of equal ones first (method of Hare and Niemeyer).
 * `total` is the sum of the exact shares, rounded; `denominator` is above zero.
 */
export function apportion(
  total: bigint,
  numerators: readonly bigint[],
  denominator: bigint,
): readonly bigint[] {
  const floors = numerators.map((numerator) => floorDivide(numerator, denominator))
  const missing = Number(total - floors.reduce((sum, floor) => sum + floor, 0n))
  if (missing === 0) return floors
  const remainders = numerators.map((numerator, index) => ({
    index,
    remainder: numerator - (floors[index] ?? 0n) * denominator,
  }))
  remainders.sort(
    (left, right) => Number(right.remainder > left.remainder) - Number(right.remainder < left.remainder),
  )
  for (const { index } of remainders.slice(0, missing)) floors[index] = (floors[index] ?? 0n) + 1n
  return floors
}

function floorDivide(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator
  return numerator < 0n && quotient * denominator !== numerator ? quotient - 1n : quotient
}
