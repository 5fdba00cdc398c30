package import SeriesCore

/// Reads relations of series from CSV, `kind,left,right` and, for shares, `whole`; the addends of a sum
/// stand in `right`, with `;` between.
package enum RelationReader {
  /// Reads a whole file.
  ///
  /// - Parameter series: the names that occur in the claims; others are faults, but for a sum or a
  ///   part that nobody states.
  /// - Throws: `InputFault` with the line of a missing column, an unknown kind or name.
  package static func read(
    _ source: consuming ByteSource, series: Set<String>
  ) throws(InputFault) -> [SeriesRelation] {
    var records = try CSVRecordReader(source)
    guard try records.next() else {
      throw InputFault(
        .malformed, file: records.name, line: 1, "the file is empty",
        advice: "a header line kind,left,right is needed")
    }
    var places: [String: Int] = [:]
    for i in 0..<records.fieldCount { places[records.text(i)] = i }
    let count = records.fieldCount
    guard let kindPlace = places["kind"], let leftPlace = places["left"],
      let rightPlace = places["right"]
    else {
      throw records.fault(
        "relations need the columns kind, left and right",
        advice: "the columns are " + places.keys.sorted().joined(separator: ", "))
    }
    var relations: [SeriesRelation] = []
    while try records.next() {
      guard records.fieldCount == count else {
        throw records.raggedRow(columns: count)
      }
      let text = records.text(kindPlace)
      guard let kind = SeriesRelation.Kind(rawValue: text) else {
        let kinds = SeriesRelation.Kind.allCases.map(\.rawValue)
        let near = nearestName(to: text, among: kinds).map { "did you mean '\($0)'? " } ?? ""
        throw records.fault(
          "unknown kind of relation '\(text)'",
          advice: near + "kinds: " + kinds.joined(separator: ", "))
      }
      let left = records.text(leftPlace)
      let right = records.text(rightPlace).split(separator: ";").map(String.init)
      let whole = places["whole"].map { records.text($0) }.flatMap { $0.isEmpty ? nil : $0 }
      guard !right.isEmpty, kind == .sum || right.count == 1 else {
        throw records.fault("'right' holds \(right.count) series", advice: "one is needed")
      }
      guard kind != .share || whole != nil else {
        throw records.fault("a share needs its whole", advice: "give the column 'whole'")
      }
      // The sum and the members of a share may be what nobody states.
      let needed = kind == .sum ? right : kind == .share ? [left] : [left] + right
      for name in needed where !series.contains(name) {
        let near = nearestName(to: name, among: series.sorted()).map { "did you mean '\($0)'?" }
        throw records.fault(
          "no claim is about '\(name)'", advice: near ?? "name a series of a claim")
      }
      relations.append(SeriesRelation(kind, left, right, whole: whole))
    }
    return relations
  }
}
