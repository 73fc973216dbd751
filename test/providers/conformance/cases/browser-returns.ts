import { expect } from 'vitest'
import type { HostedSetUp } from '../../../../src/providers/port/hosted.ts'
import { AMOUNT, agreementCommand, create, establish, RETURN_URL } from '../agreement-steps.ts'
import type { Bench } from '../bench.ts'
import type { ConformanceTopic } from '../case.ts'

/**
 * The parameters that the browser brought from the page, or undefined if there is no page: then the response says where
 * to go.
 */
async function broughtBack(bench: Bench) {
  const { hosted } = bench.provider
  if (hosted === undefined) {
    expect((await create(bench)).answer?.outcome).toBe('actionRequired')
    return undefined
  }
  const { sentReference, paymentMethod } = agreementCommand(bench, bench.reference(), { amount: AMOUNT })
  const visit = { sentReference, returnUrl: RETURN_URL, paymentMethod, locale: null }
  const parameters = await bench.simulation.consumer.fillIn(hosted.form(visit), 'approve')
  return { hosted, visit, parameters }
}

function returning(run: (brought: { hosted: HostedSetUp; parameters: Readonly<Record<string, string>> }) => void) {
  return async (bench: Bench) => {
    const brought = await broughtBack(bench)
    if (brought) run(brought)
  }
}

export const browserReturns: ConformanceTopic = {
  name: 'parameters from the browser (or no page of ours is needed)',
  cases: [
    {
      name: 'the form: pure, and to an absolute URL',
      run: async bench => {
        const brought = await broughtBack(bench)
        if (!brought) return
        const { hosted, visit } = brought
        const form = hosted.form(visit)
        expect(hosted.form({ ...visit })).toEqual(form)
        expect(URL.canParse(form.action)).toBe(true)
      },
    },
    {
      name: 'each parameter changed: forged',
      run: returning(({ hosted, parameters }) => {
        expect(hosted.readReturn(parameters).verdict).toBe('instrument')
        for (const [name, value] of Object.entries(parameters)) {
          expect([name, hosted.readReturn({ ...parameters, [name]: `${value}0` }).verdict]).toEqual([name, 'forged'])
        }
      }),
    },
    {
      name: 'a parameter left out or added: forged',
      run: returning(({ hosted, parameters }) => {
        for (const name of Object.keys(parameters)) {
          const { [name]: _, ...rest } = parameters
          expect([name, hosted.readReturn(rest).verdict]).toEqual([name, 'forged'])
        }
        expect(hosted.readReturn({ ...parameters, amount: '1' }).verdict).toBe('forged')
      }),
    },
    {
      name: 'the same text, cut into other parameters: forged',
      run: returning(({ hosted, parameters }) => {
        const names = Object.keys(parameters).sort()
        for (const [index, name] of names.entries()) {
          const next = names[index + 1] ?? ''
          const { [name]: value = '', [next]: following = '', ...others } = parameters
          if (next === '' || [name, next].includes('signature')) continue
          const joined = { ...others, [name]: `${value}${next}=${following}` }
          const shifted = { ...others, [name]: value.slice(0, -1), [`${value.slice(-1)}${next}`]: following }
          const shortened = { ...others, [name]: `${value}${next.slice(0, 1)}`, [next.slice(1)]: following }
          for (const other of [joined, shifted, shortened])
            expect([other, hosted.readReturn(other).verdict]).toEqual([other, 'forged'])
        }
      }),
    },
    {
      name: 'empty or malformed: forged, never an exception',
      run: returning(({ hosted }) => {
        for (const parameters of [{}, { signature: '' }, { a: '\u0000' }, { __proto__: 'x' }])
          expect(hosted.readReturn(parameters).verdict).toBe('forged')
      }),
    },
    {
      name: 'the end of the authentication, where it is signed, agrees with the status query',
      run: async bench => {
        const agreement = await establish(bench, { amount: AMOUNT })
        expect([agreement.status, agreement.initialCharge().status]).toEqual(['ACTIVE', 'CAPTURED'])
      },
    },
  ],
}
