/** True for `npm run test:full`: the whole of each long set. Otherwise a sample of it, always the same one. */
export const full = process.env['FULL'] === '1'
