/**
 * @param usual how many cases a property test runs
 * @param thorough how many with `DESCENT_LAB_THOROUGH=1`
 */
export function cases(usual: number, thorough: number): number {
  return process.env['DESCENT_LAB_THOROUGH'] === '1' ? thorough : usual
}
