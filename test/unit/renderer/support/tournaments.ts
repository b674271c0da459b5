import type { LabError } from '#shared/contract/errors.ts'
import type {
  TournamentPlan,
  TournamentRecord,
  TournamentStatus,
} from '#shared/contract/tournaments.ts'
import type { CellResult, TournamentSpec } from '#shared/tournament/index.ts'
import { cellsOf, mostRunsOf, parseTournament } from '#shared/tournament/index.ts'
import { cellsWith, tournamentOf } from '#test/support/tournaments.ts'
import { TestLaboratory } from './laboratory.ts'

/** A bridge to a laboratory that says of its one tournament what a test has it say. */
export class TournamentBridge extends TestLaboratory {
  record: TournamentRecord | null = null
  /** What was asked to start. */
  started: TournamentSpec | undefined
  /** Of the next start, and of the next plan. */
  refusal: LabError | undefined
  unfit: LabError | undefined
  /** Runs before the answer to a start goes out. */
  beforeAnswer = (): void => undefined

  constructor(readonly tournament: TournamentSpec = tournamentOf(2, ['Adam', 'SGD'])) {
    super()
    const status = (phase: TournamentStatus['phase']) => async (): Promise<TournamentStatus> =>
      this.statusOf({ phase })
    Object.assign(this.laboratory, {
      planTournament: async ({
        spec: asked,
      }: {
        spec: TournamentSpec
      }): Promise<TournamentPlan> => {
        if (this.unfit) throw this.unfit
        return {
          runs: mostRunsOf(asked),
          cells: cellsOf(asked).length,
          tasks: asked.tasks.map(() => ({ parameters: 1, steps: 1 })),
          seconds: { from: 20, to: 80 },
          measured: true,
        }
      },
      startTournament: async ({ spec: asked }: { spec: unknown }) => {
        if (this.refusal) throw this.refusal
        this.started = parseTournament(asked)
        const answer = this.begin()
        this.beforeAnswer()
        return answer
      },
      pauseTournament: status('paused'),
      cancelTournament: status('stopped'),
      resumeTournament: async () => ({
        ...this.record!,
        status: this.statusOf({ phase: 'running' }),
      }),
      currentTournament: async () => this.record,
      readTournament: async ({ id }: { id: string }) => ({
        ...this.recordOf(
          id,
          cellsWith(this.tournament, (task, at) => task + at),
        ),
        status: { ...this.statusOf({ phase: 'finished', done: 4, share: 1 }), id },
      }),
    })
  }

  begin(): TournamentRecord {
    return (this.record = this.recordOf('t1', []))
  }

  recordOf(id: string, cells: CellResult[]): TournamentRecord {
    const created = '2026-01-02T03:04:05.000Z'
    return {
      id,
      folder: `/${id}`,
      created,
      spec: this.tournament,
      cells,
      status: this.statusOf({}),
    }
  }

  statusOf(part: Partial<TournamentStatus>): TournamentStatus {
    const rest = { done: 0, total: 4, share: 0, secondsLeft: null, running: [] }
    return { id: 't1', phase: 'running', ...rest, ...part }
  }

  cell(task: number, contestant: number, score: number | null): CellResult {
    return cellsWith(this.tournament, () => score).find(
      (each) => each.task === task && each.contestant === contestant,
    )!
  }

  report(part: Partial<TournamentStatus>, ...cells: CellResult[]): void {
    this.tell({ kind: 'tournament', status: this.statusOf(part), cells })
  }
}
