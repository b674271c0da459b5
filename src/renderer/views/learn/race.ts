import type { RaceStatus } from '#shared/contract/calls.ts'
import { LabError } from '#shared/contract/errors.ts'
import { parseSpec, type ExperimentInput } from '#shared/experiment/spec.ts'
import { raceKey, racedOf, type Recordings } from '#shared/lessons/raced.ts'
import type { Raced } from '#shared/lessons/index.ts'
import type { Bridge } from '#renderer/bridge/types.ts'

/** Races that were run, by their keys. */
const known = new Map<string, Raced>()

/** Takes races that ran elsewhere. */
export function knowRaces(recordings: Recordings): void {
  for (const [key, raced] of Object.entries(recordings)) known.set(key, raced)
}

/**
 * A lesson's race, which the laboratory runs to its end; one that ran before is remembered, for steps
 * share races.
 *
 * @param told how far it has come, from 0 to 1
 * @throws LabError where it cannot be run, or broke off
 */
export async function lessonRace(
  bridge: Bridge,
  input: ExperimentInput,
  told: (share: number) => void,
): Promise<Raced> {
  const key = raceKey(input)
  const raced = known.get(key) ?? (await runLessonRace(bridge, input, told))
  known.set(key, raced)
  return raced
}

/**
 * Lets the laboratory run a lesson's race to its end. It is a run like any other, and stays in Runs.
 *
 * @param told how far it has come, from 0 to 1
 * @throws LabError where it cannot be run, or broke off
 */
async function runLessonRace(
  bridge: Bridge,
  input: ExperimentInput,
  told: (share: number) => void,
): Promise<Raced> {
  const heard = new Map<string, RaceStatus>()
  let wake = (): void => undefined
  const forget = bridge.onEvent((event) => {
    if (event.kind !== 'race') return
    heard.set(event.status.id, event.status)
    wake()
  })
  try {
    const race = await bridge.laboratory.startRace({
      spec: parseSpec(input),
      pace: null,
      when: 'beside',
    })
    let { status } = race
    while (status.phase === 'running' || status.phase === 'paused') {
      const next = heard.get(race.id)
      if (next && next !== status) {
        status = next
        if (status.steps > 0) told(status.step / status.steps)
        continue
      }
      await new Promise<void>((resolve) => (wake = resolve))
    }
    if (status.phase !== 'finished') {
      throw status.error ? LabError.fromData(status.error) : stopped()
    }
    const { recorded } = await bridge.laboratory.openRace({ id: race.id })
    void offTheList(bridge, race.id)
    return racedOf(recorded.columns, race.shape)
  } finally {
    forget()
  }
}

/** What a lesson has run is no work that anybody waits for; it stays in Runs. */
async function offTheList({ laboratory }: Bridge, race: string): Promise<void> {
  try {
    const job = (await laboratory.listWork()).findLast(({ of }) => of === race)
    if (job) await laboratory.dropWork({ id: job.id })
  } catch {
    // Then it stands there until somebody takes it off.
  }
}

const stopped = (): LabError =>
  new LabError(
    'wrong-phase',
    'The race of this step was stopped before its end. Predict again to run it anew.',
  )
