import type { LocalizedText } from '../text.ts'
import type { HyperParameter, Slot } from './types.ts'

/** Declarations that several optimizers share; each gives its own default. */

const label = (en: string, zh: string): LocalizedText => ({ en, 'zh-CN': zh })

export const learningRate = (value: number): HyperParameter<'lr'> => ({
  key: 'lr',
  symbol: '\\eta',
  label: label('learning rate', '学习率'),
  default: value,
  range: { minimum: 0, maximum: 1000, exclusive: 'minimum' },
})

/** A share kept from step to step: 0 forgets at once, 1 would never forget. */
export function decay<const K extends string>(
  key: K,
  symbol: string,
  text: LocalizedText,
  value: number,
): HyperParameter<K> {
  return {
    key,
    symbol,
    label: text,
    default: value,
    range: { minimum: 0, maximum: 1, exclusive: 'maximum' },
  }
}

export const momentumShare = (value: number): HyperParameter<'momentum'> =>
  decay('momentum', '\\mu', label('momentum', '动量系数'), value)

export const velocity: Slot<'v'> = {
  key: 'v',
  symbol: 'v',
  meaning: { en: 'velocity: fading sum of gradients', 'zh-CN': '速度：逐渐淡出的梯度之和' },
}
