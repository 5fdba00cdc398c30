package import Claims
internal import SeriesCore

/// The key `claims`: stated figures checked against each other.
///
/// They are checked as they were stated, so `as_of` and `--as-of` do not change them.
package struct ClaimsPart: ScenarioPart {
  package static let key = "claims"

  package let claims: [Claim]
  package let relations: [SeriesRelation]
  package let sources: [ScenarioSource]

  package static func read(_ node: ScenarioNode, _ context: PartContext) -> ClaimsPart? {
    node.allow(["file", "relations"])
    guard let (bytes, source) = context.files.bytes(node, "file") else { return nil }
    do throws(InputFault) {
      let claims = try ClaimReader.read(
        ByteSource(name: source.path, bytes: bytes), allowsFormulas: context.allowsFormulas,
        settings: .scenario)
      guard node.has("relations") else {
        return ClaimsPart(claims: claims, relations: [], sources: [source])
      }
      guard let (bytes, second) = context.files.bytes(node, "relations") else { return nil }
      let relations = try RelationReader.read(
        ByteSource(name: second.path, bytes: bytes), series: Set(claims.map(\.series)))
      return ClaimsPart(claims: claims, relations: relations, sources: [source, second])
    } catch {
      context.files.add(error)
      return nil
    }
  }

  package var plan: [String] {
    ["claims: \(claims.count) stated figures of \(Set(claims.map(\.series)).count) series"]
  }

  package var reports: [PartReport] { [PartReport("claims.csv")] }

  package func answer(_ run: PartRun) -> ClaimsAnswer {
    ClaimsAnswer(audit: ClaimAudit(claims, relations: relations))
  }
}

/// What the claims of a scenario say together.
package struct ClaimsAnswer: ScenarioAnswer {
  package let audit: ClaimAudit

  /// A summary, then what does not fit; the rest is counted, not told.
  private static let most = 5

  package var verdicts: [PartVerdict] {
    let wrong = [ClaimFinding.Verdict.contradiction, .tension, .differentBasis].flatMap { verdict in
      audit.findings.filter { $0.verdict == verdict }
    }
    var verdicts = [PartVerdict(subject: ClaimsPart.key, text: audit.summary)]
    verdicts += wrong.prefix(Self.most).map {
      PartVerdict(subject: $0.verdict.rawValue, text: $0.explanation)
    }
    if wrong.count > Self.most {
      verdicts.append(
        PartVerdict(
          subject: ClaimsPart.key, text: "\(wrong.count - Self.most) more in claims.csv"))
    }
    return verdicts
  }
}
