/** What is wrong with a formula, and where. */
export interface FormulaFault {
  readonly kind:
    | 'empty'
    /** It has more characters than a formula may have. */
    | 'too-long'
    /** Its brackets, powers or signs are nested deeper than a formula may nest them. */
    | 'too-deep'
    /** A sign or bracket is missing or out of place. */
    | 'syntax'
    /** Only x, y, pi and e are known. */
    | 'unknown-name'
    | 'unknown-function'
    /** A function stands without its brackets. */
    | 'needs-brackets'
    /** A function has too many or too few arguments. */
    | 'arguments'
    /** A character that no formula in x and y has: comparisons, units, lists. */
    | 'unsupported'
    /** Neither x nor y stands in it. */
    | 'constant'
  /** The place in the text, from 0. */
  readonly at: number
  /** What stands there. */
  readonly what: string
  /** What may have been meant instead of `what`, ready to take its place: `x*y` for `xy`. */
  readonly meant?: string
}

/** Thrown and caught within the reading of a formula; never leaves it. */
export class Refusal extends Error {
  readonly fault: FormulaFault

  constructor(fault: FormulaFault) {
    super(fault.kind)
    this.fault = fault
  }
}
