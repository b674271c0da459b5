import { basename, join } from 'node:path'
import type { Laboratory, LabEvent, RaceStatus } from '#shared/contract/calls.ts'
import { createCalls } from './calls.ts'
import { savingCalls } from './exports/calls.ts'
import { noKeeper } from './exports/keep.ts'
import { sweepDrafts } from './files.ts'
import { Library } from './library/index.ts'
import { hasEnded } from './live-race.ts'
import { pastRaceFolder } from './past-race.ts'
import { Races } from './races.ts'
import { openRuleFolder } from './rule-files.ts'
import type { FileKeeper } from './saving.ts'
import { createSettingsStore } from './settings.ts'
import { Sweeps } from './sweeps/index.ts'
import type { ReadTable } from './tables/types.ts'
import { createTables } from './tables.ts'
import { Tournaments } from './tournaments/index.ts'
import type { Lab, LabOptions, StreamDelivery } from './types.ts'
import { Work } from './work.ts'

export function createLab(options: LabOptions): Lab {
  const { pool, dataFolder } = options
  const runsFolder = join(dataFolder, 'runs')
  const settings = createSettingsStore(join(dataFolder, 'settings.json'))
  const listeners = new Set<(event: LabEvent) => void>()
  const emit = (event: LabEvent): void => listeners.forEach((listener) => listener(event))
  const tables = createTables({
    dataFolder,
    reader: options.reader,
    resources: options.resources,
    onProgress: (path, done, total) => {
      emit({ kind: 'table', name: basename(path), done, total })
      if (total > 0) work.reading(path, Math.min(1, done / total))
    },
  })
  const rules = openRuleFolder(join(dataFolder, 'rules'), () => emit({ kind: 'rules' }))
  const openRaces = (
    folder: string,
    onStatus?: (status: RaceStatus) => void,
    readTable: ReadTable = tables.read,
  ): Races =>
    new Races({
      pool,
      runsFolder: folder,
      version: options.version,
      electron: options.electron,
      openFile: options.openFile,
      readTable,
      onStatus,
    })
  const work = new Work({
    onChange: (jobs) => emit({ kind: 'work', jobs }),
    free: () => pool.free(),
  })
  const races = openRaces(runsFolder, (status) => {
    emit({ kind: 'race', status })
    work.race(status)
    if (hasEnded(status)) library.changed()
  })
  const library = new Library({
    runsFolder,
    deletedFolder: join(dataFolder, 'deleted'),
    underway: (id) => races.list().some((race) => race.id === id && !hasEnded(race.status)),
    onChange: () => emit({ kind: 'runs' }),
  })
  const sweeps = new Sweeps({
    folder: join(dataFolder, 'sweeps'),
    version: options.version,
    readTable: tables.read,
    readKnown: tables.readKnown,
    openRaces,
    openFile: options.openFile,
    onProgress: (status, results) => {
      emit({ kind: 'sweep', status, results })
      work.long(status)
    },
  })
  const tournaments = new Tournaments({
    folder: join(dataFolder, 'tournaments'),
    version: options.version,
    pool,
    readTable: tables.read,
    readKnown: tables.readKnown,
    onProgress: (status, cells) => {
      emit({ kind: 'tournament', status, cells })
      work.long(status)
    },
  })

  /** Of a race that is put away too: its record is all there is to ask for. */
  const folderOf = async (id: string): Promise<string> => {
    const known = races.list().find((race) => race.id === id)
    return known?.folder ?? pastRaceFolder(runsFolder, id)
  }

  const callsOf = createCalls({
    ...{ options, runsFolder, settings, tables, rules, openRaces, emit },
    ...{ work, races, library, sweeps, tournaments, folderOf },
  })
  const tools = { version: options.version, readTable: tables.read, reader: options.reader }
  const connect = (delivery: StreamDelivery, keeper: FileKeeper = noKeeper): Laboratory =>
    callsOf(delivery, savingCalls({ keeper, folderOf, tools }))

  void tables.sweep().catch(() => undefined)
  void library.sweep().catch(() => undefined)
  void sweepDrafts(dataFolder).catch(() => undefined)

  return {
    connect,
    readSettings: () => settings.read(),
    openedFiles: async () =>
      (await tables.list()).flatMap(({ source }) => ('file' in source ? [source.file] : [])),
    admitFile: tables.admit,
    receiveFile: tables.receive,
    emit,
    onEvent(read) {
      listeners.add(read)
      return () => listeners.delete(read)
    },
    warm: () => void pool.warm().catch(() => undefined),
    async dispose() {
      tables.cancel()
      options.reader.dispose()
      await work.dispose()
      await sweeps.dispose()
      await tournaments.dispose()
      await races.dispose()
      await library.dispose()
      await pool.dispose()
    },
  }
}
