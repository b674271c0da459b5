import { dirname, resolve } from 'node:path'
import { choiceOf } from '#shared/own/lane.ts'
import { openRules } from '#shared/own/open.ts'
import { readRuleText } from '../lab/rule-files.ts'
import { UsageError } from './usage.ts'

/**
 * Puts rules into the lanes of an experiment that only name their files: `"rule": "mine.py"`, by a path
 * relative to the spec.
 *
 * @param source path of the spec
 * @param spec as JSON, unchecked
 * @throws UsageError where a file holds no rule, or several; LabError where it cannot be read
 */
export async function withRules(source: string, spec: unknown): Promise<unknown> {
  if (!isObject(spec) || !Array.isArray(spec.lanes)) return spec
  const lanes = await Promise.all(
    spec.lanes.map(async (lane: unknown) => {
      if (!isObject(lane) || typeof lane.rule !== 'string' || !/^[^\n]+\.py$/.test(lane.rule)) {
        return lane
      }
      const path = resolve(dirname(source), lane.rule)
      const { rules, faults } = openRules(await readRuleText(path), 'rule')
      const [rule, ...more] = rules
      if (rule && more.length === 0 && faults.length === 0) return { ...lane, ...choiceOf(rule) }
      throw new UsageError(`'${path}' is not one rule; see 'lab rules check ${lane.rule}'.`)
    }),
  )
  return { ...spec, lanes }
}

/** The same of the experiment that a sweep holds. */
export async function withSweptRules(source: string, sweep: unknown): Promise<unknown> {
  if (!isObject(sweep)) return sweep
  return { ...sweep, experiment: await withRules(source, sweep.experiment) }
}

/** The same of a tournament's contestants. */
export async function withTournamentRules(source: string, tournament: unknown): Promise<unknown> {
  if (!isObject(tournament) || !Array.isArray(tournament.contestants)) return tournament
  const lanes = tournament.contestants.map((each: unknown) => (isObject(each) ? each.lane : each))
  const read = (await withRules(source, { lanes })) as { readonly lanes: readonly unknown[] }
  const contestants = tournament.contestants.map((each: unknown, index) =>
    isObject(each) ? { ...each, lane: read.lanes[index] } : each,
  )
  return { ...tournament, contestants }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
