/** Whether the long searches were asked for, by `DESCENT_LAB_THOROUGH=1`. */
export const thorough = process.env.DESCENT_LAB_THOROUGH === '1'

/**
 * How many cases a property test, a fuzz or a series of kills goes through.
 * @param usual enough to see that it works, within a second or two
 * @param many as many as a search for what nobody thought of deserves
 */
export function cases(usual: number, many: number): number {
  return thorough ? many : usual
}
