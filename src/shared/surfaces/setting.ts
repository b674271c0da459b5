import { conventions } from '../optimizers/types.ts'
import { recordOf, z } from '../schema.ts'
import { longestFormula } from './formula/scan.ts'

/** Lanes on one surface; more could not be distinguished. */
export const mostLanes = 32

/** Steps of a walk: every step is kept, and a drag walks them all anew each frame. */
export const mostSteps = 20_000

/** Minima that a person lists for a formula of their own. */
export const mostMinima = 24

const coordinate = z.number().min(-1e9).max(1e9)
const pointSchema = z.object({ x: coordinate, y: coordinate })
const rangeSchema = z
  .tuple([coordinate, coordinate])
  .readonly()
  .refine(([from, to]) => to > from, { message: 'must go from less to more' })

const domainSchema = z.object({ x: rangeSchema, y: rangeSchema })

const ownSurfaceSchema = z.object({
  text: z.string().max(longestFormula),
  domain: domainSchema,
  minima: z.array(pointSchema).max(mostMinima),
})

export type OwnSurface = z.output<typeof ownSurfaceSchema>

const laneSettingSchema = z.object({
  optimizer: z.string().max(80),
  convention: z.enum(conventions),
  /** Of one that a person wrote: its whole file. */
  rule: z.string().max(20_000).optional(),
  /** Those that differ from the rule's defaults. */
  hyper: recordOf(z.union([z.number(), z.boolean()])),
  on: z.boolean().default(true),
})

export type LaneSetting = z.output<typeof laneSettingSchema>

export const surfaceViews = ['contours', 'relief', 'basins'] as const
export type SurfaceView = (typeof surfaceViews)[number]

/** How a basin map is coloured: by where a start ends, or by how long it takes. */
export const basinColours = ['minimum', 'steps'] as const
export type BasinColour = (typeof basinColours)[number]

/** Links, files and settings of earlier builds call lanes racers. */
function withLanes(content: unknown): unknown {
  if (typeof content !== 'object' || content === null || !('racers' in content)) return content
  return { ...content, lanes: content.racers }
}

const settingSchema = z.object({
  version: z.literal(1),
  /** Of a surface of the list, or `own`. */
  surface: z.string().max(40),
  own: ownSurfaceSchema.optional(),
  start: pointSchema,
  steps: z.int().min(1).max(mostSteps),
  /** The step that is shown. */
  step: z.int().min(0).max(mostSteps),
  noise: z.object({
    deviation: z.number().min(0).max(1e6),
    seed: z
      .int()
      .min(0)
      .max(2 ** 32 - 1),
  }),
  lanes: z.array(laneSettingSchema).max(mostLanes),
  /** Place of the lane looked at. */
  selected: z.int().min(0).max(mostLanes).default(0),
  view: z.enum(surfaceViews).default('contours'),
  /** What the plot shows at least; left out, the surface's whole domain. */
  frame: domainSchema.optional(),
  logarithmic: z.boolean().default(true),
  colour: z.enum(basinColours).default('minimum'),
})

/**
 * Everything that makes a picture of the Surface stage: what a link and a file hold, and what is
 * kept between starts of the program.
 */
export const surfaceSettingSchema = z.preprocess(withLanes, settingSchema)
export type SurfaceSetting = z.output<typeof surfaceSettingSchema>
