import ArgumentParser
import Corridor

struct BacktestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backtest",
    abstract: "Rolling-origin forecasts, each beside what came.",
    discussion: """
      Cuts every series at --windows periods, --step apart, so that the last window's test \
      part ends at the series' last observation; fits what stands up to the cutoff and \
      forecasts the next --horizon periods. Writes unique_id,cutoff,ds,model,mean,median, a \
      pair of columns a level and actual, which is empty where there is no value. 'corridor \
      score' takes the file as it is.

      A window before which a series is too short gives a row in --failures (stderr without \
      it), and exit status 3; the others are written.
      """,
    examples: [
      CommandExample(
        "five windows of twelve periods",
        "corridor backtest my.csv --horizon 12 --windows 5 --model auto,snaive"),
      CommandExample(
        "and their accuracy",
        "corridor backtest my.csv --horizon 12 --windows 5 -o back.csv\n  corridor score back.csv --train my.csv --by model"
      ),
    ])

  @OptionGroup var batch: BatchOptions

  @Option(help: "Windows, 1 to 100000.")
  var windows: Int

  @Option(help: "Periods between two cutoffs, 1 to 100000.")
  var step = 1

  func validate() throws {
    for (name, value) in [("--windows", windows), ("--step", step)]
    where !(1...100_000).contains(value) {
      throw ValidationError("\(name) is from 1 to 100000")
    }
  }

  func run() throws {
    try KernelCheck.require()
    try BatchRun.run(
      Backtest(try batch.settings(), windows: windows, step: step), batch.places,
      what: "backtesting")
  }
}
