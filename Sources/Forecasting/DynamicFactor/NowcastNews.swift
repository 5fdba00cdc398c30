internal import Glibc
package import SeriesCore

// News (Bańbura & Modugno 2014, 2.3). The mean of what is asked for is linear in the observations, with
// weights ω that depend on the parameters and on what is observed, not on its values. So with the
// parameters of now, step by step and exactly,
//
//   withdrawn values:  −ω_j (x_j − E x_j)        weights of the old observations, E given those that stay
//   revised values:     ω_j Δx_j                 weights of the observations that both have
//   news:               ω_j (x_j − E x_j)        weights of all of now, E given the revised ones
//
// and, before them, what new parameters make of the old observations. The last holds because the mean
// does not move when what arrives is what was expected. A change x_q = y_q − y_{q−s} is split among the
// two values that it is made of, so that each release of each series has its own row; the target's value
// that changes are added to counts with its own revision.
//
// On logs the shares add up to the change of the logarithm; times the logarithmic mean of the two values,
// (b − a)/ln(b/a), they add up to the change of the value.

/// The revision of a nowcast since an earlier state of the data, split by release.
package struct NowcastNews: Sendable {
  package enum Kind: String, Sendable {
    /// Parameters that were estimated anew, on the old data.
    case parameters
    /// A value that is no longer there.
    case withdrawn
    /// A value that was known and changed.
    case revision
    /// A value that was not known.
    case news
  }

  /// What one release did to the nowcast of one period.
  package struct Item: Sendable {
    package let kind: Kind
    /// The place of the series; nil for parameters.
    package let series: Int?
    package let ordinal: Int?
    /// The value before; nil for news.
    package let before: Double?
    /// The value now; nil for what was withdrawn.
    package let now: Double?
    /// What the value was expected to be, of news and of what was withdrawn.
    package let expected: Double?
    /// What a unit of surprise or of revision does, both on their scales; nil where shares of several
    /// changes are added up with a revision of 0.
    package let weight: Double?
    /// On the target's scale.
    package let scaleImpact: Double
    /// In the unit of the target.
    package let impact: Double
  }

  /// A period of the target with all that moved it.
  package struct Period: Sendable {
    package let ordinal: Int
    /// The nowcast that the earlier data gave, in the unit of the target.
    package let before: Double
    package let now: Double
    /// The same on the target's scale.
    package let scaleBefore: Double
    package let scaleNow: Double
    package let items: [Item]
  }

  package let panel: FactorPanel
  package let periods: [Period]
}

extension FactorNowcastQuestion {
  /// Splits the revision of each period that is told now, or that the earlier data told, by release.
  ///
  /// - Parameters:
  ///   - series: the data of now.
  ///   - previous: an earlier state of the same series; each in the same frequency.
  package func news(
    _ series: [TimeSeries], since previous: [TimeSeries]
  ) throws(FactorNowcastError) -> (nowcast: FactorNowcast, news: NowcastNews) {
    let now = try panel(series)
    // Scales are those of now, so that both states mean the same.
    var before = try FactorPanel(
      previous, target: target, change: change, isLog: isLog, scales: now.members.map(\.isLog))
    let (model, estimate) = try model(now)
    let (oldModel, _) = try self.model(before)
    var chains = try chains(now)
    let told = Set(chains.map(\.ordinal))
    let member = now.targetMember
    let (old, new) = (before.targetMember.series, member.series)
    // What was told before and is published by now is told by its own release.
    for ordinal in new.ordinals where ordinal > old.end ?? .min && !told.contains(ordinal) {
      guard old.end.map({ ordinal <= $0 + 12 }) == true else { continue }
      if let chain = TargetChain(member, to: ordinal, isKnown: { old.value(at: $0) != nil }) {
        chains.append(chain)
      }
    }
    let common = chains.compactMap { chain in
      TargetChain(
        member, to: chain.ordinal,
        isKnown: { new.value(at: $0) != nil && old.value(at: $0) != nil })
    }.sorted { $0.ordinal < $1.ordinal }
    let last = common.map { member.baseEnd($0.ordinal) }.max() ?? now.end
    let line = min(now.first, before.first)...max(last, now.end, before.end)
    let whole = now.covering(line)
    before = before.covering(line)
    let nowcast = try answer(
      now.covering(now.first...max(now.end, last)), model, estimate,
      chains.filter { told.contains($0.ordinal) })
    do throws(ForecastingError) {
      let split = NewsSplit(
        question: self, now: whole, before: before, model: model, oldModel: oldModel, chains: common
      )
      return (nowcast, NowcastNews(panel: whole, periods: try split.periods()))
    } catch { throw .forecasting(error) }
  }
}

