import type { ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import type { Committed } from '../storage/engine.ts'
import { type Answer, sendAnswer } from '../web/http.ts'
import type { WebhookSender } from '../webhook-sender.ts'
import type { Draws } from './faults.ts'

type FaultyWay = {
  readonly draws: Draws
  readonly delivery: WebhookSender
  /** Performs the request. An error that it throws goes to the caller, without any fault. */
  readonly perform: () => Committed<Answer>
  /** The provider's response to an internal failure. */
  readonly serverError: () => Answer
  /** An answer with the status 200 that cannot or must not be trusted. */
  readonly malformed: (answer: Answer) => Answer
}

/** Serves one request with an effect: faults before the effect, the effect, faults after it. */
export async function serveWithFaults(response: ServerResponse, way: FaultyWay): Promise<void> {
  const { draws, delivery } = way
  if (draws.happens('dropBeforeEffect')) return drop(response)
  if (draws.delay.beforeMs > 0) await wait(draws.delay.beforeMs)
  const { result, webhookIds } = way.perform()
  const webhooksFirst = draws.happens('webhookBeforeAnswer')
  if (webhooksFirst) await delivery.sendAndWait(webhookIds)
  if (draws.delay.afterMs > 0) await wait(draws.delay.afterMs)
  if (draws.happens('dropAfterEffect')) drop(response)
  else if (draws.happens('error500AfterEffect')) sendAnswer(response, way.serverError())
  else sendAnswer(response, draws.happens('malformedAnswer') ? way.malformed(result) : result)
  if (!webhooksFirst) delivery.send(webhookIds)
}

/** A page that a proxy may send instead of the response. */
export const PROXY_PAGE = '<html><body>Service temporarily busy</body></html>'

/** Half of an answer, with the status of a complete one. */
export function halved(answer: Answer): Answer {
  return { ...answer, status: 200, body: answer.body.slice(0, Math.floor(answer.body.length / 2)) }
}

function drop(response: ServerResponse): void {
  response.socket?.destroy()
}
