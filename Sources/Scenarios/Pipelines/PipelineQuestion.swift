package import Logistics
package import SeriesCore

/// Lists of projects that a scenario file names, and what is to be told from them.
package struct PipelineQuestion: Sendable {
  /// One list with the day that it stands for.
  package struct Entry: Sendable {
    package let list: ListVintage
    /// As a day number.
    let lastDay: Int
  }

  /// The money on one of the lists.
  package struct ListedValue: Sendable {
    package let label: String
    let lastDay: Int
    package let amount: Double
  }

  /// What is said of the value that is finished already and of the sizes of projects.
  package struct Sizes: Sendable {
    /// The share of the value that is finished: a range, its ends below and above with 10 % each, or
    /// one number.
    package let finishedShare: (low: Double, high: Double)
    package let logDeviation: Double
    package let reason: String
  }

  /// Stated hazards, for lists that tell none.
  package struct Assumption: Sendable {
    package let completion: PipelineProjection.Range
    package let removal: PipelineProjection.Range
    package let reason: String
  }

  package struct Goal: Sendable {
    package let finished: Int?
    package let value: Double?
  }

  package let name: String
  /// In the order of their dates, each a list that can be.
  let entries: [Entry]
  let values: [ListedValue]
  package let sizes: Sizes?
  package let assumption: Assumption?
  package let goal: Goal
  /// Ends of periods: their text and last day.
  let deadlines: [(text: String, lastDay: Int)]
  /// Factors on the hazards by course of events.
  let factors: [String: (completion: Double, removal: Double)]
  package let countBasis: SeriesBasis?
  package let unit: SeriesUnit?
  package let basis: SeriesBasis?
  let sources: [ScenarioSource]
}
