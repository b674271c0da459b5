import type { Place } from '../rules/ast.ts'
import type { Fault } from '../rules/faults.ts'

const sentences = {
  name: (most: string) => [
    `A name is 1 to ${most} characters long, without / \\ : * ? " < > |, and does not begin or end with a dot or a blank.`,
    `名称须为 1 到 ${most} 个字符，不含 / \\ : * ? " < > |，首尾不得为句点或空格。`,
  ],
  tooLong: (most: string) => [
    `This is too long: one line of at most ${most} characters.`,
    `内容过长：最多 ${most} 个字符，且只能一行。`,
  ],
  tooMany: (most: string) => [
    `There are too many declarations of this kind: at most ${most}.`,
    `此类声明过多：最多 ${most} 个。`,
  ],
  colour: () => ['A colour is written as in “#2f6fde”.', '颜色请写成“#2f6fde”的形式。'],
  key: (key: string) => [
    `“${key}” cannot be declared: a name is a letter, then letters, digits and “_”, and none of the language’s own.`,
    `“${key}”不能声明：名字以字母开头，由字母、数字和“_”组成，且不能是语言自己的名字。`,
  ],
  twice: (key: string) => [`“${key}” is declared twice.`, `“${key}”被声明了两次。`],
  symbol: (symbol: string) => [
    `“${symbol}” cannot be a symbol: write letters, Greek ones as “\\beta_1”.`,
    `“${symbol}”不能作符号：请写字母，希腊字母写成“\\beta_1”。`,
  ],
  range: () => [
    'A range begins below its end, as in “[0, 1)”.',
    '取值范围的起点须小于终点，例如“[0, 1)”。',
  ],
  outside: (range: string) => [`The default must lie in ${range}.`, `默认值须在 ${range} 内。`],
  number: () => ['This must be a number.', '此处须为数字。'],
  initial: (initial: string) => [
    `A slot starts from a number, a hyper-parameter or w, not from “${initial}”.`,
    `状态量的初值须为数字、超参数或 w，不能是“${initial}”。`,
  ],
  lines: (most: string) => [
    `The program has too many lines: at most ${most}.`,
    `程序行数过多：最多 ${most} 行。`,
  ],
  products: (most: string) => [
    `The program has too many products of matrices: at most ${most}.`,
    `程序中的矩阵乘法过多：最多 ${most} 个。`,
  ],
  roots: (most: string) => [
    `The program has too many roots of matrices: at most ${most}.`,
    `程序中的矩阵求根过多：最多 ${most} 个。`,
  ],
  header: (kinds: string) => [
    `This line declares nothing: a rule’s file begins with lines such as “# hyper lr = 0.02”; they declare ${kinds}.`,
    `该行没有声明任何内容：规则文件以“# hyper lr = 0.02”之类的行开头，可声明 ${kinds}。`,
  ],
  headerForm: (form: string) => [
    `Such a line is written as “${form}”.`,
    `此类声明应写成“${form}”。`,
  ],
  noRule: () => [
    'Here is no rule: paste a function such as “def adagrad(params, states, hyperparams)”, or write lines such as “w -= lr * g”.',
    '此处没有规则：请粘贴“def adagrad(params, states, hyperparams)”之类的函数，或写“w -= lr * g”之类的行。',
  ],
  untranslated: (what: string) => [
    `“${what}” cannot be translated into a rule.`,
    `“${what}”无法翻译成规则。`,
  ],
  loop: (what: string) => [
    `A rule has no loops besides the one over parameters: “${what}”.`,
    `除了遍历参数的循环，规则不能有循环：“${what}”。`,
  ],
  unread: (what: string) => [
    `“${what}” cannot be read as Python.`,
    `“${what}”不是可读的 Python 代码。`,
  ],
  blocks: () => [
    'The indentation was lost, so it cannot be told which lines stand under this “if”.',
    '缩进已丢失，无法判断哪些行属于这个 if。',
  ],
  atOnce: () => [
    'These are assigned at once, and one needs what another was: write a line for each.',
    '这些名字同时被赋值，且其中一个依赖另一个的旧值：请分行写。',
  ],
  pasteTooLong: (most: string) => [
    `The text is too long: at most ${most} characters.`,
    `文本过长：最多 ${most} 个字符。`,
  ],
} satisfies Record<string, (...values: string[]) => string[]>

export type OwnFaultCode = keyof typeof sentences

/** @returns the fault of that code; `values` are what its sentence names */
export function ownFault(place: Place, code: OwnFaultCode, ...values: string[]): Fault {
  const sentence = sentences[code] as (...values: string[]) => string[]
  const [en = '', zh = ''] = sentence(...values.map((each) => each.slice(0, 60)))
  return { place, message: { en, 'zh-CN': zh } }
}
