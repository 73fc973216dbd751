import type { ConsumerDetails } from '../../providers/port/provider.ts'
import type { AgreementConsumer } from '../../store/agreement/repository.ts'
import { openPersonalData } from '../../store/consumer/personal-data.ts'
import type { Deps } from '../command/deps.ts'

/** What a provider is told of a consumer: as it stands now, opened only to be sent. */
export function consumerDetails({ vault }: Pick<Deps, 'vault'>, consumer: AgreementConsumer): ConsumerDetails {
  const { id, country, locale, encryptedPersonal } = consumer
  return { reference: id, country, locale, ...openPersonalData(vault, encryptedPersonal) }
}
