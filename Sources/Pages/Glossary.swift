/// What the words and the marks of a page mean, for readers who know neither models nor charts: the
/// one place where pages explain themselves.
enum Glossary {
  /// Beneath the answers, folded: what occurs on the page and nothing else.
  static func block(_ tables: ReportTables) -> PageBlock? {
    .fold(
      "What the words and marks mean",
      [
        list(marks.filter { !tables[$0.report].isEmpty }.map { ($0.name, $0.meaning) }),
        list(words.filter { used(tables).contains($0.word) }.map { ($0.word, $0.meaning) }),
        list(terms.filter { !tables[$0.report].isEmpty }.map { ($0.name, $0.meaning) }),
        series(tables),
      ])
  }

  /// What some tags mean, each once.
  static func key(_ tags: [String]) -> PageBlock? {
    let items = words.filter { tags.contains($0.word) }.map { entry -> [PagePiece] in
      [.tag(entry.word), .words(" – " + entry.meaning)]
    }
    return items.isEmpty ? nil : .items(items)
  }

  private static func list(_ entries: [(name: String, meaning: String)]) -> PageBlock? {
    entries.isEmpty ? nil : .items(entries.map { [.code($0.name), .words(" – " + $0.meaning)] })
  }

  /// The names of series with what they measure.
  private static func series(_ tables: ReportTables) -> PageBlock? {
    let rows = tables["observations.csv"].groups("series").compactMap(\.rows.first)
    let items = rows.filter { $0.has("basis") || $0.has("unit") }.map { row -> [PagePiece] in
      [.cell(PageCell(row, "series")), " – ", .cell(PageCell(row, "basis"))]
        + (row.has("unit") ? [", in ", .cell(PageCell(row, "unit"))] : [])
    }
    return items.isEmpty ? nil : .items(items)
  }

  /// The words of the columns that hold names of ours; of `mixture+log` both parts.
  private static func used(_ tables: ReportTables) -> Set<String> {
    var used = Set<String>()
    for table in tables.all {
      for column in ["status", "model", "class", "members", "bound", "verdict", "vintage_kind"]
      where table.columns.contains(column) {
        for value in table.values(column) where column != "verdict" || value.count < 20 {
          used.insert(value)
          used.formUnion(value.split { " +:,".contains($0) }.map(String.init))
        }
      }
    }
    return used
  }

  private static let marks: [(report: String, name: String, meaning: String)] = [
    (
      "forecast.csv", "fan",
      "points are observed; the line is the median forecast, the shades hold the central 50, 80 "
        + "and 95 % of it, with an arrow where one runs out of the picture; the dashed line is the "
        + "target, the dotted ones its deadlines"
    ),
    (
      "hitting.csv", "two curves",
      "the full one is the chance to have reached the level by then, the dashed one to be there "
        + "at that time"
    ),
    (
      "targets.csv", "dots",
      "one a scenario or a model, the full dot the one that matters; the line through it is its "
        + "range, the dashed upright what all are held against"
    ),
    (
      "tornado.csv", "bars from the middle",
      "what the probability becomes with one thing moved, the greatest change first"
    ),
    (
      "calibration.csv", "dots beside the slanted line",
      "on the line as much came true as was said, above it more, below it less; the upright through "
        + "a dot is the 95 % interval of what came true"
    ),
    (
      "capacity.csv", "steps",
      "what can pass; the line is demand with its 80 % band, the dashed one what passes, and the "
        + "shade between them finds no room; an open circle is where something opens"
    ),
  ]

  private static let words: [(word: String, meaning: String)] = [
    ("projected", "a probability by a model that passed its test on the series' own past"),
    ("unproven", "a probability by a model that no test on the series' own past speaks for"),
    ("conditional", "right if numbers are that the scenario states beside the data"),
    ("assumption", "from stated growth, not from a model"),
    ("met", "reached already"), ("missed", "the deadline passed without it"),
    ("told", "a finding without a probability"), ("insufficient", "too little is known to answer"),
    ("mixture", "random walks whose growth is drawn to that of similar series; calibrated on many"),
    ("auto", "the mean of several models without the extremes"),
    ("structural", "a level and a slope that wander"),
    ("drift", "the mean change of the past goes on"), ("naive", "the last value goes on"),
    ("trend", "a straight line over time"), ("mean", "deviations from the mean of the past"),
    ("log", "reckoned in logarithms: changes are in percent"),
    ("pool", "the declared model joined with those that forecast the series' past better"),
    ("headline", "the model that also answers the targets of the series"),
    ("logistic", "growth that slows toward a saturation"),
    ("gaussian", "a line through logarithms by least squares"),
    ("poisson", "a regression of amounts, of which some may be nought"),
    ("nominal", "amounts in current prices: compared with such"),
    ("volume", "tonnes, pieces, persons: compared with such"),
    ("soft", "capacity that can be exceeded at a cost"),
    ("uncertain", "capacity that is known with a spread"),
    ("pseudo-vintage", "an earlier forecast, made now from the data up to then"),
    ("agreement", "two statements that can both hold and say the same"),
    ("implied", "what two statements together say of a third number"),
    ("tension", "two statements that can both hold if read with care"),
    ("contradiction", "two statements of which one must be wrong"),
    ("different-basis", "two statements of different measures"),
  ]

  private static let terms: [(report: String, name: String, meaning: String)] = [
    (
      "reference_class.csv", "reference class",
      "all series of one kind that are at hand; how many of them grew as much in as many years"
    ),
    (
      "accuracy.csv", "MASE",
      "the mean error beside that of a forecast which repeats the last value; under one is better"
    ),
    (
      "postmortem_scores.csv", "Brier score",
      "the squared distance of a probability from what came; nought is best, a half said gives a "
        + "fourth"
    ),
    (
      "combined.csv", "backtest",
      "forecasts from each year of the past, held against what came; passed: often enough inside "
        + "its "
        + "intervals, and not much worse than the last value"
    ),
  ]
}
