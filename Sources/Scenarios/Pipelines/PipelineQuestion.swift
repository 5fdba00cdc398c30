public import Logistics
public import SeriesCore

/// Lists of projects that a scenario file names, and what is to be told from them.
public struct PipelineQuestion: Sendable {
  /// One list with the day that it stands for.
  public struct Entry: Sendable {
    public let list: ListVintage
    /// As a day number.
    let lastDay: Int
  }

  /// The money on one of the lists.
  public struct ListedValue: Sendable {
    public let label: String
    let lastDay: Int
    public let amount: Double
  }

  /// What is said of the value that is finished already and of the sizes of projects.
  public struct Sizes: Sendable {
    /// The share of the value that is finished: a range, its ends below and above with 10 % each, or
    /// one number.
    public let finishedShare: (low: Double, high: Double)
    public let logDeviation: Double
    public let reason: String
  }

  /// Stated hazards, for lists that tell none.
  public struct Assumption: Sendable {
    public let completion: PipelineProjection.Range
    public let removal: PipelineProjection.Range
    public let reason: String
  }

  public struct Goal: Sendable {
    public let finished: Int?
    public let value: Double?
  }

  public let name: String
  /// In the order of their dates, each a list that can be.
  let entries: [Entry]
  let values: [ListedValue]
  public let sizes: Sizes?
  public let assumption: Assumption?
  public let goal: Goal
  /// Ends of periods: their text and last day.
  let deadlines: [(text: String, lastDay: Int)]
  /// Factors on the hazards by course of events.
  let factors: [String: (completion: Double, removal: Double)]
  public let countBasis: SeriesBasis?
  public let unit: SeriesUnit?
  public let basis: SeriesBasis?
  let sources: [ScenarioSource]
}
