internal import Forecasting
public import SeriesCore

/// Reads scenario files.
public enum ScenarioReader {
  private static let defaultPaths = 100_000
  /// The levels that every forecast report has; a file may add others.
  private static let contractLevels: [Double] = [50, 80, 95]

  /// Reads a scenario file with the series it names, paths relative to the file.
  ///
  /// - Parameters:
  ///   - observations: how data files are read where the file does not say otherwise.
  ///   - allowsOutside: lets it read files outside of its tree: its folder, the data package around
  ///     that, or the working folder above it, whichever is the highest.
  /// - Throws: `ScenarioFaults` with every fault, of the file and of the data, in order.
  public static func read(
    path: String, observations: ObservationOptions = ObservationOptions(),
    allowsOutside: Bool = false
  ) throws(ScenarioFaults) -> Scenario {
    let bytes: [UInt8]
    let text: String
    do throws(InputFault) { (bytes, text) = try ScenarioText.read(path) } catch {
      throw ScenarioFaults([error])
    }
    var observations = observations
    observations.magnitudes = HorizonLimit.magnitudes
    let files = DataFiles(of: path, options: observations, allowsOutside: allowsOutside)
    let read: Scenario
    do throws(ScenarioFaults) {
      read = try ScenarioNode.parse(file: path, text: text) {
        scenario($0, files, sha256: SHA256.hexDigest(bytes))
      }
    } catch {
      throw ScenarioFaults(error.faults + files.faults)
    }
    guard files.faults.isEmpty else { throw ScenarioFaults(files.faults) }
    return read
  }

  private static func scenario(
    _ root: ScenarioNode, _ files: DataFiles, sha256: String
  ) -> Scenario? {
    root.allow(
      [
        "title", "question", "answer", "series", "scenarios", "targets", "models", "windows",
        "horizon",
        "paths", "seed", "levels", "as_of", "hold", "include",
      ] + PartCatalog.beside.map { $0.key })
    let models = root.models("models") ?? Scenario.defaultModels
    let windows = sampleWindows(root) ?? [.all]
    var known: [String: TimeSeries] = [:]
    let seriesNodes = root.list("series")
    if seriesNodes.isEmpty, !PartCatalog.beside.contains(where: { root.has($0.key) }) {
      root.fault("no series", advice: "add series: with id and file")
    }
    let network = root.has("include") ? SharedNetwork.read(root, files) : nil
    let reader = SeriesReader(
      files: files, models: models, windows: windows, network: network,
      includes: root.has("include"))
    let series = seriesNodes.compactMap { node -> Scenario.SeriesSpec? in
      guard let spec = reader.series(node) else { return nil }
      if known.updateValue(spec.series, forKey: spec.id) != nil {
        node.fault("the series '\(spec.id)' stands twice")
      }
      return spec
    }
    // With a series missing its name is still known, so that targets on it are not faults too.
    let names = Set(seriesNodes.compactMap(SeriesReader.id))
    var courses = CourseReader(series: known, names: names).courses(root)
    if courses.isEmpty, !root.has("scenarios") {
      courses = [
        Scenario.Course(name: "baseline", description: "", shocks: [:], lineage: ["baseline"])
      ]
    }
    let targetReader = TargetReader(hold: root.integer("hold", in: 1...1000) ?? 2, names: names)
    let targets = root.list("targets").compactMap { node -> PlacedTarget? in
      guard let target = targetReader.target(node) else { return nil }
      // A target on a series that could not be read is judged when it can.
      guard let series = known[target.seriesID] else { return nil }
      do throws(TargetFault) { return try PlacedTarget(target, on: series) } catch {
        node.fault(error.description)
        return nil
      }
    }
    ScenarioNode.refuseTwice(root.list("targets"), "target")
    let levels = root.levels("levels")
    let horizon = root["horizon"].flatMap { periodOnAxes($0, known) }
    if let horizon { checkHorizon(horizon, root, known, targets) }
    checkRoom(root, series: series.map(\.series), courses, targets, horizon)
    let vintages = root.list("as_of").compactMap { node -> PeriodText? in
      guard let period = periodOnAxes(node, known) else { return nil }
      let cuts = known.values.contains { series in
        let known = series.known(asOf: period)
        return known.ordinals != series.ordinals || known.values != series.values
      }
      if !cuts, !known.isEmpty {
        node.fault("no series has data or revisions after it: nothing would be cut")
      }
      return period
    }
    let context = PartContext(
      files: files, series: series, known: known, names: names, courses: courses, targets: targets,
      network: network, includes: root.has("include"),
      horizon: horizon.flatMap { period in root["horizon"].map { (period, $0) } })
    let parts = PartCatalog.all.compactMap { kind in
      root[kind.key].flatMap { kind.read($0, context) as (any ScenarioPart)? }
    }
    refuseUnsafeNames(root, allowsFormulas: context.allowsFormulas)
    refuseName(ObservationReader.stem(files.scenario), root, context.allowsFormulas)
    refuseRepeats(root)
    return Scenario(
      name: ObservationReader.stem(files.scenario), sha256: sha256,
      title: root["title"]?.scalar ?? "", question: root["question"]?.scalar ?? "",
      courses: courses, horizon: horizon,
      paths: root.integer("paths", in: 100...100_000_000) ?? defaultPaths,
      seed: UInt64(root.integer("seed", in: 0...Int.max) ?? 1),
      levels: contractLevels + levels.filter { !contractLevels.contains($0) },
      vintages: vintages, parts: parts, warnings: root.warnings,
      answer: AnswerChoiceReader.choices(root))
  }