/// The passes that a split of revisions needs, all on one line of base periods.
private struct NewsSplit {
  let question: FactorNowcastQuestion
  let now: FactorPanel
  let before: FactorPanel
  let model: FactorModel
  let oldModel: FactorModel
  let chains: [TargetChain]

  private var n: Int { now.members.count }
  private var target: Int { now.target }

  func periods() throws(ForecastingError) -> [NowcastNews.Period] {
    let old = before.data(model.centres, model.spreads)
    let new = now.data(model.centres, model.spreads)
    var (staying, revised) = (old, old)
    for place in old.values.indices where new.values[place].isNaN {
      staying.values[place] = .nan
      revised.values[place] = .nan
    }
    for place in revised.values.indices where !revised.values[place].isNaN {
      revised.values[place] = new.values[place]
    }
    let first = try pass(
      before.data(oldModel.centres, oldModel.spreads), oldModel.parameters, keeps: false)
    let start = try pass(old, model.parameters, keeps: true)
    let middle = try pass(staying, model.parameters, keeps: true)
    let common = try pass(revised, model.parameters, keeps: true)
    let end = try pass(new, model.parameters, keeps: true)
    let kept = middle.expectations()
    let expected = common.expectations()
    var periods: [NowcastNews.Period] = []
    for (sum, chain) in chains.enumerated() {
      let told = location(first, oldModel, before, chain, sum)
      let again = location(start, model, before, chain, sum)
      let final = location(end, model, now, chain, sum)
      var tally = Tally()
      add(start, sum, to: &tally) { place in
        guard new.values[place].isNaN else { return nil }
        return (.withdrawn, kept[place] - old.values[place], kept[place])
      }
      add(common, sum, to: &tally) { place in
        (.revision, new.values[place] - old.values[place], nil)
      }
      add(end, sum, to: &tally) { place in
        guard old.values[place].isNaN else { return nil }
        return (.news, new.values[place] - expected[place], expected[place])
      }
      if let base = chain.base, let a = before.targetMember.level(base),
        let b = now.targetMember.level(base)
      {
        tally.add(.revision, Release(series: target, ordinal: base), impact: b - a)
      }
      periods.append(period(chain, told, again, final, tally))
    }
    return periods
  }

  private func pass(
    _ data: FactorData, _ parameters: FactorParameters, keeps: Bool
  ) throws(ForecastingError) -> FactorFilter {
    FactorFilter(
      try FactorSystem(parameters, weights: data.weights, sums: chains.count), data,
      sums: question.terms(now, chains), keeps: keeps)
  }

  private func location(
    _ filter: FactorFilter, _ model: FactorModel, _ panel: FactorPanel, _ chain: TargetChain,
    _ sum: Int
  ) -> Double {
    let base = chain.base.flatMap { panel.targetMember.level($0) } ?? 0
    let change = Double(chain.terms.count) * model.centres[target]
    return base + change + model.spreads[target] * filter.mean(sum: sum)
  }

  private struct Release: Hashable {
    let series: Int
    let ordinal: Int
  }

  /// Impacts by release, on the target's scale.
  private struct Tally {
    private(set) var impacts: [NowcastNews.Kind: [Release: Double]] = [:]
    /// Of news and withdrawals: the weight, and the expected change on the series' scale.
    private var surprises: [NowcastNews.Kind: [Release: (weight: Double, expected: Double)]] = [:]

    mutating func add(_ kind: NowcastNews.Kind, _ release: Release, impact: Double) {
      impacts[kind, default: [:]][release, default: 0] += impact
    }

    /// Whose value completes a change a year or period later too, which has another weight and expectation.
    private(set) var mixed: [NowcastNews.Kind: Set<Release>] = [:]

    mutating func mix(_ kind: NowcastNews.Kind, _ release: Release) {
      mixed[kind, default: []].insert(release)
    }

