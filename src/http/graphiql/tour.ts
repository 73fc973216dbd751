/** A tab of GraphiQL as it first opens. */
export interface Tab {
  readonly query: string
  /** JSON. */
  readonly variables?: string
  readonly headers?: string
}

/**
 * A payment's life in tabs, each of which really runs, with the agreement made at either provider. Where variables say
 * "agr_latest" they mean the newest agreement that this browser tab has seen: browser.js fills it in, within a text too.
 *
 * @param run Part of the idempotency keys, so that opening the page anew starts a new story. What is made under an
 *   agreement has that one in its key as well: the later steps can be taken again with another.
 */
export function tourTabs(run: string): readonly Tab[] {
  return [
    { query: WELCOME },
    {
      query: CONSUMER_CREATE,
      variables: json({
        input: {
          idempotencyKey: `tour-${run}-consumer`,
          country: 'US',
          name: 'Ada Lovelace',
          email: 'ada@example.com',
        },
      }),
    },
    {
      query: AGREEMENT_CREATE,
      variables: json({
        input: { idempotencyKey: `tour-${run}-agreement`, provider: 'PPRO', paymentMethod: 'AMAZON_PAY', ...consent },
      }),
    },
    {
      query: CARD_AGREEMENT_CREATE,
      variables: json({
        input: { idempotencyKey: `tour-${run}-card`, provider: 'APS', paymentMethod: 'CARD', ...consent },
      }),
    },
    { query: WATCH_AGREEMENT, variables: json({ agreementId: 'agr_latest' }) },
    {
      query: CHARGE_CREATE,
      variables: json({
        input: {
          idempotencyKey: `tour-${run}-charge-agr_latest`,
          agreementId: 'agr_latest',
          amount: { value: '990', currency: 'USD' },
          description: 'Coffee, December',
        },
      }),
    },
    { query: WATCH_CHARGE, variables: json({ chargeId: 'chg_latest' }) },
    {
      query: CHARGE_REFUND,
      variables: json({
        input: {
          idempotencyKey: `tour-${run}-refund-chg_latest`,
          chargeId: 'chg_latest',
          amount: { value: '490', currency: 'USD' },
          reason: 'Half of it was cold',
        },
      }),
    },
    { query: READ_CHARGE, variables: json({ chargeId: 'chg_latest' }) },
    { query: READ_LOG, variables: json({ agreementId: 'agr_latest' }) },
  ]
}

/** What the consumer agrees to, whoever keeps it. */
const consent = {
  consumerId: 'con_latest',
  returnUrl: 'https://example.com/back',
  description: 'Coffee, every month',
  amountRule: 'VARIABLE',
  initialCharge: { amount: { value: '1250', currency: 'USD' } },
}

function json(value: unknown): string {
  return JSON.stringify(value, null, 2)
}

const WELCOME = `# Welcome. The tabs above are a payment's life:
# run them from left to right (Ctrl-Enter).
# They talk to simulators, so no money moves. Step 2 is
# there for each provider: take one, or both in turn.
# Your key stands in Headers below.
#
# Ids need not be copied: "con_latest" in Variables
# is the newest consumer that you have seen here.
query Welcome {
  viewer {
    merchantName
    mode
    scopes
  }
  providers {
    name
    enabled
    sandbox
    paymentMethods {
      paymentMethod
      initialCharge
    }
  }
}
`

const CONSUMER_CREATE = `# Step 1: whom to charge.
# Run it twice: the second answer is the same consumer
# with replayed: true, since the key is the same.
mutation CreateConsumer($input: ConsumerCreateInput!) {
  consumerCreate(input: $input) {
    ... on ConsumerCreatePayload {
      replayed
      consumer {
        id
        name
        version
      }
    }
    ... on InvalidInput {
      issues {
        path
        code
        message
      }
    }
    ... on UserError {
      code
      message
    }
  }
}
`

const AGREEMENT_FIELDS = `  agreementCreate(input: $input) {
    ... on AgreementCreatePayload {
      agreement {
        id
        status
        authenticationMethods {
          type
          requestUrl
        }
        initialCharge {
          id
          status
        }
      }
    }
    ... on InvalidInput {
      issues {
        path
        code
        message
      }
    }
    ... on UserError {
      code
      message
    }
  }
}
`

const AGREEMENT_CREATE = `# Step 2: the consumer's consent, with a first charge.
# Then start step 3, open requestUrl in a new browser tab
# and approve there: the simulator plays Amazon Pay.
mutation CreateAgreement($input: AgreementCreateInput!) {
${AGREEMENT_FIELDS}`

const CARD_AGREEMENT_CREATE = `# Step 2 by card, at Amazon Payment Services: instead
# of the tab before, or later for another round.
# Then start step 3, open requestUrl in a new browser
# tab and enter 4557012345678902, any date to come, 123:
# the simulator plays the card form and then the bank.
# The bank does not ask about 4005550000000001.
mutation CreateCardAgreement($input: AgreementCreateInput!) {
${AGREEMENT_FIELDS}`

const WATCH_AGREEMENT = `# Step 3: watch it, live. The same button stops it.
# Each event has a cursor: subscribe again with
# "after": "…" and nothing that happened meanwhile is missing.
subscription WatchAgreement($agreementId: ID!, $after: EventCursor) {
  agreementChanged(agreementId: $agreementId, after: $after) {
    cursor
    version
    type
    source
    previousStatus
    status
  }
}
`

const CHARGE_CREATE = `# Step 4: once the agreement is ACTIVE, charge it.
# With another key, a value of 300001 is declined, 300002
# for insufficient funds: a decline is data, not an error.
mutation CreateCharge($input: ChargeCreateInput!) {
  chargeCreate(input: $input) {
    ... on ChargeCreatePayload {
      replayed
      charge {
        id
        status
        amount {
          decimal
          currency
        }
        failure {
          code
          advice
        }
      }
    }
    ... on InvalidState {
      status
    }
    ... on UserError {
      code
      message
    }
  }
}
`

const WATCH_CHARGE = `# Step 5: the charge, from now on.
# Leave it running, and refund in the next tab.
subscription WatchCharge($chargeId: ID!, $after: EventCursor) {
  chargeChanged(chargeId: $chargeId, after: $after) {
    cursor
    version
    type
    source
    previousStatus
    status
    charge {
      refundedAmount {
        decimal
      }
      refundableAmount {
        decimal
      }
    }
  }
}
`

const CHARGE_REFUND = `# Step 6: give half of it back. Should it be PENDING,
# the subscription tells when it is done.
mutation RefundCharge($input: ChargeRefundInput!) {
  chargeRefund(input: $input) {
    ... on ChargeRefundPayload {
      refund {
        id
        status
        amount {
          decimal
        }
      }
    }
    ... on AmountExceeded {
      available {
        decimal
      }
    }
    ... on InvalidState {
      status
    }
    ... on UserError {
      code
      message
    }
  }
}
`

const READ_CHARGE = `# Step 7: what happened and why, in one place.
query ReadCharge($chargeId: ID!) {
  charge(id: $chargeId) {
    id
    status
    terminal
    capturedAmount {
      decimal
    }
    refundedAmount {
      decimal
    }
    timeline {
      at
      source
      type
      summary
    }
  }
}
`

const READ_LOG = `# Step 8: the durable log that all of it came from,
# oldest first.
query ReadLog($agreementId: ID!, $after: EventCursor) {
  events(first: 50, after: $after, filter: { agreementId: $agreementId }) {
    cursor
    nodes {
      type
      source
      subjectId
      version
      previousStatus
      status
    }
  }
}
`
