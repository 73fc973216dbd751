import { afterAll, beforeAll, expect, test } from 'vitest'
import { createOutbound, type Outbound } from '../../../src/base/outbound/outbound.ts'
import { isOnInternet } from '../../../src/base/outbound/target.ts'
import { type Listener, listen } from './support.ts'

// Addresses and tricks that must reach nothing on this machine or its network. PORT: that of a server on this machine,
// which counts connections.

/** Addresses, as URLs have them. */
const addresses = [
  // This machine, in every form that a URL parser or a resolver reads.
  ...['127.0.0.1', '127.1', '127.0.1', '127.255.255.254', '0.0.0.0', '0', '0.0.0.1', '2130706433', '017700000001'],
  ...[
    '0x7f000001',
    '0x7f.0x0.0x0.0x1',
    '0177.0.0.1',
    '0x7f.1',
    '127.0.0.1.',
    '１２７.0.0.1',
    '127。0。0。1',
    '%31%32%37.0.0.1',
  ],
  ...['[::1]', '[::]', '[0:0:0:0:0:0:0:1]', '[0000::0001]'],
  // IPv4 inside IPv6: mapped, compatible, translated, NAT64 (both prefixes), 6to4, Teredo.
  ...['[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::127.0.0.1]', '[::ffff:0:127.0.0.1]', '[64:ff9b::127.0.0.1]'],
  ...['[64:ff9b::7f00:1]', '[64:ff9b:1::7f00:1]', '[2002:7f00:1::]', '[2002:a00:1::1]', '[2001:0:7f00:1::]'],
  ...['[64:ff9b::8.8.8.8]', '[::ffff:8.8.8.8]', '[2002:808:808::1]'],
  // Private networks, carriers, link-local and the addresses at which clouds give machines their secrets.
  ...['10.0.0.1', '10.255.255.255', '172.16.0.1', '172.31.255.255', '192.168.1.1', '100.64.0.1', '100.127.255.255'],
  ...[
    '169.254.169.254',
    '169.254.170.2',
    '0xa9fea9fe',
    '2852039166',
    '100.100.100.200',
    '168.63.129.16',
    '192.0.0.192',
  ],
  ...['[fd00:ec2::254]', '[fe80::1]', '[fe80::a9fe:a9fe]', '[fc00::1]', '[fec0::1]', '[fd12:3456:789a::1]'],
  // Multicast, broadcast, documentation, benchmarks, reserved.
  ...['224.0.0.1', '239.255.255.250', '255.255.255.255', '192.0.2.1', '198.51.100.7', '203.0.113.9', '198.18.0.1'],
  ...['240.0.0.1', '192.88.99.1', '[ff02::1]', '[2001:db8::1]', '[3fff::1]', '[100::1]', '[5f00::1]', '[2001:10::1]'],
]

/** Whole URLs. */
const urls = [
  ...[
    'http://example.com/',
    'ftp://example.com/',
    'file:///etc/passwd',
    'gopher://127.0.0.1:PORT/',
    'data:text/plain,x',
  ],
  ...['javascript:alert(1)', 'ws://127.0.0.1:PORT/', '//127.0.0.1:PORT/', '/hooks', '', 'https://', 'https:///hooks'],
  ...[
    'https://user@hooks.example.com/',
    'https://user:pass@hooks.example.com/',
    'https://hooks.example.com@127.0.0.1:PORT/',
  ],
  ...[
    'https://127.0.0.1:PORT\\@hooks.example.com/',
    'https://hooks.example.com#@127.0.0.1:PORT/',
    'https://127.0.0.1:PORT#.example.com',
  ],
  ...['https://localhost:PORT/', 'https://LOCALHOST:PORT/', 'https://localhost.:PORT/', 'https://a.localhost:PORT/'],
  ...[
    'https://hooks.example.com.:PORT/',
    'https://metadata/',
    'https://metadata.google.internal/',
    'https://printer.local/',
  ],
  ...[
    'https://router.lan/',
    'https://db.corp/',
    'https://ⓛocalhost:PORT/',
    'https://hooks.example.com:22/',
    'https://hooks.example.com:25/',
  ],
  ...[
    'https://hooks.example.com:0/',
    'https://hooks.example.com:1023/',
    'https://hooks.example.com:65536/',
    'https://[::1%25eth0]:PORT/',
  ],
  `https://hooks.example.com/${'a'.repeat(2_048)}`,
]

let listener: Listener
let outbound: Outbound
beforeAll(async () => {
  listener = await listen()
  outbound = createOutbound({ loopback: false, deadlineMs: 20_000 })
})
afterAll(async () => {
  await outbound.close()
  await listener.close()
})

const request = { headers: {}, body: '{}', loopback: true }
const here = (text: string) => text.replaceAll('PORT', String(listener.port))

test('there are at least sixty of them', () => {
  expect(addresses.length + urls.length).toBeGreaterThan(100)
})

test.each([...addresses.map(address => `https://${address}:PORT/hooks`), ...urls])('%s is refused', async text => {
  const url = here(text)
  expect(outbound.refusalOf(url, { loopback: true })).toMatch(/^(Must|The)/)
  expect(await outbound.post({ ...request, url })).toMatchObject({
    kind: 'failed',
    error: expect.stringMatching(/^Not sent\./),
  })
  expect(listener.connections()).toBe(0)
})

test('an address that a name resolves to is refused at the dial, and so are all, if one is refused', async () => {
  const resolved = addresses
    .map(address => new URL(`https://${address}/`).hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, ''))
    .filter(address => !isOnInternet(address))
  expect(new Set(resolved).size).toBe(50)
  for (const address of resolved) {
    const family = address.includes(':') ? 6 : 4
    const answers = [
      [{ address, family }],
      [
        { address: '8.8.8.8', family: 4 },
        { address, family },
      ],
    ]
    for (const found of answers) {
      const rebound = createOutbound({ loopback: false, deadlineMs: 20_000, resolve: async () => found })
      const url = `https://hooks.example.com:${listener.port}/`
      expect(rebound.refusalOf(url, { loopback: false })).toBeUndefined()
      expect([address, await rebound.post({ ...request, url })]).toMatchObject([
        address,
        { kind: 'failed', error: 'Not sent: the host’s address is not allowed.' },
      ])
      await rebound.close()
    }
  }
  expect(listener.connections()).toBe(0)
})

test.each(['8.8.8.8', '2606:4700:4700::1111', '1.1.1.1', '2a00:1450:4001:82a::200e'])(
  '%s is on the internet',
  address => {
    expect(isOnInternet(address)).toBe(true)
  },
)
