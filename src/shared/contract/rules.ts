import { longestFile } from '../own/file.ts'
import { z } from '../schema.ts'

/** A file of the folder of rules, by its name in there. */
const fileName = z
  .string()
  .max(200)
  .regex(/^[^.\\/][^\\/]*\.py$/i, 'must be the name of a .py file')

/** A rule that a person wrote: the content of its file, which the page reads. */
const ruleFileSchema = z.object({ file: fileName, text: z.string() })

export type KeptRuleFile = z.output<typeof ruleFileSchema>

export const ruleCalls = {
  /** Every file of the folder of rules, faulty ones with them, by name. */
  listRules: { input: z.undefined(), output: z.array(ruleFileSchema) },
  /**
   * Keeps a rule as the file that its name says. Where another rule has that file already it is
   * `not-saved`; a text that is no sound rule is `bad-file`.
   */
  saveRule: {
    input: z.object({
      text: z.string().max(longestFile),
      /** The file that it has had so far: replaced, and gone where the name is another now. */
      was: fileName.optional(),
    }),
    output: ruleFileSchema,
  },
  /** @returns whether it was there */
  deleteRule: { input: z.object({ file: fileName }), output: z.boolean() },
} as const

/** The folder of rules holds something else than before. */
export const rulesEventSchema = z.object({ kind: z.literal('rules') })
