import type { Attack } from './attack.ts'
import { deepJson } from './attacks/deep-json.ts'
import { foreignNotifications } from './attacks/foreign-notifications.ts'
import { forgedWebhooks } from './attacks/forged-webhooks.ts'
import { halfOpenUpgrades } from './attacks/half-open-upgrades.ts'
import { halfReadAnswers } from './attacks/half-read-answers.ts'
import { largeMetadata } from './attacks/large-metadata.ts'
import { longForms } from './attacks/long-forms.ts'
import { longInputLists } from './attacks/long-input-lists.ts'
import { longTexts } from './attacks/long-texts.ts'
import { parallelCharges } from './attacks/parallel-charges.ts'
import { pipelinedFiles } from './attacks/pipelined-files.ts'
import { randomBytes } from './attacks/random-bytes.ts'
import { refusedDocuments } from './attacks/refused-documents.ts'
import { repeatedErrors } from './attacks/repeated-errors.ts'
import { returnLinks } from './attacks/return-links.ts'
import { silentConnections } from './attacks/silent-connections.ts'
import { slowRequests } from './attacks/slow-requests.ts'
import { statementShapes } from './attacks/statement-shapes.ts'
import { subscribeFlood } from './attacks/subscribe-flood.ts'
import { unknownInputFields } from './attacks/unknown-input-fields.ts'
import { unknownKeys } from './attacks/unknown-keys.ts'
import { unpagedLists } from './attacks/unpaged-lists.ts'
import { unreadFiles } from './attacks/unread-files.ts'
import { unreadPages } from './attacks/unread-pages.ts'
import { unreadStreams } from './attacks/unread-streams.ts'

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
