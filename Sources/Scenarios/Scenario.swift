public import Forecasting
public import SeriesCore

/// A scenario file: which series, under which courses of events, toward which targets.
public struct Scenario: Sendable {
  /// One series of the file, as it is asked for.
  public struct SeriesSpec: Sendable {
    /// The name by which courses, targets and reports know the series.
    public let id: String
    /// The observations, under that name.
    public let series: TimeSeries
    /// The data file, as the scenario names it.
    public let file: String
    /// The path from which the file was read.
    public let path: String
    /// Models beside the headline, for the range over models.
    public let models: [ModelRequest]
    /// The parts of the series to which each of `models` is fitted.
    public let windows: [SampleWindow]
    /// When set, no model is fitted: the projection rests on stated growth.
    public let assumption: AssumedGrowth?
    /// Periods in a season; nil for the usual ones of the frequency.
    public let season: Int?
    /// SHA-256 of the data file's bytes as they were read.
    public let sha256: String
    /// The first period of the sample behind the headline and the models of its pool; nil for all.
    package var from: Int? = nil
    /// Where the series is known to be another one than before.
    package var breaks: [SeriesBreak] = []
    /// What is known of the period after the last observation; nil without evidence.
    package var current: CurrentEvidence? = nil
    /// The files that the evidence rests on.
    package var currentSources: [ScenarioSource] = []
    /// The periods of other bases of the same question, which no target of the file asks: past growth is
    /// shown over the periods that all have.
    package var comparedWith: [[Int]] = []
    /// Their files.
    package var comparedSources: [ScenarioSource] = []
    /// A model in place of the headline and its pool; nil for these.
    package var soleModel: ModelRequest? = nil
  }

  /// A period from which a series is another one: of other scope, or after a shock that no model holds.
  package struct SeriesBreak: Sendable {
    /// An ordinal of the series' axis.
    package let at: Int
    package let reason: String
  }

  /// One course of events.
  public struct Course: Sendable {
    /// The name in the file, for a point of a grid with its values; `baseline` where a file has
    /// none.
    public let name: String
    /// What the file says of it; empty when it says nothing.
    public let description: String
    /// Factors by series id, inherited ones among them.
    let shocks: [String: [any Shock]]
    /// Its own name, then those of the courses that it inherits from, nearest first.
    public let lineage: [String]
    /// What it weighs in the judgement of the file; nil where the file gives none.
    var weight: Double? = nil

    /// What a mapping by scenario says for this one: its own entry, or the nearest inherited.
    func value<Value>(in byName: [String: Value]) -> Value? {
      lineage.lazy.compactMap { byName[$0] }.first
    }

    /// The factor on each of the periods from `start`, relative to the last observed one: what a
    /// shock did to periods that are observed is in the data already.
    public func factors(
      for seriesID: String, axis: PeriodAxis, start: Int, horizon: Int
    ) -> [Double] {
      let perYear = axis.frequency.periodsPerYear ?? 1
      let own = shocks[seriesID] ?? []
      func factor(_ ordinal: Int) -> Double {
        own.reduce(1) { $0 * $1.factor(at: ordinal, periodsPerYear: perYear) }
      }
      let observed = factor(start - 1)
      return (0..<horizon).map { factor(start + $0) / observed }
    }
  }

  /// The name of the scenario file, without folder and extension.
  public let name: String
  /// SHA-256 of the scenario file's bytes as they were read.
  public let sha256: String
  /// The title that the file gives; empty when it gives none.
  public let title: String
  /// What the file says is asked; empty when it says nothing.
  public let question: String
  /// The courses of events in the order of the file; `baseline` alone where it has no list of them.
  public let courses: [Course]
  /// The last period to simulate to; nil for five past the last deadline.
  public let horizon: PeriodText?
  /// Sample paths for each fit, 100 to 100,000,000.
  public let paths: Int
  /// The seed of all random numbers.
  public let seed: UInt64
  /// Levels of the reported intervals, percent: 50, 80 and 95 first.
  public let levels: [Double]
  /// Earlier points in time from which the question is asked again.
  public let vintages: [PeriodText]
  /// The parts that the file has, in the order of the catalog: series with their targets first.
  package let parts: [any ScenarioPart]
  /// What is allowed and yet looks like a mistake, each with its line.
  public let warnings: [InputFault]
  /// The answers that the file names as those to its question; empty where it leaves the choice.
  var answer: [AnswerChoice] = []

