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
  continuedHeight: 20,
  carried: (after) => block(`carried after ${names.get(after) ?? '?'}`, 10),
  continued: (after) => [block('head again', 10), block(`brought after ${names.get(after) ?? '?'}`, 10)],
}

describe('blocks on pages', () => {
  it('follow each other with their gaps, which fall away at the top of a page', () => {
    const blocks = [block('a', 40, { gap: 5 }), block('b', 40, { gap: 5 }), block('c', 20, { gap: 5 })]
    expect(shown(paginate(blocks, frame))).toEqual([['a 10', 'b 55'], ['c 10']])
  })

  it('move together where they keep together', () => {
    const blocks = [block('a', 60), block('b', 20, { keepWithNext: 'firmly' }), block('c', 30)]
    expect(shown(paginate(blocks, frame))).toEqual([['a 10'], ['b 10', 'c 30']])
  })

  it('are parted all the same when together they are higher than a page', () => {
    const blocks = [block('a', 60, { keepWithNext: 'firmly' }), block('b', 60)]
    expect(shown(paginate(blocks, frame))).toEqual([['a 10'], ['b 10']])
  })

  it('are parted at their loosest bonds first', () => {
    const blocks = [
      block('row', 20, { keepWithNext: 'loosely' }),
      block('net', 20, { keepWithNext: 'closely' }),
      block('tax', 40, { keepWithNext: 'firmly' }),
      block('due', 30),
    ]
    expect(shown(paginate(blocks, frame))).toEqual([['row 10'], ['net 10', 'tax 30', 'due 70']])
    const higher = [
      ...blocks.slice(0, 1),
      block('allowance', 40, { keepWithNext: 'closely' }),
      ...blocks.slice(1),
    ]
    expect(shown(paginate(higher, frame))).toEqual([
      ['row 10', 'allowance 30', 'net 70'],
      ['tax 10', 'due 50'],
    ])
  })

  it('are refused where one is higher than a page, with the path of what it shows', () => {
    const attempt = (tall: Partial<Block>): unknown =>
      paginate([block('a', 20), block('tall', 101, tall)], frame)
    expect(() => attempt({ source: 'seller' })).toThrow('seller does not fit on the page')
    expect(() => attempt({})).toThrow('layout.page does not fit on the page')
    expect(shown(paginate([block('a', 20), block('full', 100)], frame))).toEqual([['a 10'], ['full 10']])
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

  it('leave room for the head and the sum where a table goes on', () => {
    const rows = [
      block('r1', 60, { table }),
      block('r2', 50, { table, keepWithNext: 'loosely' }),
      block('sums', 40),
    ]
    expect(shown(paginate(rows, frame))).toEqual([
      ['r1 10', 'carried after r1 70'],
      ['head again 10', 'brought after r1 20', 'r2 30'],
      ['sums 10'],
    ])
  })

  it('carry nothing where the table ends with the page', () => {
    const rows = [block('r1', 40, { table }), block('r2', 45, { table }), block('after', 50)]
    expect(shown(paginate(rows, frame))).toEqual([['r1 10', 'r2 50'], ['after 10']])
  })
})
