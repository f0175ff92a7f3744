import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { fiscalseal } from './fake-terminal.js'
import { type Workshop, openWorkshop } from './workshop.js'

let workshop: Workshop

beforeAll(async () => {
  workshop = await openWorkshop()
})

afterAll(() => {
  workshop.remove()
})

/** Returns what a command that must fail says, all of it. */
async function advised(...args: readonly string[]): Promise<string> {
  const { code, err } = await fiscalseal(args)
  expect(code).toBe(1)
  return err
}

describe('advice names only options that the command has', () => {
  it('when an authority, or a key, is there already', async () => {
    const { path, write } = workshop
    const founding = ['authority', 'new', '--name', 'A', '--country', 'KE', '--unencrypted', '--out']
    const founded = await advised(...founding, path('authority'))
    expect(founded).toContain('(file.exists)\nChoose another folder with --out')
    const key = write('there.pem', 'a key')
    const made = await advised(
      'trust',
      'bundle',
      'key',
      '--unencrypted',
      '--out',
      key,
      '--public',
      `${key}.pub`,
    )
    expect(made).toContain('(file.exists)\nChoose other names with --out and --public')
    for (const text of [founded, made]) expect(text).not.toContain('--force')
    const request = ['csr', '--name', 'Soko', '--tax-id', 'P1', '--country', 'KE', '--new-key', 'P-256']
    const asked = await advised(...request, '--unencrypted', '--key-file', key, '--out', path('new.csr'))
    expect(asked).toContain('a key never is.\n')
  })

  it('and no other command when an authority is asked for that cannot be', async () => {
    const founding = ['authority', 'new', '--name', 'A', '--country', 'KE', '--unencrypted']
    const url = ['--url', 'ftp://a']
    const { code, err } = await fiscalseal([...founding, ...url, '--out', workshop.path('never')])
    expect(code).toBe(2)
    expect(err).toContain('(authority.invalid)\nCorrect the options')
    expect(err).not.toContain('Make an authority first')
  })

  it('and that a passphrase file is empty when it does not open the key', async () => {
    const { path, write } = workshop
    const empty = write('empty.txt', '\n')
    const issue = ['issue', '--authority', path('authority'), '--name', 'Soko', '--tax-id', 'P051234567X']
    const secret = ['--passphrase-file', write('secret.txt', 'right')]
    expect(await fiscalseal([...issue, ...secret, '--out', path('locked.p12')])).toMatchObject({ code: 0 })
    const sign = ['sign', path('receipt.pdf'), '--identity', path('locked.p12'), '--out', path('never.pdf')]
    const err = await advised(...sign, '--passphrase-file', empty)
    expect(err).toContain(`The passphrase file ${empty} is empty.`)
    expect(await advised(...sign, '--passphrase-file', write('wrong.txt', 'wrong'))).not.toContain('is empty')
  })

  it('when no key in the file has the name that was given', async () => {
    const { path } = workshop
    const sign = ['sign', path('receipt.pdf'), '--identity', path('soko.pem'), '--out', path('never.pdf')]
    expect(await advised(...sign, '--key-name', 'till 7')).toContain(
      'has the name "till 7". (identity.no-key)\nGive the file that holds the private key, and with --key-name',
    )
  })

  it('when letters of a name cannot be shown in a visible seal', async () => {
    const { path } = workshop
    for (const [index, name] of ['متجر سوكو', '商店'].entries()) {
      const identity = path(`letters-${index}.pem`)
      const issue = ['issue', '--authority', path('authority'), '--name', name, '--tax-id', 'P051234567X']
      expect(await fiscalseal([...issue, '--unencrypted', '--out', identity])).toMatchObject({ code: 0 })
      const rect = ['--rect', '20,20,200,80']
      const sign = ['sign', path('receipt.pdf'), '--identity', identity, ...rect, '--visible']
      const err = await advised(...sign, '--out', path('never.pdf'))
      expect(err).toContain('(receipt.missing-glyph)\nLeave out --visible')
      expect(err).not.toMatch(/font-regular|layout/)
    }
  })

  it('when a receipt keeps no place for a visible seal', async () => {
    const { path } = workshop
    const sign = ['sign', path('receipt.pdf'), '--identity', path('soko.pem'), '--visible']
    const err = await advised(...sign, '--out', path('never.pdf'))
    expect(err).toContain('keeps no place for it. (sign.appearance)\nSay where with --page and --rect')
    expect(err).not.toContain('layout')
  })

  it('when a document is sealed already', async () => {
    const { path } = workshop
    const sign = ['sign', path('sealed.pdf'), '--identity', path('soko.pem'), '--out', path('never.pdf')]
    const err = await advised(...sign)
    expect(err).toContain('add --again')
    expect(err).not.toContain('again: true')
  })
})
