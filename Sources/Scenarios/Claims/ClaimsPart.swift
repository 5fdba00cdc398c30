package import Claims
internal import SeriesCore

/// The key `claims`: stated figures checked against each other.
///
/// They are checked as they were stated, so `as_of` and `--as-of` do not change them.
package struct ClaimsPart: ScenarioPart {
  package static let key = "claims"

  package let claims: [Claim]
  package let relations: [SeriesRelation]
  /// Measured series with which figures are compared.
  package let measured: [MeasuredSeries]
  package let sources: [ScenarioSource]

  package static func read(_ node: ScenarioNode, _ context: PartContext) -> ClaimsPart? {
    node.allow(["file", "relations", "series"])
    guard let (bytes, source) = context.files.bytes(node, "file") else { return nil }
    do throws(InputFault) {
      let claims = try ClaimReader.read(
        ByteSource(name: source.path, bytes: bytes), allowsFormulas: context.allowsFormulas,
        settings: .scenario)
      let names = Set(claims.map(\.series))
      let measured = node.list("series").compactMap { Self.measured($0, names, context) }
      var sources = [source] + measured.map(\.source)
      var relations: [SeriesRelation] = []
      if node.has("relations") {
        guard let (bytes, second) = context.files.bytes(node, "relations") else { return nil }
        relations = try RelationReader.read(
          ByteSource(name: second.path, bytes: bytes), series: names)
        sources.append(second)
      }
      return ClaimsPart(
        claims: claims, relations: relations, measured: measured.map(\.series), sources: sources)
    } catch {
      context.files.add(error)
      return nil
    }
  }

  /// A series that measures what claims state.
  private static func measured(
    _ node: ScenarioNode, _ names: Set<String>, _ context: PartContext
  ) -> (series: MeasuredSeries, source: ScenarioSource)? {
    node.allow(["of", "file", "series", "other_basis"])
    guard let of = node.text("of"), let id = node.text("series"),
      let (bytes, source) = context.files.bytes(node, "file")
    else { return nil }
    let otherBasis = node.has("other_basis") ? context.copiedText(node, "other_basis") : nil
    guard names.contains(of) else {
      node.fault(
        at: "of", "no claim is about '\(of)'",
        advice: choiceAdvice(for: of, among: names.sorted(), called: "series"))
      return nil
    }
    do throws(InputFault) {
      let series = try MeasuredSeriesReader.read(
        ByteSource(name: source.path, bytes: bytes), id: id, claims: of, otherBasis: otherBasis,
        gate: CopyGate(allowsFormulas: context.allowsFormulas, names: .scenario))
      return (series, source)
    } catch {
      context.files.add(error)
      return nil
    }
  }

  package var plan: [String] {
    [
      "claims: \(claims.count) stated figures of \(Set(claims.map(\.series)).count) series"
        + (measured.isEmpty ? "" : ", beside \(measured.count) measured ones")
    ]
  }

  package var reports: [PartReport] { [PartReport("claims.csv")] }

  package func answer(_ run: PartRun) -> ClaimsAnswer {
    ClaimsAnswer(audit: ClaimAudit(claims, relations: relations, measured: measured))
  }
}

/// What the claims of a scenario say together.
package struct ClaimsAnswer: ScenarioAnswer {
  package let audit: ClaimAudit

  /// A summary, then what does not fit; the rest is counted, not told.
  private static let most = 12

  package var verdicts: [PartVerdict] {
    let wrong = [ClaimFinding.Verdict.contradiction, .tension, .differentBasis].flatMap { verdict in
      audit.findings.filter { $0.verdict == verdict }
    }
    var verdicts = [PartVerdict(subject: ClaimsPart.key, text: audit.summary)]
    verdicts += wrong.prefix(Self.most).map {
      PartVerdict(
        subject: "\($0.verdict.rawValue), \($0.check) \($0.ids.joined(separator: ", "))",
        text: $0.explanation)
    }
    if wrong.count > Self.most {
      verdicts.append(
        PartVerdict(
          subject: ClaimsPart.key, text: "\(wrong.count - Self.most) more in claims.csv"))
    }
    return verdicts
  }
}
