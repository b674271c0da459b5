/** How many cases a property test tries: few, or many where `DESCENT_LAB_THOROUGH=1` asks for them. */
export function cases(usual: number, thorough: number): number {
  return process.env.DESCENT_LAB_THOROUGH === '1' ? thorough : usual
}