  /// The horizon must lie after every series and not before any deadline.
  private static func checkHorizon(
    _ horizon: PeriodText, _ root: ScenarioNode, _ known: [String: TimeSeries],
    _ targets: [PlacedTarget]
  ) {
    for (id, series) in known.sorted(by: { $0.key < $1.key }) {
      guard let last = series.axis.ordinal(of: horizon, periodEnd: true), let end = series.end
      else { continue }
      let deadline = targets.filter { $0.target.seriesID == id }
        .flatMap { $0.deadlines(on: series.axis) }.max()
      if last <= end {
        root.fault(
          at: "horizon", "not after the last observation of '\(id)', \(series.axis.text(end))")
      } else if last - end > HorizonLimit.periods {
        root.fault(
          at: "horizon", "more than \(HorizonLimit.periods) periods after the end of '\(id)'")
      } else if let deadline, deadline > last {
        root.fault(at: "horizon", "before the deadline \(series.axis.text(deadline))")
      }
    }
  }

  /// The forecasts, targets and running sums of each series must have room, and the shocks must stay
  /// within reason, over all that is simulated.
  private static func checkRoom(
    _ root: ScenarioNode, series: [TimeSeries], _ courses: [Scenario.Course],
    _ targets: [PlacedTarget], _ horizon: PeriodText?
  ) {
    let before = root.faultCount
    let vintages = root.list("as_of").count + 1
    for series in series {
      guard let end = series.end else { continue }
      let own = targets.filter { $0.target.seriesID == series.id }
      let last = horizon.flatMap { series.axis.ordinal(of: $0, periodEnd: true) }
      let periods = TargetProjection.horizon(for: own, after: end, last: last, on: series.axis)
      let place = root["horizon"] ?? root["targets"] ?? root
      guard
        place.hasRoom(
          periods: periods,
          [
            ("scenarios", courses.count), ("forecasts and targets", 1 + own.count),
            ("times of asking", vintages),
          ])
      else { return }
      if own.contains(where: { $0.target.cumulative != nil }),
        !place.hasRoom(
          periods: periods, [("running sum", 1)], limit: HorizonLimit.sampledCells)
      {
        return
      }
      guard root.faultCount == before else { return }
      refuseExcess(root, series, courses, periods: periods)
    }
  }

  /// Shocks that multiply beyond reason by some period that is simulated.
  private static func refuseExcess(
    _ root: ScenarioNode, _ series: TimeSeries, _ courses: [Scenario.Course], periods: Int
  ) {
    for course in courses {
      guard let excess = course.excess(for: series, horizon: periods) else { continue }
      (root["scenarios"] ?? root).fault(
        excess, advice: "end them earlier, or ask less far ahead")
    }
  }

  /// A period that every series of the file has on its axis.
  private static func periodOnAxes(
    _ node: ScenarioNode, _ series: [String: TimeSeries]
  ) -> PeriodText? {
    guard let period = node.asPeriod() else { return nil }
    for (id, series) in series.sorted(by: { $0.key < $1.key })
    where series.axis.ordinal(of: period, periodEnd: true) == nil {
      node.fault(
        "'\(period.written)' is no period of the \(series.frequency.rawValue) series '\(id)'")
      return nil
    }
    return period
  }

  /// Refuses items that stand twice in a list that is worked through.
  private static func refuseRepeats(_ root: ScenarioNode) {
    let lists =
      ["as_of", "models", "windows", "levels"].map { root.list($0) }
      + root.list("series").flatMap { [$0.list("models"), $0.list("windows")] }
      + root.list("targets").map { $0.list("by") }
    for list in lists {
      var seen = Set<String>()
      for node in list {
        guard let text = node.scalar, !seen.insert(text).inserted else { continue }
        node.fault("'\(text)' stands twice in this list", advice: "keep one")
      }
    }
  }

  /// Refuses names that are copied to reports and that a spreadsheet would run as formulas, or that
  /// would steer a terminal.
  private static func refuseUnsafeNames(_ root: ScenarioNode, allowsFormulas: Bool) {
    let gate = CopyGate(allowsFormulas: allowsFormulas, names: .scenario)
    let parts = PartCatalog.beside.map { ($0.key, "name") }
    // Of a shared series the name stands under another key.
    for (list, key) in [
      ("series", "id"), ("series", "shared"), ("scenarios", "name"), ("targets", "name"),
    ] + parts {
      for node in root.list(list) {
        guard let text = node[key]?.scalar,
          let objection = gate.objection(text, what: "the name")
        else { continue }
        node.fault(at: key, objection.message, advice: objection.advice)
      }
    }
  }

  /// The scenario's own name is that of its file, and of the folder of its reports.
  private static func refuseName(_ name: String, _ root: ScenarioNode, _ allowsFormulas: Bool) {
    let gate = CopyGate(allowsFormulas: allowsFormulas, names: .scenario)
    if name.allSatisfy({ $0 == "." }) {
      root.fault("the file's name leaves '\(name)', which is no name", advice: "rename the file")
    } else if let objection = gate.objection(
      name, what: "the file's name", verb: "rename the file")
    {
      root.fault(objection.message, advice: objection.advice)
    }
  }

  static func sampleWindows(_ node: ScenarioNode) -> [SampleWindow]? {
    guard node.has("windows") else { return nil }
    return node.list("windows").compactMap { item in
      if let window = SampleWindow(item.scalar ?? "") { return window }
      item.fault(
        "'\(item.scalar ?? "…")' is no window", advice: "write all, last 10 or from 2008")
      return nil
    }
  }
}
