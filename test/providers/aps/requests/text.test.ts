import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  fitCustomerName,
  fitEmail,
  fitOrderDescription,
  languageOf,
  unescapeHtml,
} from '../../../../src/providers/aps/requests/text.ts'

test.each([
  ["Ada's plan / 2.0 _x-y #1: $5", "Ada's plan / 2.0 _x-y #1: $5"],
  ['Abonné à vie – été', 'Abonne a vie - ete'],
  ['a\n\tb   c', 'a b c'],
  ['Plan (premium) & more; 50% off!', 'Plan premium more 50 off'],
  ['x=1', 'x1'],
  ['Plan (–) A', 'Plan A'],
  ['Plan – A', 'Plan - A'],
  ['اشتراك', 'shtrk'],
  ['50 €, ½ année', '50 EUR 1/2 annee'],
  ['💳', undefined],
  ['#', undefined],
  ['acquirer_ _', 'acquirer'],
  ['   ', undefined],
  ['', undefined],
  [null, undefined],
  ['a'.repeat(200), 'a'.repeat(150)],
  [`${'a'.repeat(149)} b`, 'a'.repeat(149)],
])('order description %j is sent as %j', (text, fitted) => {
  expect(fitOrderDescription(text)).toBe(fitted)
})

test.each([
  ["Zoë O'Neil-Smith Jr.", "Zoe O'Neil-Smith Jr."],
  ['Łukasz', 'Lukasz'],
  ['Müßig', 'Mussig'],
  ['Mu\u0308\u00dfig', 'Mussig'],
  ['محمد علي', 'mhmd ly'],
  ['张伟', 'ZhangWei'],
  ['Ελένη Иванова', 'Eleni Ivanova'],
  ['Ada Lovelace 2nd', 'Ada Lovelace'],
  ['John Doe (2)', 'John Doe'],
  ['Henry 8', 'Henry'],
  ['Ada 💳 Lovelace', 'Ada Lovelace'],
  ['Ada ½', 'Ada'],
  ['Ada 1/2 Lovelace', 'Ada Lovelace'],
  ['Ada - Lovelace', 'Ada - Lovelace'],
  ['½', undefined],
  ['💳👍🏽', undefined],
  ['-', undefined],
  ['n'.repeat(60), 'n'.repeat(40)],
])('customer name %j is sent as %j', (text, fitted) => {
  expect(fitCustomerName(text)).toBe(fitted)
})

test('for any input, no output is empty, too long or has other characters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), text => {
      expect(fitOrderDescription(text) ?? 'x').toMatch(/^[A-Za-z0-9'/._\-#:$ ]{1,150}$/)
      expect(fitCustomerName(text) ?? 'x').toMatch(/^[A-Za-z_\\/\-.' ]{1,40}$/)
    }),
  )
})

test.each([
  ['zoe@exämple.com', 'zoe@xn--exmple-cua.com'],
  ['Zoe@EXAMPLE.com', 'Zoe@EXAMPLE.com'],
  ['zoë@example.com', 'zoë@example.com'],
  ['zoe', 'zoe'],
])('the e-mail address %s is sent as %s', (email, sent) => {
  expect(fitEmail(email)).toBe(sent)
})

test.each([
  [null, 'en'],
  ['en-US', 'en'],
  ['ar', 'ar'],
  ['ar-SA', 'ar'],
  ['AR_eg', 'ar'],
  ['arn-CL', 'en'],
  ['fr-FR', 'en'],
] as const)('locale %s is answered in %s', (locale, language) => {
  expect(languageOf(locale)).toBe(language)
})

test.each([
  ['O&#39;Neil &amp; Sons &lt;b&gt; &quot;x&quot; &apos;', 'O\'Neil & Sons <b> "x" \''],
  ['&#x27;&#X1F4B3;', "'💳"],
  ['&amp;#39;', '&#39;'],
  ['&bogus; & &#0; &#9999999;', '&bogus; & &#0; &#9999999;'],
])('%j reads %j', (escaped, text) => {
  expect(unescapeHtml(escaped)).toBe(text)
})
