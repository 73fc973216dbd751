// The tour's documents about a payment, in order. tour.ts has their variables.

export const WELCOME = `# Welcome. The numbered tabs are the life of a payment, and then of a schedule. Run them in order: the green button, or Ctrl-Enter.
# They talk to simulators: no money moves. Step 2 is there for each provider: take 2a or 2b, or one after the other.
# Ids need not be copied: "con_latest" in Variables is the newest consumer that you have seen here. Your key is in Headers.
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

export const CONSUMER_CREATE = `# Step 1: whom to charge.
# Run it twice: the second response has the same consumer and replayed: true, because the idempotencyKey is the same.
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

export const AGREEMENT_CREATE = `# Step 2a: the consumer's consent, with a first charge of 12.50 USD, by Amazon Pay.
# Then start step 3, open requestUrl (Ctrl-click) and approve there: the simulator plays Amazon Pay.
mutation CreateAgreement($input: AgreementCreateInput!) {
${AGREEMENT_FIELDS}`

export const CARD_AGREEMENT_CREATE = `# Step 2b: the same by card, at Amazon Payment Services. Take it in place of 2a, or after step 8 for another round.
# Then start step 3, open requestUrl (Ctrl-click) and choose a test card there: the simulator plays the card form and then the bank.
mutation CreateCardAgreement($input: AgreementCreateInput!) {
${AGREEMENT_FIELDS}`

export const WATCH_AGREEMENT = `# Step 3: watch the agreement, live: each event appears on the right, the newest first. The same button stops it.
# Each event has a cursor. Subscribe again with "after": "…", and you miss nothing that happened meanwhile.
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

export const CHARGE_CREATE = `# Step 4: charge the agreement, once it is ACTIVE.
# Try more, each with another idempotencyKey: a value of 300001 is declined, 300002 for insufficient funds. A decline is data, not an error.
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

export const WATCH_CHARGE = `# Step 5: everything that has happened to the charge, then what happens to it, live.
# GraphiQL stops it when you change tabs. Refund in step 6, come back and run it again: you miss nothing that happened meanwhile.
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

export const CHARGE_REFUND = `# Step 6: give half of it back. If it is PENDING, the subscription tells when it is done.
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

export const READ_LOG = `# Step 8: the durable log that all of it came from, oldest first.
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
