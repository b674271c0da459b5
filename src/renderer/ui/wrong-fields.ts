import { inject, onScopeDispose, provide, useId, watch, type InjectionKey } from 'vue'

/** By field: the label of each whose text is no value. */
export type WrongFields = Map<string, string>

const wrongFieldsKey: InjectionKey<WrongFields> = Symbol('wrong fields')

/** Collects which fields below the component hold a text that is no value. */
export function provideWrongFields(fields: WrongFields): void {
  provide(wrongFieldsKey, fields)
}

/**
 * Lists the field among the wrong ones of its form, if there is one around it, for as long as it is
 * there and its text is no value.
 *
 * @param label the field's label while it is wrong, else undefined
 */
export function useWrongField(label: () => string | undefined): void {
  const fields = inject(wrongFieldsKey, undefined)
  if (!fields) return
  const id = useId()
  watch(
    label,
    (now) => {
      if (now === undefined) fields.delete(id)
      else fields.set(id, now)
    },
    { immediate: true, flush: 'sync' },
  )
  onScopeDispose(() => fields.delete(id))
}
