export const providers = ['PPRO', 'APS'] as const
export type Provider = (typeof providers)[number]
