import fc from 'fast-check'

/*
 * Property tests draw the same cases in every run, so that a run says something of the code and not of
 * luck; the long searches (`DESCENT_LAB_THOROUGH=1`) draw new ones.
 */
if (process.env.DESCENT_LAB_THOROUGH !== '1') fc.configureGlobal({ seed: 20_261_130 })
