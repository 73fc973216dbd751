// The tour's documents about a payment, in order. tour.ts has their variables.

export const WELCOME = `# Welcome. The tabs above follow a payment from start to
# end: run them from left to right (Ctrl-Enter).
# They use simulators, so no money moves. Step 2 exists
# once for each provider: run one, or both in turn.
# Your key is in Headers below.
#
# You need not copy ids: "con_latest" in Variables
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

export const CONSUMER_CREATE = `# Step 1: create the consumer to charge.
# Run it twice: the second answer has the same consumer
# and replayed: true, because the key is the same.
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
          eventCursor
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

export const AGREEMENT_CREATE = `# Step 2: the consumer's consent, with a first charge.
# Then start step 3, open requestUrl in a new browser tab
# and approve there: the simulator acts as Amazon Pay.
mutation CreateAgreement($input: AgreementCreateInput!) {
${AGREEMENT_FIELDS}`

export const CARD_AGREEMENT_CREATE = `# Step 2 by card, at Amazon Payment Services: instead
# of the previous tab, or later for a second payment.
# Then start step 3, open requestUrl in a new browser tab
# and enter 4557012345678902, any future date, 123:
# the simulator acts as the card form, then as the bank.
# With 4005550000000001 the bank asks nothing.
mutation CreateCardAgreement($input: AgreementCreateInput!) {
${AGREEMENT_FIELDS}`

export const WATCH_AGREEMENT = `# Step 3: watch the agreement. The same button stops it.
# Each event has a cursor: if you subscribe again with
# "after": "…", you miss no event.
subscription WatchAgreement($agreementId: ID!, $after: EventCursor) {
  agreementChanged(agreementId: $agreementId, after: $after) {
    eventCursor
    version
    type
    source
    previousStatus
    status
  }
}
`

export const CHARGE_CREATE = `# Step 4: charge the agreement once it is ACTIVE.
# With another key, a value of 300001 is declined, and
# 300002 is declined for insufficient funds. A decline is
# data, not an error.
mutation CreateCharge($input: ChargeCreateInput!) {
  chargeCreate(input: $input) {
    ... on ChargeCreatePayload {
      replayed
      charge {
        id
        eventCursor
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

export const WATCH_CHARGE = `# Step 5: all events of the charge, then live events.
# GraphiQL ends the subscription when you change tabs:
# refund in the next tab, come back and run it again.
# You miss no event.
subscription WatchCharge($chargeId: ID!, $after: EventCursor) {
  chargeChanged(chargeId: $chargeId, after: $after) {
    eventCursor
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

export const CHARGE_REFUND = `# Step 6: refund half of the charge. If the refund is
# PENDING, the subscription shows when it is done.
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

export const READ_CHARGE = `# Step 7: the timeline: what happened, and why.
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

export const READ_LOG = `# Step 8: the durable log of all these events, oldest
# first.
query ReadLog($agreementId: ID!, $after: EventCursor) {
  events(first: 50, after: $after, filter: { agreementId: $agreementId }) {
    eventCursor
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
