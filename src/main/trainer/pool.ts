import { availableParallelism } from 'node:os'
import { describeRace } from '#shared/data/describe.ts'
import { tableBytes } from '#shared/data/table.ts'
import { demandMemory, memoryOf } from '#shared/training/memory.ts'
import { createSchedule } from '#shared/training/schedule.ts'
import { memoryLimit } from './memory-limit.ts'
import { mostProcesses, partition } from './partition.ts'
import type { Request } from './protocol.ts'
import { createRace } from './race.ts'
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
  let race: TrainingRace | undefined
  let races = 0
  /** Starts wait for one another. */
  let queue: Promise<unknown> = Promise.resolve()

  /** So many living processes; what died since is replaced. */
  const ready = (count: number): Worker[] => {
    workers = workers.filter((worker) => worker.alive)
    while (workers.length < count) workers.push(createWorker(launcher))
    return workers.slice(0, count)
  }

  const load = async (chosen: readonly Worker[]): Promise<void> => {
    const loaded = await Promise.all(chosen.map((worker) => worker.load(threads)))
    versions = loaded[0]
  }

  const start = async (request: RaceRequest): Promise<TrainingRace> => {
    const { spec, table, engine = 'native', pace = null, resume } = request
    const description = describeRace(spec, table)
    const rectangles = resume?.shares ?? partition(spec.lanes.length, spec.seeds.length, most)
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
    demandMemory(demand, options.memory ?? memoryLimit(demand.programs))
    const chosen = ready(rectangles.length)
    await race?.release()
    race = undefined
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
    const started = createRace({ number, request, shape, shares, transfersPorts })
    race = started
    await started.run()
    return started
  }

  return {
    warm: () => load(ready(most)),
    start(request) {
      const result = queue.then(() => start(request))
      queue = result.catch(() => undefined)
      return result
    },
    versions: () => versions,
    pids: () => workers.filter((worker) => worker.alive).map((worker) => worker.pid),
    async dispose() {
      await queue
      await race?.release()
      race = undefined
      for (const worker of workers) worker.kill()
      workers = []
    },
  }
}

/** What a process is told of how its share goes on. */
function shareOf({ steps, points, shares }: RaceResumption, index: number): Resume {
  const { checkpoint, rates } = shares[index]!
  return { steps, points, checkpoint: checkpoint?.bytes, rates }
}
