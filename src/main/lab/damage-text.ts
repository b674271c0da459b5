import type { LostSteps, RunDamage } from '../../shared/contract/runs.ts'
import type { Language } from '../../shared/text.ts'
import { isCheckpointFile } from './checkpoint-files.ts'

interface DamageWords {
  readonly checkpoint: (file: string) => string
  readonly file: (file: string) => string
  readonly lines: (lines: number, which: string) => string
  readonly steps: (from: number, to: number, lanes: string, seeds: string) => string
  readonly noSteps: string
  readonly more: string
}

const words: Readonly<Record<Language, DamageWords>> = {
  en: {
    checkpoint: (file) => `${file} is not what was written: to go on, its share begins anew.`,
    file: (file) => `${file} is not what was written: what it says may be wrong.`,
    lines: (lines, which) =>
      lines === 1
        ? `Line ${which} of log.jsonl is damaged or gone.`
        : `${lines} lines of log.jsonl are damaged or gone: ${which}.`,
    steps: (from, to, lanes, seeds) =>
      `${from === to ? `Step ${from}` : `Steps ${from} to ${to}`} of ${lanes}, ${seeds}, as far as recorded, ${from === to ? 'is' : 'are'} missing.`,
    noSteps: 'No recorded step is missing with them.',
    more: 'and more',
  },
  'zh-CN': {
    checkpoint: (file) => `${file} 与写入时不同：继续训练时，它的部分将从头开始。`,
    file: (file) => `${file} 与写入时不同：其中的内容可能有误。`,
    lines: (lines, which) =>
      lines === 1
        ? `log.jsonl 的第 ${which} 行已损坏或丢失。`
        : `log.jsonl 有 ${lines} 行已损坏或丢失：${which}。`,
    steps: (from, to, lanes, seeds) =>
      `缺少 ${lanes}（${seeds}）在第 ${from === to ? from : `${from} 至 ${to}`} 步所记录的数据。`,
    noSteps: '没有因此缺少任何记录的步。',
    more: '等等',
  },
}

/** How many lanes and seeds are named one by one. */
const mostNamed = 6

/** @returns what of a run is damaged and what is lost with it, a sentence each */
export function damageLines(damage: RunDamage, language: Language = 'en'): string[] {
  const text = words[language]
  const { files, lines, ranges, steps } = damage
  const told = ranges.reduce((sum, [from, to]) => sum + to - from + 1, 0)
  const which = ranges.map(([from, to]) => (from === to ? String(from) : `${from}–${to}`))
  return [
    ...files.map((file) => (isCheckpointFile(file) ? text.checkpoint(file) : text.file(file))),
    ...(lines > 0
      ? [text.lines(lines, [...which, ...(told < lines ? [text.more] : [])].join(', '))]
      : []),
    ...(lines > 0 && steps.length === 0 ? [text.noSteps] : []),
    ...steps.map((lost) => stepsText(lost, text, language)),
  ]
}

function stepsText(
  { lanes, seeds, from, to }: LostSteps,
  text: DamageWords,
  language: Language,
): string {
  const few = (names: readonly (string | number)[]): string =>
    [...names.slice(0, mostNamed), ...(names.length > mostNamed ? [text.more] : [])].join(', ')
  const named =
    language === 'en'
      ? `${seeds.length === 1 ? 'seed' : 'seeds'} ${few(seeds)}`
      : `种子 ${few(seeds)}`
  return text.steps(from, to, few(lanes), named)
}
