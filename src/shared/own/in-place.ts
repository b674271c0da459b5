import type { SyntaxNode } from '@lezer/common'
import type { Expression, Place } from '../rules/ast.ts'
import { childrenOf } from '../rules/parse.ts'
import { added, argumentsOf, calledOf, refuse, translate, type Reader } from './expressions.ts'

/** Takes the lines of a rule as they are found. */
export interface StepWriter {
  /** @returns what is assigned to in the rule; undefined where it is of no matter to it */
  targetOf(node: SyntaxNode): string | undefined
  emit(target: string, operator: string, value: Expression): void
}

/** `p.sub_(…)`, `s[:].assign(…)`, `s.mul_(rho).add_(…)`. @returns what was changed */
export function change(
  node: SyntaxNode,
  reader: Reader,
  place: Place,
  step: StepWriter,
): string | undefined {
  const [callee, list] = childrenOf(node)
  const [object, sign, property] = callee ? childrenOf(callee) : []
  if (callee?.name !== 'MemberExpression' || !object || !property || !sign) {
    return refuse(reader, node)
  }
  const method = reader.textOf(property)
  if (/^(zero_grad|backward|attach_grad|requires_grad_|wait_to_read)$/.test(method))
    return undefined
  const { positional, named } = argumentsOf(list, reader)
  const target =
    object.name === 'CallExpression' && !/^(data|value)$/.test(calledOf(object, reader)?.name ?? '')
      ? change(object, reader, place, step)
      : step.targetOf(object)
  if (target === undefined) return undefined
  const self: Expression = { kind: 'name', name: target, place }
  const at = (index: number, ...keys: string[]): Expression => {
    const found = positional[index] ?? keys.map((key) => named.get(key)).find((each) => each)
    return found ? translate(found, reader) : refuse(reader, node)
  }
  const scaled = (): Expression => {
    const alpha = named.get('alpha')
    const other = at(0, 'other')
    if (!alpha) return other
    const left = translate(alpha, reader)
    return { kind: 'arithmetic', operator: '*', left, right: other, place }
  }
  switch (method) {
    case 'assign':
    case 'copy_':
    case 'fill_':
      step.emit(target, '=', at(0, 'value', 'other'))
      return target
    case 'zero_':
      step.emit(target, '=', { kind: 'number', value: 0, text: '0', place })
      return target
    case 'add_':
    case 'assign_add':
      step.emit(target, '+=', scaled())
      return target
    case 'sub_':
    case 'assign_sub':
      step.emit(target, '-=', scaled())
      return target
    case 'mul_':
      step.emit(target, '*=', at(0, 'other'))
      return target
    case 'div_':
      step.emit(target, '/=', at(0, 'other'))
      return target
    case 'addcmul_':
    case 'addcdiv_': {
      const operator = method === 'addcmul_' ? '*' : '/'
      const value = added(self, named.get('value'), at(0), operator, at(1), reader)
      step.emit(target, '=', value)
      return target
    }
    case 'lerp_': {
      const way: Expression = {
        ...{ kind: 'arithmetic', operator: '-', place },
        ...{ left: at(0, 'end'), right: self },
      }
      const share = at(1, 'weight')
      step.emit(target, '+=', { kind: 'arithmetic', operator: '*', left: share, right: way, place })
      return target
    }
    case 'sqrt_':
    case 'abs_':
    case 'sign_':
      step.emit(target, '=', { kind: 'call', name: method.slice(0, -1), arguments: [self], place })
      return target
    default:
      return refuse(reader, node)
  }
}
