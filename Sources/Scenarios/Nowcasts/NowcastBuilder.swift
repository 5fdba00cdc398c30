internal import Forecasting
internal import SeriesCore

/// Reckons the rows of a nowcast under one course of events.
struct NowcastBuilder {
  let question: NowcastQuestion
  let course: String
  /// How much more or less the months to come bring, a fraction.
  let rest: Double
  /// Whether the part of the year was known at the time.
  let isKnown: Bool

  private var year: Int { question.year }
  private var base: Int { question.year - 1 }

  /// The full year with the months to come brought to the course of events.
  private func onCourse(_ estimate: Double, part: Double) -> Double {
    estimate + max(0, estimate - part) * rest
  }

  func growth(_ flow: NowcastFlow) -> NowcastRow {
    let draft = Draft(flow: flow.name, method: .growth)
    guard isKnown else { return refused(draft, flow, notKnown) }
    guard let part = flow.parts[year], let previous = flow.parts[base] else {
      return refused(draft, flow, "no sum for \(question.part.text(of: base)) to take growth from")
    }
    guard let full = flow.full?[base] else {
      return refused(draft, flow, "no full year \(base) to carry growth to")
    }
    do throws(ForecastingError) {
      let carried = try PartYearCarry.byGrowth(part: part, previousPart: previous, base: full)
      let (spread, note, reason) = try growthSpread(flow)
      return row(
        draft, flow, baseValue: full, growth: part / previous - 1,
        estimate: onCourse(carried, part: part), spread: spread, note: note, reason: reason)
    } catch {
      return refused(draft, flow, error.description)
    }
  }

  /// The sum of all flows, each carried by its own growth; its spread is the total's.
  func growthByFlow() -> NowcastRow {
    let whole = question.whole
    let draft = Draft(flow: whole.name, method: .growthByFlow)
    let rows = question.flows.map(growth)
    let estimates = rows.compactMap(\.estimate)
    guard estimates.count == rows.count else {
      let missing = rows.first { $0.estimate == nil }
      return refused(
        draft, whole, "flow '\(missing?.flow ?? "")': \(missing?.reason ?? "no estimate")")
    }
    do throws(ForecastingError) {
      let (spread, note, reason) = try growthSpread(whole)
      return row(
        draft, whole, baseValue: rows.compactMap(\.baseValue).reduce(0, +), growth: nil,
        estimate: estimates.reduce(0, +), spread: spread, note: note, reason: reason)
    } catch {
      return refused(draft, whole, error.description)
    }
  }

  func share(_ flow: NowcastFlow) -> NowcastRow {
    let draft = Draft(flow: flow.name, method: .share)
    guard isKnown else { return refused(draft, flow, notKnown) }
    let sums = flow.pastSums(before: year)
    guard let part = flow.parts[year], !sums.isEmpty else {
      return refused(draft, flow, "no past year with both its part and its whole")
    }
    do throws(ForecastingError) {
      let share = try PartYearCarry.share(sums)
      guard (part / share.share).isFinite else { throw .overflow }
      var (spread, note) = (share.spread, share.spread.map { _ in "own past years" })
      if spread == nil {
        switch flow.carry {
        case .proxy(let id, let sums):
          spread = try PartYearCarry.shareSpread(sums, around: share.count, origin: .proxy)
          note = id
        case .assumption(let deviation, let reason): (spread, note) = (.assumed(deviation), reason)
        case nil: break
        }
      }
      return row(
        draft, flow, baseValue: flow.full?[base], share: share.share, shareCount: share.count,
        estimate: onCourse(part / share.share, part: part), spread: spread, note: note,
        reason: spread == nil ? noSpread(share.count, "past years") : nil)
    } catch {
      return refused(draft, flow, error.description)
    }
  }

  /// The part over the share of the year that has passed.
  func naive(_ flow: NowcastFlow) -> NowcastRow {
    let draft = Draft(flow: flow.name, method: .naive)
    guard isKnown else { return refused(draft, flow, notKnown) }
    guard let part = flow.parts[year] else { return refused(draft, flow, "no part-year") }
    let share = question.part.elapsedShare
    let carry = question.naive?.carry
    return row(
      draft, flow, baseValue: nil, share: share, estimate: onCourse(part / share, part: part),
      spread: carry.map { .assumed($0.deviation) }, note: carry?.reason,
      reason: carry == nil ? "no spread is stated for it" : nil)
  }

  /// The whole by a factor model of its indicators.
  func factors(_ flow: NowcastFlow, _ factors: NowcastFactors) -> NowcastRow {
    let draft = Draft(flow: flow.name, method: .factors)
    guard isKnown else { return refused(draft, flow, notKnown) }
    switch factors.outcome {
    case .failure(let error): return refused(draft, flow, error.description)
    case .success(let told):
      let estimate = onCourse(told.median, part: flow.parts[year] ?? 0)
      return row(
        draft, flow, baseValue: flow.full?[base], estimate: estimate, spread: told.spread,
        note: factors.names, reason: nil)
    }
  }

