// The tour's documents about a schedule, in order. tour.ts has their variables.

export const SCHEDULE_CREATE = `# Step 9: charge the agreement every month, automatically.
# Anchored on 31 January: see how "upcoming" keeps to the last day of each month, at 9 in New York in winter and summer. Months before now are never charged.
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

export const READ_SCHEDULE = `# Step 10: what the schedule will do, and the retries that a decline would get. Try "EXPIRED_CARD".
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

export const CLOCK_ADVANCE = `# Step 11: let time pass until the next charge is due: "nextChargeAt_latest" is the last one that you have seen.
# What becomes due on the way is done before the response comes. This clock only goes forward.
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

export const WATCH_SCHEDULE = `# Step 12: everything that has happened to the schedule, then what happens to it, live. "after" is the cursor that came with it.
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

export const READ_OCCURRENCES = `# Step 13: its occurrences, and what each was charged. For the month after, run step 11 again.
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
