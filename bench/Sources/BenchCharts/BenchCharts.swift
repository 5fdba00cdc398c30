import Charts

/// Draws times of others over ours: lines `GROUP<tab>LABEL<tab>RATIO` come by standard input, the title is
/// the first argument, the picture goes to standard output. The ratio is ours ÷ theirs, as in
/// `bench/results`.
@main struct BenchCharts {
  static func main() throws {
    let title = CommandLine.arguments.dropFirst().first ?? ""
    var rows: [IntervalChart.Row] = []
    while let line = readLine() {
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      guard fields.count == 3, let ratio = Double(fields[2]), ratio > 0 else {
        throw BenchChartFault.line(line)
      }
      rows.append(
        IntervalChart.Row(fields[1], 1 / ratio, isEmphasised: ratio <= 1, group: fields[0]))
    }
    let chart = IntervalChart(
      title: title, description: "Times of others over ours; right of the line ours is faster.",
      unit: .amount("theirs ÷ ours"), rows: rows, reference: .init(1, "as fast"), isRatio: true)
    print(chart.picture(named: "bench").standalone(), terminator: "")
  }
}

enum BenchChartFault: Error {
  /// A line that is not GROUP, LABEL and a positive ratio.
  case line(String)
}
