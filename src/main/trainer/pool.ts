import { availableParallelism } from 'node:os'
import { describeRace } from '#shared/data/describe.ts'
import { tableBytes } from '#shared/data/table.ts'
import { demandMemory, memoryOf } from '#shared/training/memory.ts'
import { createSchedule } from '#shared/training/schedule.ts'
import { memoryLimit } from './memory-limit.ts'
import { mostProcesses, partition } from './partition.ts'
import type { Request } from './protocol.ts'
import { createRace, hasEnded } from './race.ts'
import type {
  RaceRequest,
  RaceResumption,
  TensorflowVersions,
  TrainerPool,
  TrainerPoolOptions,
  TrainingRace,
} from './types.ts'
import { createWorker, type Worker } from './worker.ts'

type Resume = Extract<Request, { kind: 'prepare' }>['resume']

/** Starts no process until it is needed or warmed. */
export function createTrainerPool(options: TrainerPoolOptions): TrainerPool {
  const { launcher } = options
  const cores = availableParallelism()
  const most = Math.min(mostProcesses, Math.max(1, options.processes ?? cores))
  const threads = Math.max(1, Math.floor(cores / most))
  let workers: Worker[] = []
  let versions: TensorflowVersions | undefined
  /** Races whose processes hold something of theirs, the oldest first. */
  let held: {
    readonly race: TrainingRace
    readonly workers: readonly Worker[]
    /** Bytes that it takes at its peak. */
    readonly bytes: number
  }[] = []
  let races = 0
  /** Starts wait for one another. */
  let queue: Promise<unknown> = Promise.resolve()

  /** Living processes that hold nothing of any race. */
  const idle = (): Worker[] => {
    workers = workers.filter((worker) => worker.alive)
    const taken = new Set(held.flatMap((each) => each.workers))
    return workers.filter((worker) => !taken.has(worker))
  }

  const launch = (count: number): void => {
    while (workers.length < count) workers.push(createWorker(launcher))
  }

  /**
   * So many processes for a race. Races that are over keep theirs until another needs them; those that
   * are not over keep them in any case, and the new one gets processes beyond the usual number.
   */
  const take = async (count: number): Promise<Worker[]> => {
    while (idle().length < count) {
      const over = held.find(({ race }) => hasEnded(race.status().phase))
      if (workers.length >= most && over) await over.race.release()
      else launch(workers.length + 1)
    }
    return idle().slice(0, count)
  }

  /** Ends what a race that was not alone took beyond the usual number. */
  const trim = (): void => {
    for (const worker of idle().slice(0, Math.max(0, workers.length - most))) worker.kill()
  }

  const busy = (): number => {
    const running = held.filter(({ race }) => race.status().phase === 'running')
    return running.reduce((sum, each) => sum + each.workers.length, 0)
  }

  const load = async (chosen: readonly Worker[]): Promise<void> => {
    const loaded = await Promise.all(chosen.map((worker) => worker.load(threads)))
    versions = loaded[0]
  }

  const start = async (request: RaceRequest): Promise<TrainingRace> => {
    const { spec, table, engine = 'native', pace = null, resume } = request
    const description = describeRace(spec, table)
    const free = Math.min(request.processes ?? most, Math.max(1, most - busy()))
    const rectangles = resume?.shares ?? partition(spec.lanes.length, spec.seeds.length, free)
    const demand = memoryOf({
      spec,
      inputs: description.featureNames.length,
      outputs: description.classNames.length || 1,
      trainRows: description.trainRows,
      validationRows: description.validationRows,
      batch: createSchedule(spec, description.trainRows).batch,
      tableBytes: tableBytes(table),
      shares: rectangles,
    })
    const open = held.filter((each) => !hasEnded(each.race.status().phase))
    const taken = open.reduce((all, { bytes }) => all + bytes, 0)
    const limit =
      options.memory === undefined
        ? memoryLimit(demand.programs, undefined, undefined, taken)
        : options.memory - taken
    demandMemory(demand, limit)
    const chosen = await take(rectangles.length)
    if (engine === 'native') await load(chosen)
    const number = ++races
    const shares = chosen.map((worker, index) => {
      const { lanes, seeds } = rectangles[index]!
      return { worker, rectangle: { lanes, seeds } }
    })
    await Promise.all(
      shares.map(({ worker, rectangle }, index) =>
        worker.request({
          kind: 'prepare',
          race: number,
          spec,
          table,
          ...rectangle,
          engine,
          pace,
          logged: request.log !== undefined,
          resume: resume && shareOf(resume, index),
        }),
      ),
    )
    const shape = { ...description, shards: shares.length }
    const { transfersPorts } = launcher
    const onRelease = (): void => {
      held = held.filter((each) => each.race !== race)
      trim()
      request.onRelease?.()
    }
    const race = createRace({ number, request, shape, shares, transfersPorts, onRelease })
    const bytes = Object.values(demand).reduce((all, part) => all + part, 0)
    held.push({ race, workers: chosen, bytes })
    await race.run()
    return race
  }

  return {
    async warm() {
      launch(most)
      await load(workers.slice(0, most))
    },
    start(request) {
      const result = queue.then(() => start(request))
      queue = result.catch(() => undefined)
      return result
    },
    versions: () => versions,
    free: () => most - busy(),
    pids: () => workers.filter((worker) => worker.alive).map((worker) => worker.pid),
    async dispose() {
      await queue
      for (const { race } of [...held]) await race.release()
      for (const worker of workers) worker.kill()
      workers = []
    },
  }
}

/** What a process is told of how its share goes on. */
function shareOf({ steps, until, points, shares }: RaceResumption, index: number): Resume {
  const { checkpoint, rates } = shares[index]!
  return { steps, until, points, checkpoint: checkpoint?.bytes, rates }
}
