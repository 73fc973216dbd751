export type { ApsConfig, ShaType } from '../port/account.ts'
