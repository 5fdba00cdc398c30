internal import Glibc
package import SeriesCore
internal import StatisticsCore

/// A nowcast of one series from many of different frequencies.
package struct FactorNowcastQuestion: Sendable {
  /// The id of the series that is to be told.
  package var target: String
  package var change = FactorChange.year
  /// Whether all series work on logs; nil takes logs of those whose values are all positive.
  package var isLog: Bool?
  package var factors = 1
  package var lags = 1
  package var estimation = FactorEstimation()
  /// Periods of the target after its last one; nil tells those that another series reaches into.
  package var horizon: Int?
  /// Parameters that are given; nil estimates them.
  package var model: FactorModel?

  package init(target: String) { self.target = target }
}

/// A period of the target that is told.
package struct NowcastPeriod: Sendable {
  package let ordinal: Int
  /// The last period whose value the change is added to; nil where the value itself is modelled.
  package let base: Int?
  /// Mean of the change on the base, or of the value, on the target's scale.
  package let change: Double
  /// Mean on the target's scale: the logarithm's, or the value's.
  package let location: Double
  /// Variance given the parameters.
  package let variance: Double
  /// What the parameters' uncertainty adds; nil where they are given.
  package let parameterVariance: Double?
  /// Of the t distribution around `location`; infinite where the parameters are given.
  package let degreesOfFreedom: Double
  /// By what the variance of n changes of the target is larger than the likelihood has it: n/ν.
  let inflation: Double
  let isLog: Bool

  /// Scale of the t distribution, on the target's scale: of both variances, and as variances of a
  /// sample are too small by the parameters that are fitted to it.
  package var deviation: Double {
    (inflation * (variance + (parameterVariance ?? 0))).squareRoot()
  }

  /// Standard deviation of the t distribution, on the target's scale; infinite with two degrees of
  /// freedom or fewer.
  package var standardDeviation: Double {
    guard degreesOfFreedom.isFinite else { return deviation }
    guard degreesOfFreedom > 2 else { return .infinity }
    return deviation * (degreesOfFreedom / (degreesOfFreedom - 2)).squareRoot()
  }

  /// The median, in the unit of the target.
  package var median: Double { isLog ? exp(location) : location }

  /// How far a value lies from the nowcast, on the target's scale.
  package func error(of value: Double) -> Double { (isLog ? log(value) : value) - location }

  /// The central interval of a level in percent.
  package func interval(_ level: Double) -> (low: Double, high: Double) {
    let quantile = StudentT.quantile(0.5 + level / 200, degreesOfFreedom: degreesOfFreedom)
    let reach = quantile * deviation
    let (low, high) = (location - reach, location + reach)
    return isLog ? (exp(low), exp(high)) : (low, high)
  }
}

/// What the model says of its target, and how it was estimated.
package struct FactorNowcast: Sendable {
  package let panel: FactorPanel
  package let model: FactorModel
  /// nil where the parameters are given.
  package let estimate: FactorEstimate?
  /// Of the standardised observations.
  package let logLikelihood: Double
  /// Changes of all series that the likelihood is of.
  package let observations: Int
  package let parameterCount: Int
  package let periods: [NowcastPeriod]
  /// Each factor by base period: mean and standard deviation given all observations.
  package let factors: [(base: Int, factor: Int, mean: Double, deviation: Double)]

  package var target: TimeSeries { panel.targetMember.series }
}

/// A change of the target, or a chain of them, that leads from a known value to a period.
struct TargetChain: Sendable {
  let ordinal: Int
  /// The known period; nil where values themselves are modelled.
  let base: Int?
  /// Periods whose changes are added, the latest first.
  let terms: [Int]

  /// The chain to a period from the nearest one that is known.
  ///
  /// - Parameter isKnown: whether a period has a value to start from.
  init?(_ member: FactorSeries, to ordinal: Int, isKnown: (Int) -> Bool) {
    self.ordinal = ordinal
    guard member.step > 0 else {
      (base, terms) = (nil, [ordinal])
      return
    }
    var terms = [ordinal]
    let first = member.series.ordinals.first ?? ordinal
    while let last = terms.last, last - member.step >= first {
      if isKnown(last - member.step) {
        (base, self.terms) = (last - member.step, terms)
        return
      }
      terms.append(last - member.step)
    }
    return nil
  }
}

extension FactorNowcastQuestion {
  /// Estimates the model where parameters are not given, and tells the target.
  ///
  /// - Parameter series: the target among them, each id once; monthly, quarterly, half-yearly or yearly.
  package func answer(_ series: [TimeSeries]) throws(FactorNowcastError) -> FactorNowcast {
    let panel = try panel(series)
    let (model, estimate) = try model(panel)
    let chains = try chains(panel)
    let last = chains.map { panel.targetMember.baseEnd($0.ordinal) }.max() ?? panel.end
    return try answer(
      panel.covering(panel.first...max(panel.first, last)), model, estimate, chains)
  }

  /// Refuses series that no model can be made of.
  package func check(_ series: [TimeSeries]) throws(FactorNowcastError) { _ = try panel(series) }

  func panel(_ series: [TimeSeries]) throws(FactorNowcastError) -> FactorPanel {
    let panel = try FactorPanel(series, target: target, change: change, isLog: isLog)
    let count = panel.members.count { $0.span == 1 }
    guard factors <= count else {
      throw .tooManyFactors(factors, series: count, frequency: panel.base)
    }
    return panel
  }

