internal import Glibc
public import SeriesCore

extension RegressionFit {
  /// What a reader of the coefficients and their errors has to know: weak instruments, an offset that
  /// looks like an exposure, lags that were counted over gaps, few clusters, terms that one row or cluster alone
  /// decides. A sentence each.
  public func warnings(_ covariance: CoefficientCovariance) throws(RegressionError) -> [String] {
    var messages = try InstrumentTests.weakness(of: self)
    if termNames.isEmpty, !frame.effects.isEmpty {
      messages.append(
        "the formula has no term beside its fixed effects: the table of coefficients has no row")
    }
    if let warning = offsetWarning { messages.append(warning) }
    messages += FewClusters.warnings(self, covariance)
    let lone = covariance.loneTerms.map { termNames[$0] }
    if !lone.isEmpty {
      let (group, kind) =
        covariance.kind.clusters.isEmpty ? ("row", "of this kind") : ("cluster", "by clusters")
      messages.append(
        "one \(group) alone decides \(lone.joined(separator: ", ")): its residuals do not tell by how much "
          + "that errs, and no errors \(kind) can")
    }
    if covariance.countsRowsOverGaps {
      messages.append(
        "periods are missing: prewhitening and the choice of a bandwidth take rows for consecutive "
          + "(hac:LAG counts periods)")
    }
    return messages
  }

  /// Which rows, terms and instruments the fit goes without, and why. A sentence each.
  var omissions: [String] {
    var messages: [String] = []
    let names: [DropReason: String] = [
      .missing: "with an empty cell", .noLag: "without a lagged value",
      .notFinite: "not finite (\(frame.notFiniteTerms.keys.sorted().joined(separator: ", ")))",
      .zeroWeight: "of weight zero", .singleton: "alone in a fixed effect",
      .separated: "separated (predicted without error)",
    ]
    let parts = DropReason.allCases.compactMap { reason -> String? in
      guard let count = frame.dropped[reason], count > 0 else { return nil }
      return "\(count) \(names[reason] ?? reason.rawValue)"
    }
    if !parts.isEmpty {
      messages.append(
        "\(frame.dropped.values.reduce(0, +)) of \(frame.readCount) rows left out: "
          + parts.joined(separator: ", "))
    }
    if !droppedTerms.isEmpty {
      messages.append(
        "left out as constant, zero or a combination of others: "
          + droppedTerms.joined(separator: ", "))
    }
    if !droppedInstruments.isEmpty {
      messages.append(
        "instruments left out as combinations of fixed effects, exogenous terms and other "
          + "instruments: " + droppedInstruments.joined(separator: ", "))
    }
    return messages
  }

  private var offsetWarning: String? {
    guard family.hasLogLink, frame.hasWideOffset, let low = frame.offset?.min(),
      let high = frame.offset?.max()
    else { return nil }
    return
      "the offset goes from \(NumberText.shortest(low)) to \(NumberText.shortest(high)) on the "
      + "scale of logarithms: it looks like an exposure (\(RegressionError.offsetAdvice))"
  }
}

extension ModelFrame {
  /// On a log link an offset is the logarithm of an exposure: a range over this is a factor of e¹⁵
  /// between two rows' exposures.
  private static let widestOffset = 15.0

  var hasWideOffset: Bool {
    guard let low = offset?.min(), let high = offset?.max() else { return false }
    return high - low > Self.widestOffset
  }
}

extension Predictions {
  /// Which rows have no prediction, and why, with their lines.
  public func warnings(_ table: DataTable) -> [String] {
    func message(_ rows: [Int], _ what: String) -> [String] {
      guard !rows.isEmpty else { return [] }
      let lines = rows.prefix(5).map { String(table.line(ofRow: $0)) }.joined(separator: ", ")
      return [
        "\(rows.count) \(rows.count == 1 ? "row has" : "rows have") no prediction: \(what) "
          + "(line \(lines)\(rows.count > 5 ? ", …" : ""))"
      ]
    }
    return message(unseen, "a level that no row in use has")
      + message(notEstimable, "not estimable, the data do not tell what these rows add")
  }
}
