import Corridor

/// The tables of `corridor nowcast`.
enum NowcastTables {
  /// A period that is told, with what is said of the whole.
  struct Row {
    let nowcast: FactorNowcast
    let period: NowcastPeriod
    let asOf: String?
    let vintage: VintageKind
  }

  static func nowcast(_ levels: [Double]) -> Table<Row> {
    [told(levels), model]
  }

  private static func told(_ levels: [Double]) -> Table<Row> {
    [
      .text("unique_id", "series that is told") { $0.nowcast.target.id },
      .text("ds", "period") { $0.nowcast.target.axis.text($0.period.ordinal) },
      .rounded("median", "median; on the level also the mean") { $0.period.median },
      .roundedIntervals(levels) { row, place in row.period.interval(levels[place]) },
      .rounded("sd", "scale of its t distribution, on the scale of the model") {
        $0.period.deviation
      },
      .rounded("df", "degrees of freedom; empty for a normal distribution, of given parameters") {
        $0.period.degreesOfFreedom
      },
      .rounded("sd_data", "standard deviation of what is not known given the parameters") {
        $0.period.variance.squareRoot()
      },
      .rounded("sd_parameters", "of what their uncertainty adds; empty when they are given") {
        $0.period.parameterVariance?.squareRoot()
      },
      .text("base_ds", "known period that the change is added to; empty for values themselves") {
        row in row.period.base.map { row.nowcast.target.axis.text($0) }
      },
      .rounded("change", "mean of the change on it, or of the value, on the scale") {
        $0.period.change
      },
      .text("scale", "log or level") { $0.nowcast.panel.targetMember.isLog ? "log" : "level" },
    ]
  }

  private static let model: Table<Row> = [
    .text("known_to", "last known period of the series") { row in
      row.nowcast.target.end.map { row.nowcast.target.axis.text($0) }
    },
    .integer("series", "series of the model") { $0.nowcast.panel.members.count },
    .integer("n", "changes of all series that it is estimated from") { $0.nowcast.observations },
    .integer("parameters", "parameters, means and spreads of series apart") {
      $0.nowcast.parameterCount
    },
    .integer("factors", "factors") { $0.nowcast.model.parameters.factors },
    .integer("lags", "lags of the factors") { $0.nowcast.model.parameters.lags },
    .integer("iterations", "steps of the estimation; empty for given parameters") {
      $0.nowcast.estimate?.iterations
    },
    .answer("converged", "whether they ended by the tolerance") {
      $0.nowcast.estimate?.isConverged
    },
    .rounded("log_likelihood", "of the standardised changes") { $0.nowcast.logLikelihood },
    .text("as_of", "date as of which the data were known") { $0.asOf },
    .text("vintage", "latest; vintage: as published; pseudo-vintage: periods cut, revisions in") {
      $0.vintage.rawValue
    },
    .text("unit", "unit of the values") { $0.nowcast.target.unit?.label },
    .text("basis", "how the series is measured") { $0.nowcast.target.basis?.label },
  ]

  static func nowcast(
    _ reply: NowcastRequest.Reply, levels: [Double], asOf: String?
  ) -> [UInt8] {
    nowcast(levels).csv(
      reply.nowcast.periods.map {
        Row(nowcast: reply.nowcast, period: $0, asOf: asOf, vintage: reply.vintage)
      })
  }

  /// A release, or one of the two nowcasts that all releases lie between.
  struct NewsRow {
    let panel: FactorPanel
    let period: NowcastNews.Period
    let kind: String
    var item: NowcastNews.Item?
    var value: Double?
    var scaleValue: Double?

    fileprivate func text(_ item: NowcastNews.Item?) -> String? {
      guard let item, let series = item.series, let ordinal = item.ordinal else { return nil }
      return panel.members[series].series.axis.text(ordinal)
    }
  }