    /// Where one weight and one expectation make all of an impact.
    func surprise(
      _ kind: NowcastNews.Kind, _ release: Release
    ) -> (weight: Double, expected: Double)? {
      mixed[kind]?.contains(release) == true ? nil : surprises[kind]?[release]
    }

    mutating func expect(
      _ kind: NowcastNews.Kind, _ release: Release, weight: Double, expected: Double
    ) {
      surprises[kind, default: [:]][release] = (weight, expected)
    }
  }

  /// Adds what each observation of a pass does by `surprise`, in standardised units.
  private func add(
    _ filter: FactorFilter, _ sum: Int, to tally: inout Tally,
    _ surprise: (Int) -> (kind: NowcastNews.Kind, size: Double, expected: Double?)?
  ) {
    let weights = filter.weights(ofSum: sum)
    for (step, weight) in zip(filter.steps, weights) {
      guard let found = surprise(step.period * n + step.series) else { continue }
      let member = now.members[step.series]
      guard let ordinal = member.ordinal(endingIn: now.first + step.period) else { continue }
      let ratio = weight * model.spreads[target] / model.spreads[step.series]
      let own = Release(series: step.series, ordinal: ordinal)
      let base = Release(series: step.series, ordinal: ordinal - member.step)
      let (a, b) = (before.members[step.series], member)
      switch found.kind {
      case .revision:
        if let x = a.level(ordinal), let y = b.level(ordinal), x != y {
          tally.add(.revision, own, impact: ratio * (y - x))
        }
        if member.step > 0, let x = a.level(base.ordinal), let y = b.level(base.ordinal), x != y {
          tally.add(.revision, base, impact: -ratio * (y - x))
        }
      case .news, .withdrawn:
        // The change is new because its own value is, or else the one that it is taken from.
        let changed = found.kind == .news ? a : b
        let release = changed.level(ordinal) == nil || member.step == 0 ? own : base
        tally.add(found.kind, release, impact: weight * model.spreads[target] * found.size)
        if release != own { tally.mix(found.kind, release) }
        if release == own, let expected = found.expected {
          let known = found.kind == .news ? b : a
          let from = member.step > 0 ? known.level(base.ordinal) ?? 0 : 0
          tally.expect(
            found.kind, release, weight: ratio,
            expected: from + model.centres[step.series] + model.spreads[step.series] * expected)
        }
      case .parameters: break
      }
    }
  }

  private func period(
    _ chain: TargetChain, _ told: Double, _ again: Double, _ final: Double, _ tally: Tally
  ) -> NowcastNews.Period {
    let member = now.targetMember
    let (a, b) = (member.value(told), member.value(final))
    // The logarithmic mean; of equal values the value itself.
    var factor = 1.0
    if member.isLog { factor = told == final ? b : (b - a) / (final - told) }
    func item(
      _ kind: NowcastNews.Kind, _ release: Release?, _ impact: Double
    ) -> NowcastNews.Item {
      var (x, y, expected, weight): (Double?, Double?, Double?, Double?) = (nil, nil, nil, nil)
      if let release {
        x = before.members[release.series].series.value(at: release.ordinal)
        y = now.members[release.series].series.value(at: release.ordinal)
        if let found = tally.surprise(kind, release) {
          expected = now.members[release.series].value(found.expected)
          weight = found.weight
        } else if kind == .revision, let p = before.members[release.series].level(release.ordinal),
          let q = now.members[release.series].level(release.ordinal), p != q
        {
          weight = impact / (q - p)
        }
      }
      return NowcastNews.Item(
        kind: kind, series: release?.series, ordinal: release?.ordinal, before: x, now: y,
        expected: expected, weight: weight, scaleImpact: impact, impact: impact * factor)
    }
    var items = [item(.parameters, nil, again - told)]
    for kind in [NowcastNews.Kind.withdrawn, .revision, .news] {
      let releases = (tally.impacts[kind] ?? [:]).sorted {
        ($0.key.series, $0.key.ordinal) < ($1.key.series, $1.key.ordinal)
      }
      for (release, impact) in releases where kind != .revision || impact != 0 {
        items.append(item(kind, release, impact))
      }
    }
    return NowcastNews.Period(
      ordinal: chain.ordinal, before: a, now: b, scaleBefore: told, scaleNow: final, items: items)
  }
}
