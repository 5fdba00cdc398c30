import Corridor

/// What `--effects` of `corridor regress` fits.
enum PanelEstimate {
  case random(RandomEffects)
  case between(RegressionFit)

  /// The words of `--effects`.
  static let names = ["random", "between"]

  init(
    _ name: String, _ formula: Formula, table: DataTable, options: ModelFrame.Options
  ) throws(RegressionError) {
    let panel = try PanelFrame(formula, table: table, options: options)
    self = name == "random" ? .random(try RandomEffects(panel)) : .between(try panel.between())
  }

  var fit: RegressionFit {
    switch self {
    case .random(let effects): effects.fit
    case .between(let fit): fit
    }
  }

  /// Whether the fit's likelihood is that of the data: that of transformed columns is not.
  var hasLikelihood: Bool {
    if case .between = self { return true }
    return false
  }

  /// Rows of `--tests` that are figures and no tests.
  var figures: [(name: String, value: Double)] {
    guard case .random(let effects) = self else { return [] }
    return [
      ("variance:series", effects.groupVariance), ("variance:rest", effects.idiosyncraticVariance),
      ("theta:least", effects.theta.min() ?? .nan), ("theta:greatest", effects.theta.max() ?? .nan),
    ]
  }

  /// What is said on stderr.
  var messages: [String] {
    guard case .random(let effects) = self else { return [] }
    var messages: [String] = []
    if effects.isTruncated {
      messages.append(
        "the variance of the series came out negative and counts as zero: "
          + "these are least squares of all rows")
    }
    if effects.within != nil, let hausman = try? HausmanTest(effects), !hausman.isPositiveDefinite {
      messages.append(
        (hausman.test == nil ? "no Hausman test: " : "take the Hausman test with care: ")
          + "the covariance with fixed effects less that with random ones is not positive definite")
    }
    return messages
  }
}
