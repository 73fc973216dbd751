const page = (text: string, link: string) => ({ text, link: `/${link}` })

export const nav = [
  page('Start', 'first-charge'),
  page('API', 'reference/'),
  page('Run it', 'deploying'),
  page('Changes', 'changes'),
]

export const sidebar = [
  {
    text: 'Begin',
    items: [
      page('What Perennial is', 'overview'),
      page('Ten minutes to a first charge', 'first-charge'),
      page('Concepts', 'concepts'),
      page('Tour: refund, resume, lose a response', 'tour'),
      page('Cards', 'cards'),
      page('Schedules and retries', 'schedules'),
    ],
  },
  {
    text: 'Build an integration',
    items: [
      page('Idempotency', 'idempotency'),
      page('Errors', 'errors'),
      page('Declines', 'declines'),
      page('Subscriptions and cursors', 'subscriptions'),
      page('Watch with your library', 'watch'),
      page('The client package', 'client'),
      page('Browsers and client tokens', 'browsers'),
      page('Webhooks in', 'webhooks'),
      page('Limits', 'limits'),
      page('Test with the simulators', 'simulators'),
      page('A program that watches a payment', 'examples/watch-a-payment'),
    ],
  },
  {
    text: 'Go live',
    items: [
      page('With PPRO', 'going-live-ppro'),
      page('With APS', 'going-live-aps'),
      page('Deploying', 'deploying'),
      page('Clusters', 'clusters'),
      page('Configuration', 'configuration'),
      page('Operating', 'operations'),
      page('Console', 'console'),
      page('Encryption and erasure', 'encryption'),
      page('Security', 'security'),
      page('Compared with others', 'compared'),
    ],
  },
  {
    text: 'API reference',
    items: [
      page('How to read it', 'reference/'),
      page('Queries', 'reference/queries'),
      page('Mutations', 'reference/mutations'),
      page('Subscriptions', 'reference/subscriptions'),
      page('Objects', 'reference/objects'),
      page('Inputs', 'reference/inputs'),
      page('Enums', 'reference/enums'),
      page('Interfaces', 'reference/interfaces'),
      page('Scalars', 'reference/scalars'),
      page('How the API changes', 'schema-policy'),
      page('Changes of the schema', 'schema-changelog'),
    ],
  },
  {
    text: 'Work on it',
    items: [
      page('Contributing', 'contributing'),
      page('Architecture', 'architecture'),
      page('Glossary', 'glossary'),
      page('Money safety', 'money-safety'),
      page('Writing a provider', 'providers'),
      page('Decisions', 'decisions/'),
      page('Scripts', 'scripts'),
      page('Attacks', 'attack'),
      page('Simulation', 'simulation'),
      page('Benchmark', 'benchmark'),
      page('Benchmark: results', 'benchmark-results'),
      page('Report a vulnerability', 'reporting'),
      page('Changes', 'changes'),
    ],
  },
]
