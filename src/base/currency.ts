/** ISO 4217: how many decimals each currency's minor unit has. `Intl` differs for 16 currencies: never use it for money. */
const ZERO = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'
const TWO =
  'AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP ' +
  'COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR ' +
  'JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN ' +
  'NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL ' +
  'THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG'
const THREE = 'BHD IQD JOD KWD LYD OMR TND'
const NONE = '' // no currency has one decimal
const FOUR = 'CLF UYW'

const exponents = new Map<string, number>(
  [ZERO, NONE, TWO, THREE, FOUR].flatMap((codes, exponent) =>
    codes
      .split(' ')
      .filter(Boolean)
      .map((code): [string, number] => [code, exponent]),
  ),
)

/** Decimals of the currency's minor unit, or undefined where ISO 4217 knows no such currency or it has no minor unit (XAU, XXX …). */
export function currencyExponent(currency: string): number | undefined {
  return exponents.get(currency)
}
