import type { Page } from '@playwright/test'
import { valueOf } from '#shared/contract/answer.ts'
import type { Answer, Laboratory } from '#shared/contract/calls.ts'
import { createLaboratory } from '#shared/contract/client.ts'

/**
 * The laboratory as the desktop app's page calls it, for tests of what the shell does beneath the
 * page. Numbers of a stream's arrays do not survive the way to the test: leave `watchRace` alone.
 */
export function laboratoryOf(page: Page): Laboratory {
  return createLaboratory(async (name, input) => {
    const answer = await page.evaluate(
      ([name, input]) => {
        type Calls = Record<string, (input: unknown) => Promise<Answer>>
        const { calls } = (window as unknown as { descentLab: { calls: Calls } }).descentLab
        return calls[name]?.(input)
      },
      [name, input] as const,
    )
    if (!answer) throw new Error(`the page has no call ${name}`)
    return valueOf(answer)
  })
}
