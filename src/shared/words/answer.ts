import type { Clause, LaneCount } from '../statistics/index.ts'
import type { Speech } from './index.ts'
import { factorText } from './verdict.ts'

/** @returns what a race shows, in sentences that say no more */
export function answerLines(
  clauses: readonly Clause[],
  nameOf: (lane: number) => string,
  stepsPerEpoch: number,
  speech: Speech,
): string[] {
  const { answer } = speech.words
  const { whole, short, list } = speech.format
  const names = (lanes: readonly number[]): string => list(lanes.map(nameOf))
  const counts = (others: readonly LaneCount[]): string =>
    list(
      others.map(({ lane, count, seeds }) =>
        answer.count(nameOf(lane), whole(count), whole(seeds)),
      ),
    )
  return clauses.map((clause) => {
    switch (clause.kind) {
      case 'take':
        return answer.take(nameOf(clause.lane), whole(clause.seeds))
      case 'oneSeed':
        return answer.oneSeed(nameOf(clause.lane), whole(clause.needed))
      case 'tooFew':
        return answer.tooFew(whole(clause.seeds), whole(clause.needed), whole(clause.lanes))
      case 'inAll': {
        const others = clause.others.map(({ lane, factor }) => {
          const text = factorText(factor, speech)
          return text ? answer.byFactor(nameOf(lane), text) : nameOf(lane)
        })
        return answer.inAll(nameOf(clause.lane), list(others), whole(clause.seeds))
      }
      case 'undecided':
      case 'equal':
        return answer[clause.kind](names(clause.lanes), whole(clause.seeds))
      case 'trajectories':
        return answer.trajectories(nameOf(clause.lane), counts(clause.others))
      case 'diverged':
        return answer.diverged(counts(clause.others))
      case 'improving':
        return answer.improving(names(clause.lanes))
      case 'overfit': {
        const epoch = short(clause.step / stepsPerEpoch, 3)
        return clause.all ? answer.overfitAll(epoch) : answer.overfit(names(clause.lanes), epoch)
      }
      case 'flat':
      case 'untuned':
        return answer[clause.kind]
    }
  })
}
