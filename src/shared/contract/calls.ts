import { raceShapeSchema } from '../experiment/shape.ts'
import { specSchema } from '../experiment/spec.ts'
import { recordOf, z } from '../schema.ts'
import { surfaceSettingSchema } from '../surfaces/setting.ts'
import { languages } from '../text.ts'
import { errorDataSchema } from './errors.ts'
import { phases, streamMessageSchema } from './stream.ts'
import { raceProblemSchema } from './problem.ts'
import { ruleCalls, rulesEventSchema } from './rules.ts'
import { fileEventSchema, runCalls, runsEventSchema, runVersionsSchema } from './runs.ts'
import { slurmCalls } from './slurm.ts'
import { sweepCalls, sweepEventSchema } from './sweeps.ts'
import { tableCalls } from './tables.ts'
import { tournamentCalls, tournamentEventSchema } from './tournaments.ts'
import { moreSchema, whenSchema, workCalls, workEventSchema } from './work.ts'

const raceId = z.string().min(1).max(100)

export { type RaceShape } from '../experiment/shape.ts'

const raceStatusSchema = z.object({
  id: raceId,
  phase: z.enum(phases),
  /** The fewest steps any process has done. */
  step: z.int().min(0),
  /** Steps the present budget asks for. */
  steps: z.int().min(0),
  /** Steps a second at most; null runs as fast as it can. */
  pace: z.number().positive().nullable(),
  error: errorDataSchema.optional(),
  /** Its processes have been let go: only its record is left, from which it may go on. */
  away: z.boolean().optional(),
})

export type RaceStatus = z.output<typeof raceStatusSchema>

const raceSchema = z.object({
  id: raceId,
  /** The run log's folder, for a person to open. */
  folder: z.string(),
  spec: specSchema,
  shape: raceShapeSchema,
  status: raceStatusSchema,
})

export type Race = z.output<typeof raceSchema>

export const settingsSchema = z.object({
  language: z.enum(['system', ...languages]).default('system'),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  /** Everything 1.4 times as large, for a projector. */
  projector: z.boolean().default(false),
  /** The stage last shown. One that this program does not have is forgotten. */
  stage: z
    .enum(['learn', 'iris', 'race', 'surface', 'optimizers', 'data', 'runs'])
    .optional()
    .catch(undefined),
  /** Lessons: whether the first minute is over, and which steps of each were gone through. */
  learn: z
    .object({ begun: z.boolean(), done: recordOf(z.array(z.string().max(40)).max(12)) })
    .optional()
    .catch(undefined),
  /** What was on the Surface stage, a formula of the person's own with it. */
  surface: surfaceSettingSchema.optional().catch(undefined),
  /** The Race stage as it was left: its experiment, its view and its races. The page parses it again. */
  race: z.unknown().optional(),
  /** The race that the Iris stage showed last. The page parses it again. */
  iris: z.unknown().optional(),
  /** What was looked at on the Optimizers stage, and the rule being written. The page parses it again. */
  optimizers: z.unknown().optional(),
})

export type Settings = z.output<typeof settingsSchema>

const pace = z.number().positive().max(1e6).nullable()

/** What a race has recorded, as the stream brings it. */
const recordedSchema = streamMessageSchema.omit({
  sequence: true,
  phase: true,
  step: true,
  error: true,
})

