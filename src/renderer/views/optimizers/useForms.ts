import { computed, ref, type ComputedRef, type Ref } from 'vue'
import type { Values } from '#shared/conventions/compare.ts'
import { formsOf, type Form } from '#shared/optimizers/forms.ts'
import type { Convention, HyperValues } from '#shared/optimizers/index.ts'
import { comparedForms, formKey, type ComparedForm } from './forms.ts'

interface Looked {
  /** The optimizer's id. */
  readonly selected: Ref<string>
  readonly convention: ComputedRef<Convention>
  /** Of the rule that is looked at. */
  readonly hyper: ComputedRef<HyperValues>
  /** Whether a person wrote it: such a rule has no other form. */
  readonly isOwn: () => boolean
}

/** The forms of the optimizer looked at, held against one another. */
export function useForms({ selected, convention, hyper, isOwn }: Looked): {
  /** Whether the paths of the other forms are drawn beside the rule's own. */
  readonly comparing: Ref<boolean>
  /** What numbers the other forms have. */
  readonly values: Ref<Values>
  readonly forms: ComputedRef<readonly Form[]>
  readonly form: ComputedRef<Form | undefined>
  /** The one looked at first. */
  readonly compared: ComputedRef<readonly ComparedForm[]>
  /** The form that the one looked at is led to, a change at a time. */
  readonly other: Ref<ComparedForm | undefined>
} {
  const comparing = ref(false)
  const values = ref<Values>('equal')
  const wanted = ref('')
  const forms = computed(() => (isOwn() ? [] : formsOf(selected.value)))
  const form = computed(() =>
    forms.value.find(
      (each) => each.optimizer.id === selected.value && each.convention === convention.value,
    ),
  )
  const compared = computed(() =>
    form.value ? comparedForms(forms.value, form.value, hyper.value, values.value) : [],
  )
  const other = computed({
    get: () =>
      compared.value.slice(1).find((each) => formKey(each.form) === wanted.value) ??
      compared.value[1],
    set: (next) => (wanted.value = next ? formKey(next.form) : ''),
  })
  return { comparing, values, forms, form, compared, other }
}
