internal import Forecasting
internal import SeriesCore

/// The whole of a nowcast by a dynamic factor model: its past years, and indicators to the end of the
/// part that is known.
struct NowcastFactors {
  /// The year's median, in the unit of the question, and how far it may be off, on logs.
  struct Told {
    let median: Double
    let spread: CarrySpread
  }

  let outcome: Result<Told, FactorNowcastError>
  /// The indicators' ids.
  let names: String

  /// - Returns: nil where the question has no indicators.
  init?(_ question: NowcastQuestion) {
    guard !question.indicators.isEmpty else { return nil }
    names = question.indicators.map(\.id).joined(separator: ", ")
    let last = question.part.lastDay(of: question.year)
    let indicators = question.indicators.map { series in
      let kept = series.ordinals.last { series.axis.time(atEndOf: $0) <= last }
      return series.upTo(kept ?? .min)
    }
    let whole = question.whole
    let years = (whole.full?.values ?? [:]).filter { $0.key < question.year }
    let target = TimeSeries(
      id: "whole of " + whole.name, axis: PeriodAxis(.annual),
      observations: years.map { (ordinal: $0.key, value: $0.value) })
    var asked = FactorNowcastQuestion(target: target.id)
    // The last whole year may be years ago.
    asked.horizon = target.end.map { max(1, question.year - $0) }
    do throws(FactorNowcastError) {
      let answer = try asked.answer([target] + indicators)
      guard let period = answer.periods.last, period.ordinal == question.year else {
        throw .nothingAhead(target.id, end: target.end.map(String.init) ?? "no year")
      }
      outcome = .success(
        Told(
          median: period.median,
          spread: CarrySpread(
            origin: .estimated, deviation: period.deviation,
            degreesOfFreedom: period.degreesOfFreedom,
            count: answer.panel.targetMember.changeCount, bias: nil)))
    } catch { outcome = .failure(error) }
  }
}
