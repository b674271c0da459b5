import { inRange, rangeText } from '#shared/rules/ranges.ts'
import { refuse, type Fault } from '../faults.ts'
import type { Table } from '../table.ts'
import { blobs } from './blobs.ts'
import { linear } from './linear.ts'
import { moons } from './moons.ts'
import { quadratic } from './quadratic.ts'
import { sparse } from './sparse.ts'
import { spirals } from './spirals.ts'
import type { Generator } from './types.ts'
import { xor } from './xor.ts'

export type { Generator, GeneratorSetting } from './types.ts'

/** Every generator: classes in the plane, then what tries an optimizer's strengths. */
export const generators: readonly Generator[] = [
  moons,
  spirals,
  blobs,
  xor,
  linear,
  sparse,
  quadratic,
]

/** @returns the generator of that id, or undefined */
export function findGenerator(id: string): Generator | undefined {
  return generators.find((generator) => generator.id === id)
}

/** The most cells that are drawn: 400 MB of them. */
const mostCells = 5e7

/** @returns what is wrong with one setting, in English; undefined if nothing is */
export function settingFault(generator: Generator, key: string, value: number): string | undefined {
  const declared = generator.settings.find((setting) => setting.key === key)
  if (!declared) {
    const known = generator.settings.map((setting) => setting.key).join(', ')
    return `the generator '${generator.id}' has no setting '${key}', only ${known}`
  }
  if (!inRange(value, declared.range)) {
    return `must lie in ${rangeText(declared.range)}, is ${value}`
  }
  return declared.whole && !Number.isInteger(value)
    ? `must be a whole number, is ${value}`
    : undefined
}

/** @returns the settings with those left out at their defaults */
export function completeSettings(
  generator: Generator,
  given: Readonly<Record<string, number>>,
): Record<string, number> {
  const defaults = generator.settings.map(({ key, default: value }) => [key, value] as const)
  return { ...Object.fromEntries(defaults), ...given }
}

/**
 * Draws a table.
 *
 * @param given settings by key; those left out take their defaults
 * @throws LabError `bad-spec` with the path (`dataset.settings.rows`) of everything that is wrong
 */
export function generateTable(id: string, given: Readonly<Record<string, number>>): Table {
  const generator = findGenerator(id)
  if (!generator) {
    const known = generators.map((each) => each.id).join(', ')
    const message = `there is no generator '${id}'; choose one of ${known}`
    refuse([{ path: 'dataset.generator', message }])
    throw new Error('unreachable: a fault is refused')
  }
  const faults = Object.entries(given).flatMap(([key, value]): Fault[] => {
    const message = settingFault(generator, key, value)
    return message ? [{ path: `dataset.settings.${key}`, message }] : []
  })
  const settings = completeSettings(generator, given)
  const cells = (settings.rows ?? 0) * (settings.features ?? 2)
  if (faults.length === 0 && cells > mostCells) {
    const message = `${settings.rows} rows of ${settings.features} features are too many; take fewer of either`
    faults.push({ path: 'dataset.settings.rows', message })
  }
  refuse(faults)
  return generator.make(settings)
}
