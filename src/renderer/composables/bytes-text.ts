import { useText } from './useText.ts'

/** @returns bytes in the unit that leaves one to three digits before the point: `12 kB` */
export const bytesText = (bytes: number): string => useText().format.bytes(bytes)
