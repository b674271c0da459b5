import type { HyperFlag, HyperParameter, Slot } from '../rules/rule.ts'
import type { LocalizedText } from '../text.ts'

/* Declarations that several optimizers share; each gives its own default. */

export const text = (en: string, zh: string): LocalizedText => ({ en, 'zh-CN': zh })

/** A number from a bound on, the bound itself left out where `exclusive` is true. */
export function amount<const K extends string>(
  key: K,
  symbol: string,
  label: LocalizedText,
  value: number,
  minimum = 0,
  exclusive = false,
): HyperParameter<K> {
  const range = { minimum, maximum: 1e9 }
  return {
    key,
    symbol,
    label,
    default: value,
    range: exclusive ? { ...range, exclusive: 'minimum' } : range,
  }
}

/** A share kept from step to step: 0 forgets at once, 1 would never forget. */
export function decay<const K extends string>(
  key: K,
  symbol: string,
  label: LocalizedText,
  value: number,
): HyperParameter<K> {
  return {
    key,
    symbol,
    label,
    default: value,
    range: { minimum: 0, maximum: 1, exclusive: 'maximum' },
  }
}

/** A weight between 0 and 1, both of them allowed. */
export function share<const K extends string>(
  key: K,
  symbol: string,
  label: LocalizedText,
  value: number,
): HyperParameter<K> {
  return { key, symbol, label, default: value, range: { minimum: 0, maximum: 1 } }
}

export function flag<const K extends string>(key: K, label: LocalizedText): HyperFlag<K> {
  return { key, label, default: false }
}

export const learningRate = (value: number): HyperParameter<'lr'> => ({
  key: 'lr',
  symbol: '\\eta',
  label: text('learning rate', '学习率'),
  default: value,
  range: { minimum: 0, maximum: 1000, exclusive: 'minimum' },
})

export const momentumShare = (value: number): HyperParameter<'momentum'> =>
  decay('momentum', '\\mu', text('momentum', '动量系数'), value)

export const beta1 = (value: number): HyperParameter<'beta1'> =>
  decay('beta1', '\\beta_1', text('decay of the mean', '一阶矩衰减率'), value)

export const beta2 = (value: number): HyperParameter<'beta2'> =>
  decay('beta2', '\\beta_2', text('decay of the squares', '二阶矩衰减率'), value)

export const epsilon = (value: number): HyperParameter<'epsilon'> =>
  amount('epsilon', '\\epsilon', text('guard against division by zero', '防止除零的小量'), value)

export const epsilonRoot = (value: number): HyperParameter<'epsilonRoot'> =>
  amount('epsilonRoot', '\\bar\\epsilon', text('guard inside the root', '根号内的小量'), value)

export const weightDecay = (value: number): HyperParameter<'weightDecay'> =>
  amount('weightDecay', '\\lambda', text('weight decay', '权重衰减'), value)

export const initialAccumulator = (value: number): HyperParameter<'initialAccumulator'> =>
  amount('initialAccumulator', 's_0', text('accumulator at the start', '累加器初值'), value)

export const meanSlot: Slot<'m'> = {
  key: 'm',
  symbol: 'm',
  meaning: text('moving mean of gradients', '梯度的滑动平均'),
}

export const squareSlot = <const K extends string>(key: K): Slot<K> => ({
  key,
  symbol: key,
  meaning: text('moving mean of squared gradients', '梯度平方的滑动平均'),
})

export const velocitySlot: Slot<'v'> = {
  key: 'v',
  symbol: 'v',
  meaning: text('velocity', '速度'),
}

export const startSlot: Slot<'x0'> = {
  key: 'x0',
  symbol: 'w_0',
  meaning: text('where training began', '训练的起点'),
  initial: 'w',
}
