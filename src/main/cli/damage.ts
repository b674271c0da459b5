import type { RunDamage } from '#shared/contract/runs.ts'
import { damageLines, speech } from '#shared/words/index.ts'

/** @returns what is reported of a damaged run, a line each */
export function damageText(id: string, damage: RunDamage): string {
  const lines = damageLines(damage, speech.en).map((line) => `  ${line}\n`)
  return `The run ${id} is damaged:\n${lines.join('')}`
}
