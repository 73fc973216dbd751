// The tour's documents about a payment, in order. tour.ts has their variables.

export const WELCOME = `# Welcome. The tabs above are a payment's life:
# run them from left to right (Ctrl-Enter).
# They talk to simulators, so no money moves. Step 2 is
# there for each provider: take one, or both in turn.
# Your key is in Headers below.
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

export const CONSUMER_CREATE = `# Step 1: whom to charge.
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
# and approve there: the simulator plays Amazon Pay.
mutation CreateAgreement($input: AgreementCreateInput!) {
${AGREEMENT_FIELDS}`

export const CARD_AGREEMENT_CREATE = `# Step 2 by card, at Amazon Payment Services: instead
# of the tab before, or later for another round.
# Then start step 3, open requestUrl in a new browser
# tab and enter 4557012345678902, any date to come, 123:
# the simulator plays the card form and then the bank.
# The bank does not ask about 4005550000000001.
mutation CreateCardAgreement($input: AgreementCreateInput!) {
${AGREEMENT_FIELDS}`

export const WATCH_AGREEMENT = `# Step 3: watch it, live. The same button stops it.
# Each event has a cursor: subscribe again with
# "after": "…" and nothing that happened meanwhile is missing.
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

export const CHARGE_CREATE = `# Step 4: once the agreement is ACTIVE, charge it.
# With another key, a value of 300001 is declined, 300002
# for insufficient funds: a decline is data, not an error.
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

export const WATCH_CHARGE = `# Step 5: the charge since it was made, then live.
# GraphiQL ends it when you change tabs: refund in the
# next one, come back and run it again.
# Nothing that happened meanwhile is missing.
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

export const CHARGE_REFUND = `# Step 6: give half of it back. Should it be PENDING,
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

export const READ_CHARGE = `# Step 7: what happened and why, in one place.
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

export const READ_LOG = `# Step 8: the durable log that all of it came from,
# oldest first.
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
