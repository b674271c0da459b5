import { config, z } from 'zod'

/*
 * Schemas are interpreted, not compiled: the page's security policy forbids building code from
 * strings, and even asking whether it may be done is reported as a violation. The setting must
 * precede the first schema, so every schema takes zod from here.
 */
config({ jitless: true })

/**
 * A list whose first wrong member is reported, and no other. Zod makes an issue of each: of a million, it
 * takes seconds and fails.
 *
 * @param isMember whether a value may stand in it
 * @param expected what may, as a message has it: `a whole number`
 * @param least how many there must be. @default 0
 */
export function listOf<T>(
  isMember: (value: unknown) => boolean,
  expected: string,
  least = 0,
): z.ZodCustom<T[], T[]> {
  return z
    .custom<T[]>((value) => Array.isArray(value), 'Invalid input: expected array')
    .superRefine((values, context) => {
      if (values.length < least) {
        context.addIssue({ code: 'custom', message: `Too small: expected >=${least} items` })
      }
      const wrong = values.findIndex((value) => !isMember(value))
      if (wrong < 0) return
      const message = `Invalid input: expected ${expected}`
      context.addIssue({ code: 'custom', path: [wrong], message })
    })
}

/** No table has more columns, and no rule more settings. */
const mostNames = 20_000

type Named<T> = Record<string, T>

/** Values by name, not more than a table may have columns: see `listOf`. */
export function recordOf<T>(value: z.ZodType<T, T>): z.ZodType<Named<T>, Named<T>> {
  const fits = (given: unknown): boolean =>
    typeof given === 'object' && given !== null && Object.keys(given).length <= mostNames
  return z
    .custom<Named<T>>(fits, 'Invalid input: expected values by name')
    .pipe(z.record(z.string(), value) as z.ZodType<Named<T>, Named<T>>)
}

export { z }
