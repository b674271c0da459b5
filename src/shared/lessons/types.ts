import type { DataPart, ExperimentInput, Metric } from '../experiment/spec.ts'
import type { Convention, HyperValues } from '../optimizers/index.ts'
import type { Point, Surface } from '../surfaces/index.ts'
import type { SurfaceSetting } from '../surfaces/setting.ts'
import type { Trajectory } from '../surfaces/walk.ts'
import type { Language, LocalizedText } from '../text.ts'

/** The numbers that a learner may change in a step, by the keys of its dials. */
export type Values = Readonly<Record<string, number>>

/** A number that a learner may change, to try a step again. */
export interface Dial {
  readonly key: string
  /** As a text writes it: `η`, `γ`. */
  readonly symbol: string
  readonly name: LocalizedText
  /** All that it can be, ascending; so few that a test tries a step with each. */
  readonly values: readonly number[]
  readonly first: number
}

/** Whose steps a figure shows. */
export interface LessonLane {
  readonly optimizer: string
  readonly convention: Convention
  /** Every hyper-parameter of the rule. */
  readonly hyper: HyperValues
}

/** An axis of a plot, from end to end whatever is drawn. */
export interface PlotAxis {
  readonly name: LocalizedText
  readonly from: number
  readonly to: number
  readonly logarithmic?: boolean
}

/** A line of a plot. */
export interface PlotLine {
  readonly name: LocalizedText
  /** The optimizer whose ink it has; left out, the ink of text. */
  readonly optimizer?: string
  /** Ascending where it is a curve; the places of a path one after the other. */
  readonly x: ArrayLike<number>
  readonly y: ArrayLike<number>
  /** Its points are steps: each is a dot. */
  readonly steps?: boolean
  /** Distinguishes lines of one ink. */
  readonly dash?: readonly number[]
  /** Not drawn before the learner has committed. */
  readonly hidden?: boolean
}

export interface PlotFigure {
  readonly kind: 'plot'
  readonly x: PlotAxis
  readonly y: PlotAxis
  readonly lines: readonly PlotLine[]
}

/** A walk over a surface, as `walk` made it. */
export interface PlaneWalk {
  readonly name: LocalizedText
  readonly optimizer: string
  readonly trajectory: Pick<Trajectory, 'points' | 'values' | 'steps' | 'diverged'>
  readonly dash?: readonly number[]
  /** Not drawn before the learner has committed. */
  readonly hidden?: boolean
}

export interface PlaneFigure {
  readonly kind: 'plane'
  readonly surface: Surface
  readonly start: Point
  readonly walks: readonly PlaneWalk[]
  /** Steps of the longest walk that is shown. */
  readonly steps: number
}

export type Figure = PlotFigure | PlaneFigure

/** How a learner says what will happen. */
export type Ask =
  /** Draws the hidden line of a plot: heights over some places of the horizontal axis. */
  | {
      readonly kind: 'curve'
      readonly at: readonly number[]
      /** Where every handle stands first. */
      readonly first: number
    }
  /** Marks a place of the plane. */
  | { readonly kind: 'point'; readonly first: Point }
  /** Picks one of a few; their words are in the texts. */
  | { readonly kind: 'choice'; readonly options: readonly string[] }
  /** Sets a number: on an axis of the plot, or on a slider of its own. */
  | {
      readonly kind: 'value'
      readonly from: number
      readonly to: number
      readonly logarithmic?: boolean
      /** Of a slider: it takes whole numbers only. */
      readonly whole?: boolean
      readonly first: number
      /** As a text writes it. */
      readonly symbol: string
      /** The axis it is marked on. @default a slider below the figure */
      readonly on?: 'x' | 'y'
      /** Where the mark stands on the other axis. @default on the first line of the plot */
      readonly beside?: number
    }

/** Heights in the order of the handles, a place, an option, or a number, as the step asks. */
export type Guess = readonly number[] | Point | string | number

/** The state of a step as another stage takes it over. */
export type HandOver =
  | { readonly stage: 'surface'; readonly setting: SurfaceSetting }
  /** With the gradients that the rule answers. */
  | {
      readonly stage: 'optimizers'
      readonly lane: LessonLane
      readonly gradients: ArrayLike<number>
    }
  | { readonly stage: 'iris' | 'race'; readonly spec: ExperimentInput }

/** A table of the learner's choice, on which a lesson trains in place of its own. */
export interface LessonTable {
  readonly name: LocalizedText
  readonly data: DataPart
}

/** A number that a text names, or a name. */
type Fact = number | LocalizedText
export type Facts = Readonly<Record<string, Fact>>

/** What a real race has recorded, of each lane, of each seed. */
export interface Raced {
  readonly lanes: readonly (readonly RacedRun[])[]
}

/** One run's recorded points, ascending. */
export interface RacedRun {
  readonly step: readonly number[]
  /** Training rows seen. */
  readonly samples: readonly number[]
  readonly values: Readonly<Partial<Record<Metric, readonly number[]>>>
}

/** One step of a lesson: a sentence or two, a figure, a prediction, the truth. */
export interface Step {
  readonly id: string
  readonly dials: readonly Dial[]
  readonly ask: Ask
  /**
   * The race that the laboratory runs when the learner has committed. Before it is over, `figure` and
   * `truth` are asked without it.
   */
  readonly race?: (values: Values, table?: LessonTable) => ExperimentInput
  /** What really happens; undefined while it is not known. */
  readonly truth: (values: Values, raced?: Raced) => Guess | undefined
  /** @param guess what the learner has committed to */
  readonly figure: (values: Values, guess?: Guess, raced?: Raced) => Figure
  /** The rule at work, and the term of it that does it, as its listing has it. */
  readonly formula: (values: Values) => LessonLane & { readonly mark?: string }
  /** What the texts name. */
  readonly facts: (values: Values, raced?: Raced, table?: LessonTable) => Facts
  /** @param guess what the learner has committed to */
  readonly open: (values: Values, raced?: Raced, table?: LessonTable, guess?: Guess) => HandOver
}

/** Words of a step; `{name}` is one of its facts. At most 60 words all together. */
interface StepText {
  readonly title: string
  readonly text: string
  readonly ask: string
  /** Of a choice, by option. */
  readonly options?: Readonly<Record<string, string>>
  /** Said with the truth. */
  readonly why: string
}

export interface LessonText {
  readonly title: string
  /** What one knows afterwards. */
  readonly about: string
  readonly steps: Readonly<Record<string, StepText>>
}

/** Something that a lesson says, and how it is found out. */
type Claim =
  | { readonly says: string; readonly holds: () => boolean }
  /** One that TensorFlow must train for. */
  | {
      readonly says: string
      readonly race: () => ExperimentInput
      readonly holds: (raced: Raced) => boolean
    }

export interface Lesson {
  readonly id: string
  /** It also trains on a table of the learner's. */
  readonly takesTable?: true
  readonly text: Readonly<Record<Language, LessonText>>
  /** Three to six. */
  readonly steps: readonly Step[]
  readonly claims: readonly Claim[]
}
