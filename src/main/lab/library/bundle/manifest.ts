import { runInfoSchema } from '#shared/experiment/log.ts'
import { z } from '#shared/schema.ts'
import { isCheckpointFile } from '#main/lab/checkpoint-files.ts'
import { harmless } from '#main/lab/tables/uploads.ts'
import { BundleFault } from './errors.ts'
import type { BundleLimits } from './limits.ts'

/*
 * A run bundle is a zip archive of the files of a run's folder, under their own names, with the table
 * that a person brought under `data/`, and `bundle.json`, which says what is in it.
 */

/** The form of a bundle; raised when an older program could not read it. */
export const bundleVersion = 1

/** The file that says what is in a bundle. */
export const manifestName = 'bundle.json'

/** Tells a run's bundle from any other zip archive with such a file. */
const bundleKind = 'descent-lab-run'

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

const manifestSchema = z.object({
  kind: z.literal(bundleKind),
  version: z.literal(bundleVersion),
  /** The program's version. */
  app: z.string().max(100),
  created: z.iso.datetime(),
  /** The run's id where it was exported. */
  run: runInfoSchema.shape.id.min(1).max(200),
  /** Every other file. */
  entries: z.array(z.object({ name: z.string(), bytes: z.int().min(0), sha256 })).max(1000),
  /** The table that was trained on. */
  data: z.discriminatedUnion('kind', [
    /** One that ships with the program, or that it draws. */
    z.object({ kind: z.literal('own') }),
    /** A person's file, which is in here. */
    z.object({ kind: z.literal('included'), name: z.string(), sha256 }),
    /** A person's file, of which only the fingerprint is in here, and why. */
    z.object({
      kind: z.literal('fingerprint'),
      name: z.string(),
      sha256: sha256.optional(),
      reason: z.enum(['missing', 'changed', 'too-large']),
    }),
  ]),
})

export type BundleManifest = z.output<typeof manifestSchema>
export type BundleEntry = BundleManifest['entries'][number]

/** @returns what stands in every bundle's manifest */
export function manifestHead(): Pick<BundleManifest, 'kind' | 'version'> {
  return { kind: bundleKind, version: bundleVersion }
}

const table = /^data\/([^/\\]+)$/

/**
 * @param name of a file in the archive
 * @returns how large it may be, in bytes; undefined where no bundle has such a file
 */
export function mostBytesOf(name: string, limits: BundleLimits): number | undefined {
  switch (name) {
    case manifestName:
    case 'run.json':
    case 'notes.json':
      return limits.description
    case 'spec.json':
      return limits.spec
    case 'log.jsonl':
      return limits.log
  }
  if (isCheckpointFile(name)) return limits.checkpoint
  const own = table.exec(name)?.[1]
  return own !== undefined && harmless(own) === own ? limits.data : undefined
}

/** @throws BundleFault */
export function parseManifest(text: string): BundleManifest {
  const value = parseJson(manifestName, text)
  const head = z.object({ kind: z.literal(bundleKind), version: z.number() }).safeParse(value)
  if (!head.success) throw new BundleFault('no-run', 'it is an archive of something else')
  if (head.data.version > bundleVersion) {
    throw new BundleFault('newer', 'a newer version of Descent Lab made it')
  }
  const manifest = manifestSchema.safeParse(value)
  if (manifest.success) return manifest.data
  throw badForm(manifestName, manifest.error.issues[0])
}

/** @throws BundleFault */
export function parseJson(name: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new BundleFault('form', `its ${name} is not JSON`, error)
  }
}

/** @returns what is reported of a file that a schema refuses */
export function badForm(
  name: string,
  issue: { path: readonly PropertyKey[]; message: string } | undefined,
): BundleFault {
  const where = issue?.path.map(String).join('.') || 'its root'
  return new BundleFault('form', `its ${name} is wrong at ${where} (${issue?.message ?? ''})`)
}