  static let news: Table<NewsRow> = [
    .text("unique_id", "series that is told") { $0.panel.targetMember.id },
    .text("ds", "period that is told") {
      $0.panel.targetMember.series.axis.text($0.period.ordinal)
    },
    .text("kind", "previous, parameters, withdrawn, revision, news, nowcast") { $0.kind },
    .text("release", "series of the release") { row in
      row.item?.series.map { row.panel.members[$0].id }
    },
    .text("release_ds", "its period") { $0.text($0.item) },
    .rounded("before", "value that was known before") { $0.item?.before },
    .rounded("value", "value of the release, or the nowcast") { $0.value ?? $0.item?.now },
    .rounded("expected", "what the data before it let expect") { $0.item?.expected },
    .rounded("weight", "change of the nowcast by a unit of surprise, both on their scales") {
      $0.item?.weight
    },
    .exact("impact", "change of the nowcast in its unit; sums to the revision") {
      $0.item?.impact
    },
    .exact("impact_scale", "the same on the scale of the model, log or level") {
      $0.item?.scaleImpact
    },
    .exact("scale_value", "nowcast on the scale of the model") { $0.scaleValue },
    .text("unit", "unit of the nowcast") { $0.panel.targetMember.series.unit?.label },
  ]

  static func news(_ news: NowcastNews) -> [UInt8] {
    var rows: [NewsRow] = []
    for period in news.periods {
      func row(_ kind: String) -> NewsRow {
        NewsRow(panel: news.panel, period: period, kind: kind)
      }
      var (first, last) = (row("previous"), row("nowcast"))
      (first.value, first.scaleValue) = (period.before, period.scaleBefore)
      (last.value, last.scaleValue) = (period.now, period.scaleNow)
      rows.append(first)
      for item in period.items {
        var row = row(item.kind.rawValue)
        row.item = item
        rows.append(row)
      }
      rows.append(last)
    }
    return self.news.csv(rows)
  }

  /// A series of the model.
  struct SeriesRow {
    let nowcast: FactorNowcast
    let place: Int

    var member: FactorSeries { nowcast.panel.members[place] }
  }

  static func series(_ nowcast: FactorNowcast) -> [UInt8] {
    let r = nowcast.model.parameters.factors
    let table: Table<SeriesRow> = [
      .text("unique_id", "series") { $0.member.id },
      .text("role", "target or indicator") {
        $0.place == $0.nowcast.panel.target ? "target" : "indicator"
      },
      .text("frequency", "frequency") { $0.member.series.frequency.rawValue },
      .text("scale", "log or level") { $0.member.isLog ? "log" : "level" },
      .integer("step", "periods between the values of a change; 0 for values themselves") {
        $0.member.step
      },
      .integer("n", "changes") { $0.member.changeCount },
      .text("first", "first known period") { row in
        row.member.series.ordinals.first.map { row.member.series.axis.text($0) }
      },
      .text("last", "last known period") { row in
        row.member.series.end.map { row.member.series.axis.text($0) }
      },
      .rounded("centre", "mean change") { $0.nowcast.model.centres[$0.place] },
      .rounded("spread", "standard deviation of the changes") {
        $0.nowcast.model.spreads[$0.place]
      },
      Table(
        joining: (0..<r).map { j in
          .rounded("loading_\(j + 1)", "loading on factor \(j + 1), of standardised changes") {
            $0.nowcast.model.parameters.loadings[$0.place * r + j]
          }
        }),
      .rounded("persistence", "of its own part") {
        $0.nowcast.model.parameters.persistence[$0.place]
      },
      .rounded("noise", "variance of its own part's shocks") {
        $0.nowcast.model.parameters.noise[$0.place]
      },
    ]
    return table.csv(
      nowcast.panel.members.indices.map { SeriesRow(nowcast: nowcast, place: $0) })
  }

  static func factors(_ nowcast: FactorNowcast) -> [UInt8] {
    let axis = PeriodAxis(nowcast.panel.base)
    let table: Table<(base: Int, factor: Int, mean: Double, deviation: Double)> = [
      .integer("factor", "factor, of variance 1") { $0.factor },
      .text("ds", "base period") { axis.text($0.base) },
      .rounded("mean", "mean given all observations") { $0.mean },
      .rounded("sd", "standard deviation given all observations and the parameters") {
        $0.deviation
      },
    ]
    return table.csv(nowcast.factors)
  }
}
