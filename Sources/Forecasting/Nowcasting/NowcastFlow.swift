package import SeriesCore

/// What stands in for past years of a flow where it has fewer than three.
package enum NowcastCarry: Sendable {
  /// Past years of another flow.
  case proxy(id: String, sums: [YearSums])
  /// A stated standard deviation on logs.
  case assumption(deviation: Double, reason: String)

  /// The sum of flows as a proxy, over the years before `year` in which all have part and whole.
  ///
  /// - Throws: `ForecastingError` as `PartYearCarry.growthSpread`: a proxy without a spread of its own
  ///   stands for nothing.
  package static func proxy(
    _ flows: [PartFlow], part: YearPart, before year: Int
  ) throws(ForecastingError) -> NowcastCarry {
    let whole = YearPart(endMonth: 12)
    let years = Set(flows.flatMap(\.series.years)).filter { $0 < year }.sorted()
    let sums = years.compactMap { year -> YearSums? in
      let parts = flows.compactMap { $0.value(part, of: year) }
      let wholes = flows.compactMap { $0.value(whole, of: year) }
      guard parts.count == flows.count, wholes.count == flows.count else { return nil }
      return YearSums(year: year, part: parts.reduce(0, +), full: wholes.reduce(0, +))
    }
    _ = try PartYearCarry.growthSpread(sums)
    return .proxy(id: proxyID(flows), sums: sums)
  }

  /// What a proxy of these flows is called.
  package static func proxyID(_ flows: [PartFlow]) -> String {
    flows.map(\.series.id).joined(separator: "+")
  }
}

/// A flow whose year is told from its beginning, or the total of several.
package struct NowcastFlow: Sendable {
  package let name: String
  /// The part's sum by year.
  package let parts: [Int: Double]
  /// Whole years; nil where none are given.
  package let full: YearFlow?
  package let carry: NowcastCarry?
  package let basis: SeriesBasis?

  package init(
    name: String, parts: [Int: Double], full: YearFlow?, carry: NowcastCarry?, basis: SeriesBasis?
  ) {
    self.name = name
    self.parts = parts
    self.full = full
    self.carry = carry
    self.basis = basis
  }

  /// The sum of flows, over the years in which all have their part.
  ///
  /// - Parameters:
  ///   - flows: one or more, in one unit.
  ///   - full: the total's whole years, where they are measured; else the flows' own are added up,
  ///     where each has some.
  package init(
    name: String, of flows: [NowcastFlow], full: YearFlow?, carry: NowcastCarry?,
    basis: SeriesBasis?
  ) {
    precondition(!flows.isEmpty, "a total of at least one flow")
    var parts = flows[0].parts
    for flow in flows.dropFirst() {
      for (year, value) in parts { parts[year] = flow.parts[year].map { value + $0 } }
    }
    let fulls = flows.compactMap(\.full)
    let sum =
      fulls.count == flows.count ? fulls.dropFirst().reduce(fulls[0]) { $0.adding($1) } : nil
    self.init(name: name, parts: parts, full: full ?? sum, carry: carry, basis: basis)
  }

  /// Years before `year` with both part and whole, rising.
  package func pastSums(before year: Int) -> [YearSums] {
    parts.keys.filter { $0 < year }.sorted().compactMap { past in
      guard let part = parts[past], let whole = full?[past] else { return nil }
      return YearSums(year: past, part: part, full: whole)
    }
  }

  /// A value from which neither growth nor a share can be taken.
  package enum BadValue: Sendable, Equatable {
    case notFinitePart(year: Int)
    case notPositivePart(year: Int, Double)
    /// A part that is more than the year it belongs to.
    case partBeyondWhole(year: Int, part: Double, whole: Double)
    case notPositiveWhole(year: Int, Double)
  }

  /// Bad values of the parts up to `year`, and of the whole years that have a part; by year.
  package func badValues(through year: Int) -> [BadValue] {
    var bad = parts.sorted { $0.key < $1.key }.compactMap { known, value -> BadValue? in
      guard known <= year else { return nil }
      if !value.isFinite { return .notFinitePart(year: known) }
      if value <= 0 { return .notPositivePart(year: known, value) }
      guard let whole = full?[known], value > whole else { return nil }
      return .partBeyondWhole(year: known, part: value, whole: whole)
    }
    for (known, value) in full?.values.sorted(by: { $0.key < $1.key }) ?? []
    where value <= 0 && parts[known] != nil {
      bad.append(.notPositiveWhole(year: known, value))
    }
    return bad
  }
}
