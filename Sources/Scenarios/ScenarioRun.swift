public import SeriesCore

/// Everything a scenario file asks for, computed.
public struct ScenarioRun: Sendable {
  /// The file that was run.
  public let scenario: Scenario
  /// The seed in use: that of the options, else that of the file.
  public let seed: UInt64
  /// The sample paths in use: those of the options, else those of the file.
  public let paths: Int
  /// What each part found, in the order of the scenario's parts.
  package let answers: [any ScenarioAnswer]

  /// What a caller may set in place of the file.
  public struct Options: Sendable {
    /// The seed; nil for that of the file.
    public var seed: UInt64?
    /// Sample paths, 1 or more; nil for those of the file.
    public var paths: Int?
    /// Replaces the file's list of vintages and leaves out the latest data.
    public var asOf: PeriodText?
    /// Workers, 1 or more; the answers do not depend on their number.
    public var jobs = 1

    /// Makes options that leave all to the file, for one worker.
    public init() {}
  }

  /// Runs the scenario.
  ///
  /// What cannot be fitted or answered stands in the rows with its reason.
  ///
  /// - Parameter progress: called with the share of the work done on series and targets.
  public init(
    _ scenario: Scenario, options: Options = .init(), progress: (Double) -> Void = { _ in }
  ) {
    self.scenario = scenario
    self.seed = options.seed ?? scenario.seed
    self.paths = options.paths ?? scenario.paths
    let context = PartRun(
      scenario: scenario, seed: seed, paths: paths, jobs: options.jobs, asOf: options.asOf)
    answers = scenario.parts.map { $0.answer(context, progress: progress) }
  }

  /// A part of the scenario with its answer, when the file has it.
  package func part<Part: ScenarioPart>(_ kind: Part.Type) -> (part: Part, answer: Part.Answer)? {
    for (part, answer) in zip(scenario.parts, answers) {
      if let part = part as? Part, let answer = answer as? Part.Answer { return (part, answer) }
    }
    return nil
  }
}
