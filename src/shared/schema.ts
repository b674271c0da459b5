import { config, z } from 'zod'

/*
 * Schemas are interpreted, not compiled: the page's security policy forbids building code from
 * strings, and even asking whether it may be done is reported as a violation. The setting must
 * precede the first schema, so every schema takes zod from here.
 */
config({ jitless: true })

export { z }
