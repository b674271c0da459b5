/**
 * How many cases a property test runs.
 *
 * @param usual by default
 * @param thorough where `DESCENT_LAB_THOROUGH=1` asks for all of them
 */
export function cases(usual: number, thorough: number): number {
  return process.env.DESCENT_LAB_THOROUGH === '1' ? thorough : usual
}
