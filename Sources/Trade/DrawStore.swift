internal import SeriesCore
internal import StatisticsCore

/// The changes of every draw, filled by several threads, each at places of its own.
///
/// Unchecked: a draw is written by the one thread that solves it, and read when all have ended.
final class DrawStore: @unchecked Sendable {
  private let countries: Int
  private let count: Int
  private let records: UnsafeMutableBufferPointer<CounterfactualDraw?>
  /// Cells of one draw: measures by countries, then pairs.
  private let cells: Int
  /// A cell's draws stand together.
  private let values: UnsafeMutableBufferPointer<Double>

  private var measured: Int { TradeEffect.Measure.allCases.count * countries }

  init(draws: Int, countries: Int) {
    (count, self.countries) = (draws, countries)
    cells = TradeEffect.Measure.allCases.count * countries + countries * countries
    records = .allocate(capacity: draws)
    records.initialize(repeating: nil)
    values = .allocate(capacity: draws * cells)
    values.initialize(repeating: .nan)
  }

  deinit {
    records.deinitialize()
    records.deallocate()
    values.deallocate()
  }

  /// Keeps a draw; no two calls have one place.
  func keep(_ result: (draw: CounterfactualDraw, effect: TradeEffect?), at place: Int) {
    records[place] = result.draw
    guard let effect = result.effect else { return }
    for (m, changes) in effect.changes.enumerated() {
      for (country, change) in changes.enumerated() {
        values[(m * countries + country) * count + place] = change
      }
    }
    for j in 0..<countries {
      for i in 0..<countries {
        values[(measured + i + j * countries) * count + place] =
          effect.flowChange(i, j) ?? .nan
      }
    }
  }

  var draws: [CounterfactualDraw] { records.compactMap { $0 } }

  /// - Returns: nil where every draw failed.
  func intervals(level: Double, jobs: Int) -> CounterfactualAnswer.Intervals? {
    let good = records.count { $0?.failure == nil }
    guard good > 0 else { return nil }
    let tail = (1 - level / 100) / 2
    let ends = UnsafeMutableBufferPointer<(low: Double, high: Double)?>.allocate(capacity: cells)
    ends.initialize(repeating: nil)
    defer { ends.deallocate() }
    let shared = SharedEnds(ends)
    Workers.perform(jobs) { [self] worker in
      for cell in stride(from: worker, to: cells, by: jobs) {
        let drawn = values[(cell * count)..<((cell + 1) * count)].filter { !$0.isNaN }
        guard !drawn.isEmpty else { continue }
        let quantiles = Quantile.of(drawn, [tail, 1 - tail])
        shared.ends[cell] = (quantiles[0], quantiles[1])
      }
    }
    return CounterfactualAnswer.Intervals(
      level: level, count: good,
      changes: TradeEffect.Measure.allCases.indices.map { m in
        Array(ends[(m * countries)..<((m + 1) * countries)])
      },
      flows: Array(ends[measured...]), countries: countries)
  }

  /// Lets threads write to places of their own. Unchecked: no two have one, and all end before it is read.
  private struct SharedEnds: @unchecked Sendable {
    let ends: UnsafeMutableBufferPointer<(low: Double, high: Double)?>

    init(_ ends: UnsafeMutableBufferPointer<(low: Double, high: Double)?>) { self.ends = ends }
  }
}
