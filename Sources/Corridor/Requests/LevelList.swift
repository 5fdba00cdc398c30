internal import Forecasting
internal import SeriesCore

/// Interval levels, `80,95`.
package struct LevelList: CustomStringConvertible, Sendable {
  package let values: [Double]
  /// As they were written, for column names.
  package let texts: [String]

  package init(_ values: [Double]) {
    self.values = values
    self.texts = values.map(NumberText.shortest)
  }

  /// Reads an option's value.
  package static func read(_ argument: String) throws(UsageFault) -> LevelList {
    var values: [Double] = []
    for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
      do throws(IntervalLevel.Fault) { values.append(try IntervalLevel.read(String(part))) } catch {
        throw UsageFault(error.description)
      }
    }
    guard Set(values).count == values.count else { throw UsageFault("a level stands twice") }
    return LevelList(values)
  }

  /// The `--level` of a command with one.
  package static func require(_ level: Double) throws(UsageFault) {
    do throws(IntervalLevel.Fault) { try IntervalLevel.check(level) } catch {
      throw UsageFault("--level: \(error)")
    }
  }

  package var description: String { texts.joined(separator: ",") }
}
