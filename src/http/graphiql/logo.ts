/** Perennial's mark, a plant in a green square. */
export const LOGO =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">' +
  '<rect width="32" height="32" rx="8" fill="#14795f"/>' +
  '<path d="M16 25V14m0 3c0-5 3-8 8-8 0 5-3 8-8 8Zm0 4c0-4-2.5-6.5-7-6.5 0 4 2.5 6.5 7 6.5Z" fill="none" stroke="#fff"' +
  ' stroke-width="2" stroke-linejoin="round" stroke-linecap="round"/></svg>'

/** The same as an address, for a page's icon. */
export const ICON_URL = `data:image/svg+xml,${encodeURIComponent(LOGO)}`
