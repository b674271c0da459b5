import { initials, type InitialChoice, type InitialInput } from '../initial/index.ts'
import { inRange, rangeText } from '../rules/ranges.ts'
import { z } from '../schema.ts'

const forms = initials.map(({ kind, parameters }) =>
  z.strictObject({
    kind: z.literal(kind),
    ...Object.fromEntries(
      parameters.map(({ key, default: value, range }) => [
        key,
        z
          .number()
          .refine((given) => inRange(given, range), {
            error: ({ input }) => `must lie in ${rangeText(range)}, is ${String(input)}`,
          })
          .default(value),
      ]),
    ),
  }),
)

/** How start weights are drawn: a kind and its parameters, as `initials` declares them. */
export const initialSchema = z.discriminatedUnion(
  'kind',
  forms as [(typeof forms)[number], ...(typeof forms)[number][]],
) as unknown as z.ZodType<InitialChoice, InitialInput>
