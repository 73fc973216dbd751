import { expect, test } from 'vitest'
import { withParameter } from '../../../src/base/text/url.ts'

test.each([
  ['https://shop.example', 'https://shop.example?id=ours'],
  ['https://shop.example?', 'https://shop.example?id=ours'],
  ['https://shop.example/?a=1', 'https://shop.example/?a=1&id=ours'],
  ['https://shop.example/?a=1&', 'https://shop.example/?a=1&id=ours'],
  ['https://shop.example/?id=evil', 'https://shop.example/?id=ours'],
  ['https://shop.example/?id', 'https://shop.example/?id=ours'],
  ['https://shop.example/?id=1&a=%C3%A4+%zz&id=2&b', 'https://shop.example/?a=%C3%A4+%zz&b&id=ours'],
  ['https://shop.example/?%69d=1&i%64=2&ID=3&id[]=4', 'https://shop.example/?ID=3&id[]=4&id=ours'],
  ['https://shop.example/??id=1&&x?id=2', 'https://shop.example/??id=1&&x?id=2&id=ours'],
  ['https://shop.example/id=1#?id=2#3', 'https://shop.example/id=1?id=ours#?id=2#3'],
])('%s with our parameter is %s', (url, expected) => {
  expect(withParameter(url, 'id', 'ours')).toBe(expected)
})
