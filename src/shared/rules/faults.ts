import type { LocalizedText } from '../text.ts'
import type { Place } from './ast.ts'

/** What is wrong with a program, where, and what to do. */
export interface Fault {
  readonly place: Place
  readonly message: LocalizedText
  /** Of the language's own faults: which. */
  readonly code?: FaultCode
}

/** Thrown while a program is read; never leaves this folder. */
export class FaultError extends Error {
  constructor(readonly fault: Fault) {
    super(fault.message.en)
  }
}

const sentences = {
  tooLong: (most: string) => [
    `The program is too long: at most ${most} characters.`,
    `程序过长：最多 ${most} 个字符。`,
  ],
  tooDeep: () => [
    'This expression is nested too deeply: split it over several lines.',
    '该表达式嵌套过深：请拆成多行。',
  ],
  syntax: (what: string) => [
    what ? `“${what}” cannot stand here.` : 'Something is missing here.',
    what ? `此处不能写“${what}”。` : '此处缺少内容。',
  ],
  notAllowed: (what: string) => [
    `“${what}” is not part of the rule language: a rule is assignments, and lines under “if”.`,
    `规则语言不含“${what}”：规则只由赋值语句和 if 下的语句组成。`,
  ],
  nameLetters: (name: string) => [
    `“${name}” cannot be a name: names are made of the letters a to z, digits and “_”.`,
    `“${name}”不能作名字：名字由英文字母、数字和“_”组成。`,
  ],
  empty: () => [
    'The program changes nothing: assign to w, as in “w -= lr * g”.',
    '程序没有改变任何值：请给 w 赋值，例如“w -= lr * g”。',
  ],
  unknownName: (name: string) => [
    `“${name}” is not defined: declare it as a slot or a hyper-parameter, or assign it on a line before.`,
    `“${name}”未定义：请把它声明为状态量或超参数，或在前面的行中赋值。`,
  ],
  maybeUnset: (name: string) => [
    `“${name}” is assigned only under a condition: assign it on every way to this line.`,
    `“${name}”只在某个条件下被赋值：请保证到达此行前总会赋值。`,
  ],
  unknownFunction: (name: string) => [
    `There is no function “${name}”.`,
    `没有名为“${name}”的函数。`,
  ],
  arity: (name: string, count: string) => [
    `“${name}” takes ${count} argument${count === '1' ? '' : 's'}.`,
    `“${name}”需要 ${count} 个参数。`,
  ],
  cannotAssign: (name: string) => [
    `“${name}” cannot be assigned to: choose another name.`,
    `不能给“${name}”赋值：请换一个名字。`,
  ],
  condition: () => [
    'A condition may use hyper-parameters, flags, numbers and “matrix” only: for one element a time use where(…).',
    '条件只能使用超参数、开关、数字和 matrix：逐元素的条件请用 where(…)。',
  ],
  rateCondition: () => [
    'The learning rate may change from step to step, so no line can depend on it: use where(…).',
    '学习率可能逐步变化，因此不能用它决定是否执行某行：请用 where(…)。',
  ],
  wantsNumber: () => [
    'A comparison is not a number: use where(condition, yes, no).',
    '比较的结果不是数：请用 where(条件, 是, 否)。',
  ],
  wantsCondition: () => [
    'A condition is needed here, such as g > 0.',
    '此处需要条件，例如 g > 0。',
  ],
  wantsTensor: (name: string) => [
    `“${name}” needs a tensor: this is one number.`,
    `“${name}”需要张量：此处只有一个数。`,
  ],
  wantsMatrix: (name: string) => [
    `“${name}” needs a matrix: write the line under “if matrix:”, for biases are vectors.`,
    `“${name}”需要矩阵：请把该行写在“if matrix:”之下，因为偏置是向量。`,
  ],
  wantsVector: (name: string) => [
    `“${name}” needs vectors: write the line under “if not matrix:”.`,
    `“${name}”需要向量：请把该行写在“if not matrix:”之下。`,
  ],
  wantsSquare: (name: string) => [
    `“${name}” needs a square matrix, such as “g @ g.T”.`,
    `“${name}”需要方阵，例如“g @ g.T”。`,
  ],
  globalUnderMatrix: (name: string) => [
    `“${name}” runs over all tensors, so it cannot stand under “if matrix:”.`,
    `“${name}”涉及所有张量，不能写在“if matrix:”之下。`,
  ],
  shapes: (left: string, right: string) => [
    `The shapes ${left} and ${right} do not go together.`,
    `形状 ${left} 与 ${right} 不匹配。`,
  ],
  gradientFirst: () => [
    '“g = gradient(…)” can only be the first line.',
    '“g = gradient(…)”只能是第一行。',
  ],
  evaluateLast: () => ['“evaluate(…)” can only be the last line.', '“evaluate(…)”只能是最后一行。'],
  pointOnly: () => [
    'Only w, t, slots and hyper-parameters can be used here, element by element.',
    '此处只能逐元素地使用 w、t、状态量和超参数。',
  ],
} satisfies Record<string, (...values: string[]) => string[]>

export type FaultCode = keyof typeof sentences

/** @returns the fault of that code; `values` are what its sentence names */
export function faultAt(place: Place, code: FaultCode, ...values: string[]): Fault {
  const sentence = sentences[code] as (...values: string[]) => string[]
  const [en = '', zh = ''] = sentence(...values)
  return { place, message: { en, 'zh-CN': zh }, code }
}

export function fail(place: Place, code: FaultCode, ...values: string[]): never {
  throw new FaultError(faultAt(place, code, ...values))
}