  /// Parameters of the target alone: mean, loadings, persistence.
  private var fittedToTarget: Int { 1 + factors + (estimation.isPersistent ? 1 : 0) }

  /// The given parameters, or estimated ones.
  func model(
    _ panel: FactorPanel
  ) throws(FactorNowcastError) -> (FactorModel, FactorEstimate?) {
    let ids = panel.members.map(\.id)
    if let model {
      guard model.ids == ids else {
        throw .otherModel("their series are \(model.ids.joined(separator: ", "))")
      }
      for (place, scale) in (model.scales ?? []).enumerated() where scale != panel.scales[place] {
        throw .otherModel(
          "of '\(ids[place])' they are of \(scale.text), asked are \(panel.scales[place].text)")
      }
      return (model, nil)
    }
    let least = fittedToTarget + 3
    guard panel.targetMember.changeCount >= least else {
      throw .tooFew(
        target, needed: least, found: panel.targetMember.changeCount,
        what: "changes for \(factors) factors")
    }
    let (centres, spreads) = panel.scaling()
    let data = panel.data(centres, spreads)
    let estimate: FactorEstimate
    let parameters: FactorParameters
    do throws(ForecastingError) {
      let start = FactorStart(
        data: data, factors: factors, lags: lags, isPersistent: estimation.isPersistent)
      let first = try start.parameters()
      let count = first.count(isPersistent: estimation.isPersistent)
      guard data.count >= 2 * count else {
        throw .tooShort(needed: 2 * count, found: data.count)
      }
      estimate = try estimation.estimate(data, from: first)
      parameters = try estimate.parameters.normalised()
    } catch {
      if case .tooShort(let needed, let found) = error {
        throw .tooManyParameters(values: found, parameters: needed / 2)
      }
      throw .forecasting(error)
    }
    return (
      FactorModel(
        ids: ids, centres: centres, spreads: spreads, parameters: parameters, scales: panel.scales),
      estimate
    )
  }

  /// The chains to the periods that are told.
  func chains(_ panel: FactorPanel) throws(FactorNowcastError) -> [TargetChain] {
    let member = panel.targetMember
    guard let end = member.series.end else { throw .nothingAhead(member.id, end: "no period") }
    var last = end + (horizon ?? 0)
    if horizon == nil {
      // A period counts once another series reaches into it.
      while member.baseEnd(last) < panel.lastKnown { last += 1 }
    }
    guard last > end else { throw .nothingAhead(member.id, end: member.series.axis.text(end)) }
    var chains: [TargetChain] = []
    for ordinal in (end + 1)...last {
      guard
        let chain = TargetChain(
          member, to: ordinal, isKnown: { member.series.value(at: $0) != nil })
      else { throw .noBase(member.id, period: member.series.axis.text(ordinal)) }
      chains.append(chain)
    }
    return chains
  }

  func terms(_ panel: FactorPanel, _ chains: [TargetChain]) -> SumTerms {
    SumTerms(
      series: panel.target,
      periods: chains.map { chain in chain.terms.map { panel.place(panel.target, $0) } })
  }

  func answer(
    _ panel: FactorPanel, _ model: FactorModel, _ estimate: FactorEstimate?,
    _ chains: [TargetChain]
  ) throws(FactorNowcastError) -> FactorNowcast {
    let data = panel.data(model.centres, model.spreads)
    let terms = terms(panel, chains)
    let (centre, spread) = (model.centres[panel.target], model.spreads[panel.target])
    do throws(ForecastingError) {
      let system = try FactorSystem(
        model.parameters, weights: data.weights, sums: chains.count)
      let filter = FactorFilter(system, data, sums: terms, keeps: true)
      var uncertain: [Double]?
      if estimate != nil {
        uncertain = try FactorUncertainty(
          data: data, terms: terms, isPersistent: estimation.isPersistent
        ).variances(model.parameters)
      }
      let member = panel.targetMember
      // As in a regression of the target on the factors: t with n − k degrees of freedom.
      let n = Double(member.changeCount)
      let freedom = estimate == nil ? .infinity : n - Double(fittedToTarget)
      var periods: [NowcastPeriod] = []
      for (sum, chain) in chains.enumerated() {
        let change = Double(chain.terms.count) * centre + spread * filter.mean(sum: sum)
        let base = chain.base.flatMap { member.level($0) } ?? 0
        periods.append(
          NowcastPeriod(
            ordinal: chain.ordinal, base: chain.base, change: change, location: base + change,
            variance: spread * spread * filter.variance(sum: sum),
            parameterVariance: uncertain.map { spread * spread * $0[sum] },
            degreesOfFreedom: freedom, inflation: estimate == nil ? 1 : n / freedom,
            isLog: member.isLog))
      }
      guard periods.allSatisfy({ $0.median.isFinite && $0.deviation.isFinite }) else {
        throw ForecastingError.overflow
      }
      let r = model.parameters.factors
      let smoothed = filter.smoothedFactors()
      let factors = (0..<(panel.count * r)).map { place in
        (
          base: panel.first + place / r, factor: place % r + 1, mean: smoothed.means[place],
          deviation: smoothed.variances[place].squareRoot()
        )
      }
      return FactorNowcast(
        panel: panel, model: model, estimate: estimate, logLikelihood: filter.logLikelihood,
        observations: data.count,
        parameterCount: model.parameters.count(isPersistent: estimation.isPersistent),
        periods: periods, factors: factors)
    } catch { throw .forecasting(error) }
  }
}
