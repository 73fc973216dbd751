// The tour's documents about a schedule, in order. tour.ts has their variables.

export const SCHEDULE_CREATE = `# Step 9: charge the agreement every month, automatically.
# The first date is 31 January: in "upcoming", each date is
# the last day of a month, at 9:00 in New York in winter
# and summer. Past months are never charged.
mutation CreateSchedule($input: ScheduleCreateInput!) {
  scheduleCreate(input: $input) {
    ... on ScheduleCreatePayload {
      replayed
      schedule {
        id
        eventCursor
        status
        nextChargeAt
        upcoming(first: 4)
      }
    }
    ... on InvalidInput {
      issues {
        path
        code
        message
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

export const READ_SCHEDULE = `# Step 10: the next dates of the schedule, and the retries
# that it would make after a decline. Try EXPIRED_CARD.
query ReadSchedule($scheduleId: ID!) {
  schedule(id: $scheduleId) {
    id
    status
    nextChargeAt
    upcoming
    retryPolicy {
      retryAfterDays
      onExhausted
    }
    retriesAfter(failureCode: "INSUFFICIENT_FUNDS") {
      retries
      onExhausted
    }
  }
}
`

export const CLOCK_ADVANCE = `# Step 11: move the clock to the schedule's next charge:
# "nextChargeAt_latest" is the last nextChargeAt that you
# have seen. All work that becomes due is done before the
# answer arrives. This clock only goes forward.
mutation AdvanceClock($input: SandboxClockAdvanceInput!) {
  sandboxClockAdvance(input: $input) {
    ... on SandboxClockAdvancePayload {
      clock {
        now
      }
      occurrencesCharged
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

export const WATCH_SCHEDULE = `# Step 12: all events of the schedule, then live events.
# "after" is the cursor from its creation.
subscription WatchSchedule($scheduleId: ID!, $after: EventCursor) {
  scheduleChanged(scheduleId: $scheduleId, after: $after) {
    eventCursor
    version
    type
    source
    occurredAt
    previousStatus
    status
    schedule {
      nextChargeAt
    }
  }
}
`

export const READ_OCCURRENCES = `# Step 13: the schedule's occurrences, and their charges.
# For the next month, run step 11 again.
query ReadOccurrences($scheduleId: ID!) {
  schedule(id: $scheduleId) {
    id
    status
    nextChargeAt
    occurrences(first: 3) {
      totalCount
      nodes {
        index
        dueAt
        status
        charges {
          id
          status
          reason
          capturedAmount {
            decimal
            currency
          }
        }
      }
    }
  }
}
`
