import { describe, expect, it } from '@jest/globals'
import { addressOf, isPublicAddress } from '../../src/net/address.js'

describe('an address', () => {
  it.each([
    '8.8.8.8',
    '1.1.1.1',
    '100.63.255.255',
    '100.128.0.0',
    '172.15.255.255',
    '172.32.0.0',
    '192.167.255.255',
    '223.255.255.255',
    '2606:4700::1111',
    '2a00:1450:4001:81b::200e',
    '2001:200::1',
    '::ffff:8.8.8.8',
    '::ffff:808:808',
    '64:ff9b::8.8.8.8',
  ])('%s is public', (address) => {
    expect(isPublicAddress(address)).toBe(true)
  })

  it.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.8',
    '192.0.2.1',
    '192.88.99.1',
    '192.168.1.1',
    '198.18.0.1',
    '198.19.255.255',
    '198.51.100.7',
    '203.0.113.9',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::127.0.0.1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:a9fe:a9fe',
    '64:ff9b::10.0.0.1',
    '64:ff9b::a00:1',
    '64:ff9b:1::808:808',
    '100::1',
    '2001::1',
    '2001:20::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '2002:808:808::1',
    '3fff::1',
    'fc00::1',
    'fd12:3456::1',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
  ])('%s is not', (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })

  it.each([
    '',
    '.',
    '8.8.8',
    '8.8.8.8.8',
    '8.8.8.256',
    '8.8.8.-1',
    '08888.8.8.8',
    'a.b.c.d',
    '2606:4700:::1',
    '2606::4700::1',
    '2606:4700',
    '12345::1',
    '2606:4700::g',
    '::ffff:8.8.8',
    'localhost',
  ])('that cannot be read, such as %j, is not', (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })

  it('is told from a name in the host of a URL, however it was written there', () => {
    const hostOf = (url: string): string | undefined => addressOf(new URL(url).hostname)
    expect(hostOf('http://[::1]/')).toBe('::1')
    expect(hostOf('http://2130706433/')).toBe('127.0.0.1')
    expect(hostOf('http://0x7f.1/')).toBe('127.0.0.1')
    expect(hostOf('http://0177.0.0.1/')).toBe('127.0.0.1')
    expect(hostOf('http://crl.example.test/')).toBeUndefined()
  })
})
