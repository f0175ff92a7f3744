import { beforeAll, describe, expect } from '@jest/globals'
import { bundleOf, bytesOf, listOf, openAuthority, rootOf, type Role } from './publisher.js'
import { TestClient } from './test-client.js'
import { runScenarios, type Scenario } from './tuf-scenario.js'

beforeAll(async () => {
  await openAuthority()
})

/** Keys, threshold and signers of one root after the other. */
type Rotation = readonly (readonly [keys: string, threshold: number, signers: string])[]

const digits = (text: string): readonly number[] => Array.from(text, Number)
const roleOf = (keys: string, threshold: number): Role => ({ keys: digits(keys), threshold })

/** Every step is offered to somebody who has taken the steps before it; the last one tells. */
const rotate = (expected: string, steps: Rotation) => async (): Promise<void> => {
  const roots = steps.map(([keys, threshold, signers], index) =>
    rootOf(
      { version: index + 1, root: roleOf(keys, threshold), list: { keys: [10], threshold: 1 } },
      digits(signers),
    ),
  )
  const client = new TestClient(bytesOf(roots[0]))
  const codes: string[] = []
  for (let count = 1; count <= roots.length; count++)
    codes.push(await client.refresh(bundleOf(roots.slice(0, count), listOf({ version: count }, [10]))))
  const before = roots.slice(1).map(() => 'accepted')
  expect(codes).toEqual([...before, expected])
  const version = expected === 'accepted' ? roots.length : roots.length - 1
  expect(await client.versions()).toBe(`${version}.${version}`)
  // All at once leads to the same answer.
  const late = new TestClient(bytesOf(roots[0]))
  expect(await late.refresh(bundleOf(roots, listOf({ version: 1 }, [10])))).toBe(expected)
}

const FIVE = '01234'
const ROOT_ROTATION: Record<string, Scenario> = {
  '1-of-1-key-rotation': rotate('accepted', [
    ['1', 1, '1'],
    ['2', 1, '21'],
    ['2', 1, '2'],
  ]),
  '1-of-1-key-rotation-unused-signatures': rotate('accepted', [
    ['1', 1, '314'],
    ['2', 1, '3214'],
    ['2', 1, '324'],
  ]),
  '3-of-5-sign-with-different-keycombos': rotate('accepted', [
    [FIVE, 3, '024'],
    [FIVE, 3, '041'],
    [FIVE, 3, '013'],
    [FIVE, 3, '013'],
  ]),
  '3-of-5-one-key-rotated': rotate('accepted', [
    [FIVE, 3, '024'],
    ['01345', 3, '041'],
  ]),
  '3-of-5-one-key-rotated-with-intermediate-step': rotate('accepted', [
    [FIVE, 3, '024'],
    ['01345', 3, '0245'],
    ['01345', 3, '045'],
  ]),
  '3-of-5-all-keys-rotated-with-intermediate-step': rotate('accepted', [
    [FIVE, 3, '024'],
    ['56789', 3, '024567'],
    ['56789', 3, '567'],
  ]),
  '1-of-3-threshold-increase-to-2-of-3': rotate('accepted', [
    ['123', 1, '1'],
    ['123', 2, '12'],
  ]),
  '2-of-3-threshold-decrease-to-1-of-3': rotate('accepted', [
    ['123', 2, '12'],
    ['123', 1, '12'],
    ['123', 1, '1'],
  ]),
  '1-of-2-threshold-increase-to-2-of-2': rotate('accepted', [
    ['1', 1, '1'],
    ['12', 2, '12'],
  ]),
  '1-of-1-key-rotation-fail-not-signed-with-old-key': rotate('bundle.threshold', [
    ['1', 1, '1'],
    ['2', 1, '234'],
  ]),
  '1-of-1-key-rotation-fail-not-signed-with-new-key': rotate('bundle.threshold', [
    ['1', 1, '1'],
    ['2', 1, '134'],
  ]),
  '3-of-5-one-key-rotate-fails-not-signed-with-3-new-keys': rotate('bundle.threshold', [
    [FIVE, 3, '024'],
    ['01345', 3, '024'],
  ]),
  '3-of-5-one-key-rotate-fails-not-signed-with-3-old-keys': rotate('bundle.threshold', [
    [FIVE, 3, '024'],
    ['01345', 3, '045'],
  ]),
  '1-of-3-threshold-bump-to-2-of-3-fails-new-threshold-not-reached': rotate('bundle.threshold', [
    ['123', 1, '1'],
    ['123', 2, '2'],
  ]),
  '2-of-3-threshold-decr-to-1-of-3-fails-old-threshold-not-eached': rotate('bundle.threshold', [
    ['123', 2, '12'],
    ['123', 1, '1'],
  ]),
}

/** The keys of the list become these; the list is signed by those. */
const listKeys =
  (expected: string, [keys, threshold, signers]: Rotation[number]) =>
  async (): Promise<void> => {
    const root = { keys: [0], threshold: 1 }
    const root1 = rootOf({ version: 1, root, list: { keys: [1], threshold: 1 } }, [0])
    const root2 = rootOf({ version: 2, root, list: roleOf(keys, threshold) }, [0])
    const client = new TestClient(bytesOf(root1))
    expect(await client.refresh(bundleOf([root1], listOf({ version: 1 }, [1])))).toBe('accepted')
    const list = listOf({ version: 2 }, digits(signers))
    expect(await client.refresh(bundleOf([root1, root2], list))).toBe(expected)
    expect(await client.versions()).toBe(expected === 'accepted' ? '2.2' : '1.1')
  }

const LIST_ROTATION: Record<string, Scenario> = {
  '1-of-1-key-rotation': listKeys('accepted', ['2', 1, '2']),
  '1-of-1-key-rotation-unused-signatures': listKeys('accepted', ['1', 1, '314']),
  '1-of-1-key-rotation-fail-not-signed-with-new-key': listKeys('bundle.threshold', ['2', 1, '134']),
  '3-of-5-one-key-signature-wrong-not-signed-with-3-expected-keys': listKeys('bundle.threshold', [
    '01345',
    3,
    '024',
  ]),
  '2-of-5-one-key-signature-mising-threshold-not-reached': listKeys('bundle.threshold', ['01345', 3, '04']),
  '3-of-5-sign-first-combo': listKeys('accepted', [FIVE, 3, '024']),
  '3-of-5-sign-second-combo': listKeys('accepted', [FIVE, 3, '041']),
  '3-of-5-sign-third-combo': listKeys('accepted', [FIVE, 3, '013']),
  '3-of-5-sign-fourth-combo': listKeys('accepted', [FIVE, 3, '123']),
  '3-of-5-sign-fifth-combo': listKeys('accepted', [FIVE, 3, '234']),
}

describe('TUF conformance, test_updater_key_rotations, test_root_rotation', () => {
  runScenarios(ROOT_ROTATION, [15, 0])
})

describe('TUF conformance, test_updater_key_rotations, test_non_root_rotations', () => {
  runScenarios(LIST_ROTATION, [10, 0])
})
