import Corridor

/// Calibration of target probabilities and intervals on a set of series with known continuations.
///
/// For each series of FOLDER/train.csv the question is whether 1.1, 1.25, 1.5 and 2 times its last
/// value are reached after `horizon` periods (level) and by then (touch); FOLDER/test.csv has the
/// answers. Intervals are judged at every step.
///
/// usage: CalibrationBench FOLDER [PATHS]
@main
struct CalibrationBench {
  static let multiples = [1.1, 1.25, 1.5, 2]
  static let models = [
    "mixture", "mixture+level", "drift+log", "naive+log", "trend+log", "mean+log",
  ]

  static func main() throws {
    guard CommandLine.arguments.count >= 2 else {
      print("usage: CalibrationBench FOLDER [PATHS]")
      return
    }
    let folder = CommandLine.arguments[1]
    let paths = CommandLine.arguments.count > 2 ? Int(CommandLine.arguments[2]) ?? 20_000 : 20_000
    let training = try SeriesPanel.read(path: folder + "/train.csv").series
    let test = try SeriesPanel.read(path: folder + "/test.csv").series
    let actuals = Dictionary(uniqueKeysWithValues: test.map { ($0.id, $0) })
    print(
      "model,series,failed,calibration_level,calibration_touch,brier_level,brier_touch,"
        + "cover95,cover80,msis95,mase,smape")
    var tables: [String] = []
    for name in models {
      var score = CalibrationScore(model: name)
      for series in training {
        guard let actual = actuals[series.id] else { continue }
        score.add(series, actual, multiples: multiples, paths: paths)
      }
      print(score.summary)
      tables += score.deciles
    }
    print("\nmodel,event,decile,share,stated,came_true")
    for line in tables { print(line) }
  }
}