  /// The reports that a run writes.
  package var reports: [PartReport] {
    [PartReport("answers.csv")] + parts.flatMap(\.reports)
  }

  /// The part of a kind, when the file has one.
  package func part<Part: ScenarioPart>(_ kind: Part.Type) -> Part? {
    parts.lazy.compactMap { $0 as? Part }.first
  }

  /// The paths of all data files that it reads, each once, in the order in which they are named.
  public var dataFiles: [String] {
    var seen = Set<String>()
    return parts.flatMap(\.sources).map(\.path).filter { seen.insert($0).inserted }
  }

  /// The models whose answers stand beside the headline's when a file names none.
  static let defaultModels = ["drift", "naive", "trend"].compactMap { try? ModelRequest($0) }

  /// The names of the declared models behind the probabilities of the series, each once.
  public var headlines: [String] {
    var names: [String] = []
    for spec in series where spec.assumption == nil {
      let name = (try? spec.headline)?.name ?? Headline.unseasonal
      if !names.contains(name) { names.append(name) }
    }
    return names.isEmpty ? [Headline.unseasonal] : names
  }
}

extension Scenario.SeriesSpec {
  /// What the reports call the model behind its probabilities.
  var headlineName: String {
    guard assumption == nil else { return AssumedGrowth.modelName }
    return soleModel?.text ?? (try? headline)?.text ?? Headline.unseasonal
  }

  /// The declared model, that of the whole series for all parts of it.
  var headline: ModelRequest {
    get throws(ForecastingError) { try Headline.request(for: series, seasonLength: season) }
  }

  /// The models that are fitted beside the headline; none beside an assumption.
  var others: [ModelRequest] { assumption == nil ? named(models) : [] }

  /// The scale is that of the whole series, so that windows and times differ in nothing else.
  func named(_ request: ModelRequest) -> ModelRequest {
    request.named(for: series, by: .logsOfPositive)
  }

  /// Requests with their scales, each once.
  func named(_ requests: [ModelRequest]) -> [ModelRequest] {
    var seen = Set<String>()
    return requests.map { named($0) }.filter { seen.insert($0.text).inserted }
  }
}

/// Which part of a series a model is fitted to.
public enum SampleWindow: Sendable, Equatable {
  case all
  /// The last so many observations.
  case last(Int)
  case from(PeriodText)

  /// Reads `all`, `last 10` or `from 2008`; nil for anything else.
  public init?(_ text: String) {
    let words = text.split(separator: " ")
    if text == "all" {
      self = .all
    } else if words.count == 2, words[0] == "last", let count = Int(words[1]), count >= 2 {
      self = .last(count)
    } else if words.count == 2, words[0] == "from", let period = PeriodText(words[1]),
      period.kind != .interval
    {
      self = .from(period)
    } else {
      return nil
    }
  }

  /// The text that `init(_:)` reads as this window.
  public var text: String {
    switch self {
    case .all: "all"
    case .last(let count): "last \(count)"
    case .from(let period): "from \(period.written)"
    }
  }

  /// The part of the series in the window.
  public func applied(to series: TimeSeries) -> TimeSeries {
    switch self {
    case .all: series
    case .last(let count): series.last(count)
    case .from(let period):
      series.restricted(to: (series.axis.ordinal(of: period) ?? Int.min)...Int.max)
    }
  }
}
