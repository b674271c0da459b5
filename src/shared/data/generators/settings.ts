import type { LocalizedText } from '#shared/text.ts'
import type { GeneratorSetting } from './types.ts'

/* Declarations that several generators share. */

export const text = (en: string, zh: string): LocalizedText => ({ en, 'zh-CN': zh })

export const rows = (value: number, minimum = 10): GeneratorSetting<'rows'> => ({
  key: 'rows',
  label: text('rows', '行数'),
  default: value,
  range: { minimum, maximum: 200_000 },
  whole: true,
})

/** Standard deviation of a normal deviate that is added to something. */
export const noise = (value: number, label: LocalizedText): GeneratorSetting<'noise'> => ({
  key: 'noise',
  label,
  default: value,
  range: { minimum: 0, maximum: 100 },
})

export const pointNoise = (value: number): GeneratorSetting<'noise'> =>
  noise(value, text('noise on each coordinate (σ)', '坐标噪声 (σ)'))

export const seed: GeneratorSetting<'seed'> = {
  key: 'seed',
  label: text('seed', '随机种子'),
  default: 0,
  range: { minimum: 0, maximum: 0xffffffff },
  whole: true,
}

export const count = <const K extends string>(
  key: K,
  label: LocalizedText,
  value: number,
  minimum: number,
  maximum: number,
): GeneratorSetting<K> => ({ key, label, default: value, range: { minimum, maximum }, whole: true })

export const amount = <const K extends string>(
  key: K,
  label: LocalizedText,
  value: number,
  minimum: number,
  maximum: number,
): GeneratorSetting<K> => ({ key, label, default: value, range: { minimum, maximum } })
