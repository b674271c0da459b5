import {
  compareForms,
  type Comparison,
  type Numbered,
  type Values,
} from '#shared/conventions/compare.ts'
import type { Ground } from '#shared/conventions/part.ts'
import type { Form } from '#shared/optimizers/forms.ts'
import { defaultHyper, optimizerName, type HyperValues } from '#shared/optimizers/index.ts'
import { walk, type Trajectory } from '#shared/surfaces/walk.ts'
import { useText } from '#renderer/composables/useText.ts'
import type { Meaning } from '#renderer/ui/formula-difference.ts'

const { t } = useText()

/** A form of the optimizer looked at, with its numbers. */
export interface ComparedForm extends Numbered {
  readonly form: Form
  /** Undefined of the form that the others are held against. */
  readonly comparison: Comparison | undefined
}

/** @returns what distinguishes a form from the others of its optimizer */
export const formKey = ({ optimizer, convention }: Form): string => `${optimizer.id} ${convention}`

export function formName({ optimizer, convention }: Form): string {
  return optimizer.formOf === undefined
    ? t(`conventions.${convention}`)
    : optimizerName(optimizer.id)
}

/**
 * @param hyper of the form that is shown: what the others have instead of their own defaults
 * @returns every form, the one that is shown first
 */
export function comparedForms(
  forms: readonly Form[],
  shown: Form,
  hyper: HyperValues,
  values: Values,
): ComparedForm[] {
  const { rule } = shown
  const from = { rule, hyper: values === 'equal' ? hyper : defaultHyper(rule) }
  const others = forms.filter((form) => formKey(form) !== formKey(shown))
  return [
    { form: shown, ...from, comparison: undefined },
    ...others.map((form) => {
      const comparison = compareForms(from, form.rule, values)
      return { form, ...comparison.to, comparison }
    }),
  ]
}

/** @returns what a form's formula means in the symbols of the form that it is held against */
export function meaningOf({ comparison }: ComparedForm): Meaning | undefined {
  const others = (comparison?.changes ?? []).flatMap((change) => {
    if (change.kind !== 'spelling') return []
    // What is left out, or where a slot starts, stands in no line.
    const { from, to } = change.parameter
    const inLine = [from, to].every((side) => !('fixed' in side) || side.fixed === 'line')
    const end = /[A-Za-z]$/.test(change.after) ? '(?![A-Za-z])' : ''
    const escaped = change.after.replace(/[\\^${}().+*?|[\]]/g, '\\$&')
    return inLine ? [{ find: new RegExp(escaped + end, 'g'), put: change.before }] : []
  })
  if (others.length === 0) return undefined
  return (tex) => others.reduce((text, { find, put }) => text.replace(find, () => put), tex)
}

/** @returns whether two forms compute the same from the same numbers, however each arranges it */
export function areAlike(one: Form, other: Form): boolean {
  const from = { rule: one.rule, hyper: defaultHyper(one.rule) }
  return compareForms(from, other.rule, 'equal').changes.every(({ kind }) => kind === 'spelling')
}

/** A way that some forms walk alike. */
export interface FormPath {
  readonly forms: readonly Form[]
  readonly trajectory: Trajectory
}

/** @returns where the forms walk; those that agree to 12 digits share a path */
export function formPaths(compared: readonly ComparedForm[], ground: Ground): FormPath[] {
  const paths: FormPath[] = []
  for (const { form, rule, hyper } of compared) {
    const trajectory = walk({ ...ground, rule, hyper })
    const twin = paths.findIndex((path) => agree(path.trajectory.values, trajectory.values))
    const found = paths[twin]
    if (found) paths[twin] = { ...found, forms: [...found.forms, form] }
    else paths.push({ forms: [form], trajectory })
  }
  return paths
}

function agree(a: Float64Array, b: Float64Array): boolean {
  return (
    a.length === b.length &&
    a.every((value, step) => Math.abs(value - b[step]!) <= 1e-12 * Math.max(1, Math.abs(value)))
  )
}
