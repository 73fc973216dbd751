import type { Attack } from './attack.ts'
import { halfOpenUpgrades } from './attacks/connections/half-open-upgrades.ts'
import { halfReadAnswers } from './attacks/connections/half-read-answers.ts'
import { pipelinedFiles } from './attacks/connections/pipelined-files.ts'
import { randomBytes } from './attacks/connections/random-bytes.ts'
import { silentConnections } from './attacks/connections/silent-connections.ts'
import { slowRequests } from './attacks/connections/slow-requests.ts'
import { subscribeFlood } from './attacks/connections/subscribe-flood.ts'
import { unreadFiles } from './attacks/connections/unread-files.ts'
import { unreadPages } from './attacks/connections/unread-pages.ts'
import { unreadStreams } from './attacks/connections/unread-streams.ts'
import { deepJson } from './attacks/graphql/deep-json.ts'
import { largeMetadata } from './attacks/graphql/large-metadata.ts'
import { longInputLists } from './attacks/graphql/long-input-lists.ts'
import { longTexts } from './attacks/graphql/long-texts.ts'
import { parallelCharges } from './attacks/graphql/parallel-charges.ts'
import { refusedDocuments } from './attacks/graphql/refused-documents.ts'
import { repeatedErrors } from './attacks/graphql/repeated-errors.ts'
import { statementShapes } from './attacks/graphql/statement-shapes.ts'
import { unknownInputFields } from './attacks/graphql/unknown-input-fields.ts'
import { unknownKeys } from './attacks/graphql/unknown-keys.ts'
import { unpagedLists } from './attacks/graphql/unpaged-lists.ts'
import { foreignNotifications } from './attacks/webhooks/foreign-notifications.ts'
import { forgedWebhooks } from './attacks/webhooks/forged-webhooks.ts'
import { longForms } from './attacks/webhooks/long-forms.ts'
import { returnLinks } from './attacks/webhooks/return-links.ts'

/** All attacks, in the order in which they run. A new one is a file in attacks/ and a line here. */
export const attacks: readonly Attack[] = [
  pipelinedFiles,
  unreadFiles,
  unreadPages,
  unreadStreams,
  refusedDocuments,
  repeatedErrors,
  longTexts,
  unpagedLists,
  largeMetadata,
  longInputLists,
  unknownInputFields,
  foreignNotifications,
  halfOpenUpgrades,
  silentConnections,
  longForms,
  statementShapes,
  returnLinks,
  forgedWebhooks,
  deepJson,
  unknownKeys,
  subscribeFlood,
  parallelCharges,
  slowRequests,
  halfReadAnswers,
  randomBytes,
]
