/** Line icons, 16 × 16. */
const PATHS = {
  overview: 'M2.5 13.500v-4M6.2 13.500v-8M9.8 13.500v-6M13.5 13.500v-11',
  live: 'M2 8h2.500l2-5 3 10 2-5H14',
  attention: 'M8 2.2 14.3 13.300H1.700ZM8 6.500v3.200M8 11.500v.1',
  charges: 'M1.8 4h12.400v8.200H1.800ZM1.8 6.800h12.400M4.2 9.800h2.6',
  agreements: 'M3.5 1.800h6l3 3v9.400h-9ZM5.8 7h4.500M5.8 9.700h4.5',
  schedules: 'M2.2 3.500h11.600v10.300H2.200ZM2.2 6.500h11.600M5.2 1.800v3M10.8 1.800v3',
  consumers: 'M8 8a2.7 2.7 0 1 0 0-5.400A2.7 2.7 0 0 0 8 8ZM2.8 13.800c.6-2.6 2.6-4 5.2-4s4.6 1.4 5.2 4',
  webhooks: 'M2 8.500h3l1.3 2.500h3.400L11 8.500h3M3.8 3h8.400L14 8.500v4.700H2V8.500Z',
  outgoing: 'M2 8.500v5h12v-5M8 10.500v-8M4.8 5.500 8 2.300l3.2 3.2',
  events: 'M5.5 4h8.300M5.5 8h8.300M5.5 12h8.300M2.2 4h.1M2.2 8h.1M2.2 12h.1',
  sandbox: 'M6.2 1.800h3.600M7 1.800v4.500L2.8 13a.8.8 0 0 0 .7 1.200h9a.8.8 0 0 0 .7-1.200L9 6.300V1.800M4.5 10.500h7',
  search: 'M7 11.700A4.7 4.7 0 1 0 7 2.300a4.7 4.7 0 0 0 0 9.400ZM10.5 10.5 14 14',
  menu: 'M2 4.500h12M2 8h12M2 11.500h12',
  close: 'm3.8 3.8 8.4 8.400M12.2 3.800l-8.4 8.4',
  tick: 'm3 8.5 3.2 3.200L13 4.8',
  copy: 'M5.5 5.500h8v8h-8ZM10.5 5.500v-3h-8v8h3',
  left: 'M10 3.5 5.5 8l4.5 4.5',
  right: 'm6 3.5 4.5 4.500L6 12.5',
  down: 'm4 6.3 4 4 4-4',
  pause: 'M5.5 3.500v9M10.5 3.500v9',
  play: 'M4.8 3v10l8-5Z',
  leave: 'M6.5 2.500h-4v11h4M10.5 5l3 3-3 3M6.5 8h7',
  outside: 'M9.5 2.500h4v4M13.5 2.5 7.5 8.500M6.5 4h-4v9.500H12v-4',
  info: 'M8 14.200A6.2 6.2 0 1 0 8 1.800a6.2 6.2 0 0 0 0 12.400ZM8 7.300v4M8 4.900v.1',
} as const

export type IconName = keyof typeof PATHS

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      <path
        d={PATHS[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}
