import ArgumentParser
import Corridor

extension ScoreCommand {
  /// Refuses what says nothing of a hub's forecasts.
  func validateHubverse() throws {
    guard format == .hubverse else { return }
    guard actual != nil else { throw ValidationError("--format hubverse needs --actual FILE") }
    guard train == nil, season.season == nil else {
      throw ValidationError(
        "--train and --season are of scaled errors, which --format hubverse does not give")
    }
  }

  func runHubverse(_ actual: String) throws {
    let options = input.observationOptions
    let table = try HubverseTable(try ByteSource(path: forecasts), options: options)
    if let mixed = table.mixedLocation {
      throw InputFault(
        .malformed, file: forecasts,
        "'\(mixed.name)' has forecasts of several targets: "
          + mixed.targets.map { "'\($0)'" }.joined(separator: " and "),
        advice: "actual values of a location are of one: score a file of one target")
    }
    let late = table.lateCount
    if late > 0 {
      StandardError.lines([
        "\(forecasts): \(late) forecast\(late == 1 ? " was" : "s were") made after the end of "
          + (late == 1 ? "its period" : "their periods")
      ])
    }
    let score = try HubverseScore(
      table, actual: try SeriesDraft.group(ByteSource(path: actual), options: options),
      frequency: options.frequency)
    StandardError.lines(score.notes.map { "\(forecasts): \($0)" })
    let others = table.otherTypes.sorted { $0.key < $1.key }.map { "\($0.value) of \($0.key)" }
    if !others.isEmpty {
      StandardError.lines([
        "\(forecasts): rows that are neither quantile nor median are left out: "
          + others.joined(separator: ", ")
      ])
    }
    if score.unmatchedCount > 0 {
      StandardError.lines([
        "\(forecasts): \(score.unmatchedCount) forecasts have no actual value and are left out"
      ])
    }
    guard !score.rows.isEmpty else {
      throw InputFault(
        .malformed, file: forecasts, "no forecast has an actual value",
        advice: "location is matched by series id, target_end_date by the last day of a period")
    }
    let unpaired = score.byModel.reduce(0) { $0 + $1.count - $1.pairedCount }
    if unpaired > 0 {
      StandardError.lines([
        "\(forecasts): \(unpaired) forecasts have no weighted interval score: a quantile without its "
          + "partner, or none"
      ])
    }
    try output.write(
      by == .series
        ? HubverseTables.bySeries(score.levels).csv(score.rows)
        : HubverseTables.byModel(score.levels).csv(score.byModel))
  }
}
