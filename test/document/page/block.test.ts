import { describe, expect, it } from '@jest/globals'
import {
  paginate,
  type Block,
  type PlacedBlock,
  type RunningTable,
} from '../../../src/document/page/block.js'

const frame = { top: 10, bottom: 110 }
const names = new Map<Block, string>()

function block(name: string, height: number, more: Partial<Block> = {}): Block {
  const made = { height, draw: () => [], ...more }
  names.set(made, name)
  return made
}

function shown(pages: readonly (readonly PlacedBlock[])[]): readonly (readonly string[])[] {
  return pages.map((page) => page.map(({ block: placed, top }) => `${names.get(placed) ?? '?'} ${top}`))
}

const table: RunningTable = {
  carriedHeight: 10,
  carried: (after) => block(`carried after ${names.get(after) ?? '?'}`, 10),
  continued: (after) => [block('head again', 10), block(`brought after ${names.get(after) ?? '?'}`, 10)],
}

describe('blocks on pages', () => {
  it('follow each other with their gaps, which fall away at the top of a page', () => {
    const blocks = [block('a', 40, { gap: 5 }), block('b', 40, { gap: 5 }), block('c', 20, { gap: 5 })]
    expect(shown(paginate(blocks, frame))).toEqual([['a 10', 'b 55'], ['c 10']])
  })

  it('move together where they keep together', () => {
    const blocks = [block('a', 60), block('b', 20, { keepWithNext: true }), block('c', 30)]
    expect(shown(paginate(blocks, frame))).toEqual([['a 10'], ['b 10', 'c 30']])
  })

  it('are parted all the same when together they are higher than a page', () => {
    const blocks = [block('a', 60, { keepWithNext: true }), block('b', 60)]
    expect(shown(paginate(blocks, frame))).toEqual([['a 10'], ['b 10']])
  })

  it('stand at the foot of the page when they belong there', () => {
    expect(shown(paginate([block('a', 20), block('foot', 30, { atFoot: true })], frame))).toEqual([
      ['a 10', 'foot 80'],
    ])
  })

  it('carry the sum forward and bring it to the next page where a table goes on', () => {
    const rows = ['r1', 'r2', 'r3', 'r4'].map((name) => block(name, 30, { table }))
    expect(shown(paginate(rows, frame))).toEqual([
      ['r1 10', 'r2 40', 'r3 70', 'carried after r3 100'],
      ['head again 10', 'brought after r3 20', 'r4 30'],
    ])
  })

  it('carry nothing where the table ends with the page', () => {
    const rows = [block('r1', 40, { table }), block('r2', 45, { table }), block('after', 50)]
    expect(shown(paginate(rows, frame))).toEqual([['r1 10', 'r2 50'], ['after 10']])
  })
})