  /// A row of the total on another basis.
  func bridged(
    _ own: NowcastRow, _ bridge: NowcastQuestion.Bridge, _ rule: BasisBridge.Rule
  ) -> NowcastRow {
    guard let estimate = own.estimate else {
      return bridgedRow(own, bridge, nil, estimate: nil, spread: nil, reason: own.reason)
    }
    do throws(ForecastingError) {
      let overlap = try BasisBridge(
        from: bridge.from.values, to: bridge.to.values, through: base)
      guard rule == .mean || overlap.years.last == base else {
        return bridgedRow(
          own, bridge, nil, estimate: nil, spread: nil,
          reason: "the two bases have no common value in \(base)")
      }
      let ratio = try overlap.ratio(rule, base: base)
      guard (estimate * ratio.ratio).isFinite else { throw .overflow }
      let bridging = NowcastRow.Bridging(
        ratio: ratio, range: overlap.range,
        years: overlap.years[0]...overlap.years[overlap.years.count - 1],
        overlap: overlap.years.count, from: own.basis)
      var (spread, reason): (CarrySpread?, String?) = (nil, own.reason)
      if let carry = own.spread {
        spread = ratio.spread.map(carry.adding)
        if spread == nil {
          reason =
            "no interval: \(ratio.count) past errors of the bridge, "
            + "\(PartYearCarry.minimumCount) are needed"
        }
      }
      return bridgedRow(
        own, bridge, bridging, estimate: estimate * ratio.ratio, spread: spread, reason: reason)
    } catch {
      return bridgedRow(
        own, bridge, nil, estimate: nil, spread: nil, reason: error.description)
    }
  }

  private func bridgedRow(
    _ own: NowcastRow, _ bridge: NowcastQuestion.Bridge, _ bridging: NowcastRow.Bridging?,
    estimate: Double?, spread: CarrySpread?, reason: String?
  ) -> NowcastRow {
    NowcastRow(
      course: course, question: question, flow: own.flow, method: own.method,
      partValue: own.partValue, previousPart: own.previousPart, baseValue: bridge.to[base],
      growth: own.growth, share: own.share, shareCount: own.shareCount, bridging: bridging,
      estimate: estimate, carry: own.carry, spread: spread, carryNote: own.carryNote,
      actual: bridge.to[year], basis: bridge.to.basis, reason: reason)
  }

  // MARK: Spreads

  /// The spread of the growth method: of own past years, of a proxy's, or a stated one.
  private func growthSpread(
    _ flow: NowcastFlow
  ) throws(ForecastingError) -> (CarrySpread?, note: String?, reason: String?) {
    let sums = flow.pastSums(before: year)
    let count = try PartYearCarry.growthErrors(sums).count
    if count >= PartYearCarry.minimumCount {
      return (try PartYearCarry.growthSpread(sums), "own past years", nil)
    }
    switch flow.carry {
    case .proxy(let id, let sums):
      return (try PartYearCarry.growthSpread(sums, origin: .proxy), id, nil)
    case .assumption(let deviation, let reason): return (.assumed(deviation), reason, nil)
    case nil: return (nil, nil, noSpread(count, "past pairs of years"))
    }
  }

  private func noSpread(_ count: Int, _ what: String) -> String {
    "no interval: \(count) \(what), \(PartYearCarry.minimumCount) are needed, and neither a proxy "
      + "nor an assumption is given"
  }

  private var notKnown: String {
    "\(question.part.text(of: year)) was not known at the time"
  }

  // MARK: Rows

  private struct Draft {
    let flow: String
    let method: NowcastRow.Method
  }

  private func refused(
    _ draft: Draft, _ flow: NowcastFlow, _ reason: String
  ) -> NowcastRow {
    row(
      draft, flow, baseValue: flow.full?[base], estimate: nil, spread: nil, note: nil,
      reason: reason)
  }

  private func row(
    _ draft: Draft, _ flow: NowcastFlow, baseValue: Double?, growth: Double? = nil,
    share: Double? = nil, shareCount: Int? = nil, estimate: Double?, spread: CarrySpread?,
    note: String?, reason: String?
  ) -> NowcastRow {
    NowcastRow(
      course: course, question: question, flow: draft.flow, method: draft.method,
      partValue: isKnown ? flow.parts[year] : nil, previousPart: flow.parts[base],
      baseValue: baseValue, growth: growth, share: share, shareCount: shareCount, bridging: nil,
      estimate: estimate, carry: spread, spread: spread, carryNote: note,
      actual: flow.full?[year], basis: flow.basis, reason: reason)
  }
}