/** Every call the page can make: its input and its output. Both sides check both. */
export const calls = {
  /** What program this is and what it runs on. */
  describe: {
    input: z.undefined(),
    /** TensorFlow's versions are empty until a trainer has loaded it. */
    output: runVersionsSchema.omit({ app: true }).extend({
      version: z.string(),
      runsFolder: z.string(),
      /** `desktop` or `served`. */
      shell: z.enum(['desktop', 'served']),
    }),
  },
  readSettings: { input: z.undefined(), output: settingsSchema },
  writeSettings: { input: settingsSchema, output: settingsSchema },
  /** Starts a race. A quick one starts at once, whatever else runs. */
  startRace: {
    input: z.object({ spec: specSchema, pace, when: whenSchema.optional() }),
    output: raceSchema,
  },
  pauseRace: { input: z.object({ id: raceId }), output: raceStatusSchema },
  resumeRace: { input: z.object({ id: raceId }), output: raceStatusSchema },
  stopRace: { input: z.object({ id: raceId }), output: raceStatusSchema },
  /** Takes a paused race one recorded point further and pauses again. */
  advanceRace: { input: z.object({ id: raceId }), output: raceStatusSchema },
  paceRace: { input: z.object({ id: raceId, pace }), output: raceStatusSchema },
  /**
   * Gives a race that is over, also one of another day, more epochs or more seeds. For more epochs it goes
   * on with the same weights, slots and batches; runs that ended early stay as they are; where all have, it
   * is `wrong-phase`. Of more seeds only the added runs are trained, as far as the race has come, to the
   * numbers of a race that was begun with all of them; one that can have none is `cannot-grow`.
   */
  growRace: {
    input: z.object({ id: raceId, pace, more: moreSchema, when: whenSchema.optional() }),
    output: raceSchema,
  },
  /** The races under way, and those that are over and still at hand; the newest first. */
  currentRaces: { input: z.undefined(), output: z.array(raceSchema) },
  /**
   * What the race has recorded so far. From then on one stream per shard brings the rest; a row
   * that comes twice has the same run and step.
   */
  watchRace: {
    input: z.object({ id: raceId }),
    output: recordedSchema,
  },
  /** A race of before, from its record: whatever this laboratory ran, also before it was last closed. */
  openRace: {
    input: z.object({ id: raceId }),
    output: z.object({ race: raceSchema, recorded: recordedSchema }),
  },
  /**
   * What the first seed of a race, also of one that is put away, learns from, to be drawn: a sample of
   * its rows, as they were encoded and scaled.
   */
  raceProblem: { input: z.object({ id: raceId }), output: raceProblemSchema },
  /**
   * Gives a lane another learning rate from the next step on; its schedule goes on from it. A lane
   * that isn't there, or whose rule has no rate, is `bad-spec`.
   */
  changeRate: {
    input: z.object({ id: raceId, lane: z.string(), rate: z.number().positive().max(1000) }),
    output: raceStatusSchema,
  },
  /**
   * Goes on with a run from its last checkpoint, also one of another day, up to its budget. Without a
   * checkpoint that fits it is `no-checkpoint`; where another program has the run, `run-busy`.
   */
  resumeRun: {
    input: z.object({ id: raceId, pace, when: whenSchema.optional() }),
    output: raceSchema,
  },
  ...workCalls,
  ...runCalls,
  ...tableCalls,
  ...slurmCalls,
  ...sweepCalls,
  ...tournamentCalls,
  ...ruleCalls,
  /** A lesson as one page that needs neither this program nor a network; its races are run for it. */
  lessonPage: {
    input: z.object({ id: z.string().min(1).max(40), language: z.enum(languages) }),
    output: z.object({ name: z.string(), html: z.string().max(4_000_000) }),
  },
  /** Opens a run's folder, or that of all, in the system's file manager; false where there is none. */
  showRunFolder: { input: z.object({ id: raceId.optional() }), output: z.boolean() },
} as const

export type CallName = keyof typeof calls
type CallInput<N extends CallName> = z.output<(typeof calls)[N]['input']>
export type CallOutput<N extends CallName> = z.output<(typeof calls)[N]['output']>

export const callNames = Object.keys(calls) as CallName[]

/** The laboratory as the page sees it: one method per call. Rejects with a LabError. */
export type Laboratory = {
  readonly [N in CallName]: CallInput<N> extends undefined
    ? () => Promise<CallOutput<N>>
    : (input: CallInput<N>) => Promise<CallOutput<N>>
}

/** How an answer crosses the boundary: an error is data, not an exception. */
export const answerSchema = z.union([
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), error: errorDataSchema }),
])

export type Answer = z.output<typeof answerSchema>

/** What the laboratory says unasked. */
export const eventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('race'), status: raceStatusSchema }),
  sweepEventSchema,
  tournamentEventSchema,
  workEventSchema,
  z.object({ kind: z.literal('settings'), settings: settingsSchema }),
  /** How far the reading of a table has come, in bytes. */
  z.object({
    kind: z.literal('table'),
    name: z.string(),
    done: z.number().min(0),
    total: z.number().min(0),
  }),
  /** How far the making of a lesson's page has come. */
  z.object({ kind: z.literal('lesson'), id: z.string(), share: z.number().min(0).max(1) }),
  runsEventSchema,
  rulesEventSchema,
  fileEventSchema,
  /** A menu item or a shortcut of the shell. */
  z.object({
    kind: z.literal('command'),
    command: z.enum(['run', 'pause', 'reset', 'export', 'help', 'settings', 'about']),
  }),
])

export type LabEvent = z.output<typeof eventSchema>
