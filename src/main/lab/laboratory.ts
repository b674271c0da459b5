import { join } from 'node:path'
import type { Laboratory, LabEvent, Settings } from '../../shared/contract/calls.ts'
import type { Table } from '../../shared/data/table.ts'
import type { DatasetSource } from '../../shared/experiment/source.ts'
import type { StreamPort, TrainerPool, TrainingRace } from '../trainer/types.ts'
import { readSource } from './datasets.ts'
import { readRaceProblem } from './race-problem.ts'
import { Races } from './races.ts'
import type { OpenFile } from './run-log.ts'
import { createSettingsStore } from './settings.ts'

export interface LabOptions {
  readonly shell: 'desktop' | 'served'
  readonly version: string
  readonly electron?: string
  readonly pool: TrainerPool
  /** Holds the settings and, in `runs`, every run. */
  readonly dataFolder: string
  /** Holds `datasets/`. @default found above the code */
  readonly resources?: string
  /** Opens a folder in the system's file manager; left out where there is none. */
  readonly showFolder?: (folder: string) => Promise<boolean>
  /** How a log is opened. @default to append to */
  readonly openFile?: OpenFile
}

/** How one page gets the streams that it asked for by `watchRace`. */
export type StreamDelivery =
  | {
      readonly kind: 'transfer'
      /** Makes a channel, gives one end to the page. @returns the other, for the trainer process */
      readonly open: (raceId: string, shard: number) => unknown
    }
  | {
      readonly kind: 'tunnel'
      readonly open: (raceId: string, shard: number, port: StreamPort) => void
    }

/** The laboratory, whatever shell it stands behind. */
export interface Lab {
  /** The calls of one page; several pages share the races and settings. */
  connect(delivery: StreamDelivery): Laboratory
  /** Everything the laboratory says unasked. @returns stop listening */
  onEvent(read: (event: LabEvent) => void): () => void
  /** What a person chose, for the shell's own sake. */
  readSettings(): Promise<Settings>
  /** Says something unasked to every page. */
  emit(event: LabEvent): void
  /** Loads TensorFlow ahead of the first race; what fails is told when a race starts. */
  warm(): void
  /** Stops what runs, completes its record and ends the trainer processes. */
  dispose(): Promise<void>
}

export function createLab(options: LabOptions): Lab {
  const { pool, dataFolder } = options
  const runsFolder = join(dataFolder, 'runs')
  const settings = createSettingsStore(join(dataFolder, 'settings.json'))
  const listeners = new Set<(event: LabEvent) => void>()
  const emit = (event: LabEvent): void => listeners.forEach((listener) => listener(event))
  const readTable = (source: DatasetSource): Promise<Table> => readSource(source, options.resources)
  const races = new Races({
    pool,
    runsFolder,
    version: options.version,
    electron: options.electron,
    openFile: options.openFile,
    readTable,
    onStatus: (status) => emit({ kind: 'race', status }),
  })

  const connect = (delivery: StreamDelivery): Laboratory => ({
    describe: async () => ({
      version: options.version,
      tensorflow: pool.versions() ?? { package: '', library: '' },
      node: process.versions.node,
      electron: options.electron,
      platform: `${process.platform}-${process.arch}`,
      runsFolder,
      shell: options.shell,
    }),
    readSettings: () => settings.read(),
    writeSettings: async (wanted) => {
      const stored = await settings.write(wanted)
      emit({ kind: 'settings', settings: stored })
      return stored
    },
    startRace: async ({ spec, pace }) => (await races.start(spec, { pace })).race(),
    pauseRace: ({ id }) => races.find(id).pause(),
    resumeRace: ({ id }) => races.find(id).resume(),
    stopRace: ({ id }) => races.find(id).stop(),
    advanceRace: ({ id }) => races.find(id).advance(),
    paceRace: ({ id, pace }) => races.find(id).setPace(pace),
    extendRace: ({ id, epochs }) => races.find(id).extend(epochs),
    currentRace: async () => races.last(),
    watchRace: async ({ id }) => {
      const race = races.find(id)
      // Streams first, then the record: what both bring is told apart by run and step.
      for (const shard of race.training.shards.keys()) {
        openStream(race.training, id, shard, delivery)
      }
      const { columns, snapshots, paths, events, rates } = await race.recorded()
      return { columns, snapshots, paths, events, rates }
    },
    raceProblem: ({ id }) => readRaceProblem(races.find(id).spec, readTable),
    changeRate: ({ id, lane, rate }) => races.find(id).changeRate(lane, rate),
    showRunFolder: async ({ id }) => {
      const { folder } = races.find(id)
      return (await options.showFolder?.(folder)) ?? false
    },
  })

  return {
    connect,
    readSettings: () => settings.read(),
    emit,
    onEvent(read) {
      listeners.add(read)
      return () => listeners.delete(read)
    },
    warm: () => void pool.warm().catch(() => undefined),
    async dispose() {
      await races.dispose()
      await pool.dispose()
    },
  }
}

function openStream(
  race: TrainingRace,
  raceId: string,
  shard: number,
  delivery: StreamDelivery,
): void {
  if (delivery.kind === 'transfer') race.watch(shard, delivery.open(raceId, shard))
  else delivery.open(raceId, shard, race.openStream(shard))
}
