/*
 * What earlier versions of the program wrote differently into a run's folder, taken to today's form
 * before it is checked. The log needs nothing: its records have only ever gained kinds and fields, and
 * those have defaults.
 */

type Json = Readonly<Record<string, unknown>>

/**
 * @param input a run's `spec.json` of any version, as JSON
 * @returns it in today's form, unchecked; what is in today's form already is returned as it is
 */
export function migrateSpec(input: unknown): unknown {
  return isObject(input) ? withInitial(input) : input
}

/**
 * First specs had the deviation of normally drawn start weights in the model itself. In those days a run
 * that diverged trained on to its end; now it ends unless configured otherwise.
 */
function withInitial(spec: Json): Json {
  const { model } = spec
  if (!isObject(model) || !('deviation' in model) || 'initial' in model) return spec
  const { deviation, ...rest } = model
  return {
    ...spec,
    model: { ...rest, initial: { kind: 'normal', deviation } },
    ...('stop' in spec ? {} : { stop: { diverged: false } }),
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
