package import SeriesCore

/// One stated figure with where it was stated.
public struct Claim: Sendable {
  /// The name of the claim, unique in its file.
  public let id: String
  /// The name of what the figure measures.
  public let series: String
  /// When it holds.
  public let period: ClaimPeriod
  /// The figure as it is printed, in `unit`.
  public let value: Double
  /// The value as the file has it: its digits tell how it was rounded.
  public let printed: String
  /// What the figure counts, and by how many.
  public let unit: ClaimUnit
  /// Whether it is an amount, a growth, a share, a rank …
  public let kind: ClaimKind
  /// The words in which it was stated; empty when the file has none.
  public let quote: String
  /// Where it was stated; empty when the file does not say.
  public let source: String
  /// A remark of whoever collected it; empty without one.
  public let note: String
  /// By whom and how it was measured; nil when the file does not say.
  public let basis: String?
  /// The line of the file.
  public let line: Int

  /// `over`, `about` … from the unit or the quote; nil when neither has one.
  public let qualifier: StatedQualifier?
  /// The values that the figure allows, in ones of the unit's dimension, qualifier included.
  public let interval: StatedInterval
  /// The same by rounding alone.
  public let rounding: StatedInterval
  let quotation: Quotation
  /// How far the thing is that the figure counts; nil when the words do not tell.
  public let stage: WorkStage?

  /// - Throws: `NumberText.Fault` when `printed` is no number.
  package init(
    id: String, series: String, period: ClaimPeriod, printed: String, unit: ClaimUnit,
    kind: ClaimKind, quote: String = "", source: String = "", note: String = "",
    basis: String? = nil, line: Int = 0
  ) throws(NumberText.Fault) {
    let value = try NumberText.parse(printed)
    let quotation = Quotation(quote)
    let qualifier =
      unit.remark.flatMap(StatedQualifier.init(remark:))
      ?? quotation.qualifier(of: [value, value * unit.scale])
    let rounding = try StatedInterval(printed: printed)
    self.id = id
    self.series = series
    self.period = period
    self.value = value
    self.printed = printed
    self.unit = unit
    self.kind = kind
    self.quote = quote
    self.source = source
    self.note = note
    self.basis = basis
    self.line = line
    self.quotation = quotation
    self.qualifier = qualifier
    self.rounding = rounding * unit.scale
    interval =
      (qualifier?.interval(value, unit: StatedInterval.unit(ofLastDigit: printed)) ?? rounding)
      * unit.scale
    stage = WorkStage(quotation)
  }

  /// The value in ones of the unit's dimension.
  public var amount: Double { value * unit.scale }

  /// What kind of number it is: claims of one measure about one thing can be compared.
  enum Measure: Hashable {
    case amount
    /// A ratio to an earlier amount: growth plus one, or a multiple.
    case factor
    case share
    case cumulative
    case rank
    case ordinal
    case target
    case targetMultiple
  }

  var measure: Measure {
    switch kind {
    case .level: .amount
    case .count: unit.dimension == "rank" ? .rank : .amount
    case .growth, .multiple: .factor
    case .share: .share
    case .cumulative: .cumulative
    case .rank: .rank
    case .ordinal: .ordinal
    case .target: unit.isMultiple ? .targetMultiple : .target
    }
  }

  /// The ratio to the earlier amount that growth or a multiple states; nil for other kinds.
  var factor: (value: Double, interval: StatedInterval)? {
    switch kind {
    case .growth: (1 + amount, StatedInterval(exactly: 1) + interval)
    case .multiple: (amount, interval)
    default: nil
    }
  }

  /// The period that growth or a multiple compares with.
  var basePeriod: ClaimPeriod? { unit.base ?? period.yearBefore }

  /// The figure as a sentence quotes it: `over 24 USD bn`.
  var figure: String {
    let words = qualifier.map { $0.rawValue + " " } ?? ""
    if measure == .rank { return words + "rank " + printed }
    if unit.isMultiple {
      return words + printed + " times" + (unit.base.map { " the level of \($0.written)" } ?? "")
    }
    let isQualifier = unit.remark.map { StatedQualifier(remark: $0) != nil } ?? false
    let label =
      isQualifier ? unit.label.replacing(" (\(unit.remark ?? ""))", with: "") : unit.label
    return words + printed + (label == "%" ? " %" : " " + label)
  }
}
