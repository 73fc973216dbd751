import { once } from 'node:events'
import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { readBody } from '../../../src/http/request/body.ts'

test('the body of a caller who disconnects before it is read is aborted', async () => {
  const request = new IncomingMessage(new Socket())
  request.destroy()
  await once(request, 'close')
  expect(await readBody(request)).toEqual({ ok: false, reason: 'aborted' })
})
