/// The names of a file's columns, to find parts of an observation by.
struct ColumnNames {
  let names: [String]
  private let file: String
  private let line: Int
  private let settings: SettingNames

  /// - Throws: `InputFault` when a name stands twice. Columns without a name may be many.
  init(_ names: [String], file: String, line: Int, settings: SettingNames) throws(InputFault) {
    self.names = names.map { name in
      var text = Substring(name)
      while text.first == " " { text = text.dropFirst() }
      while text.last == " " { text = text.dropLast() }
      return String(text)
    }
    (self.file, self.line, self.settings) = (file, line, settings)
    var seen = Set<String>()
    for name in self.names where !name.isEmpty && !seen.insert(name).inserted {
      throw fault("the column '\(name)' stands twice in the header", Remedy("keep one"))
    }
  }

  func fault(_ message: String, _ remedy: Remedy?) -> InputFault {
    InputFault(
      .malformed, file: file, line: line, message, remedy: remedy, names: settings)
  }

  var list: String { "columns: " + names.joined(separator: ", ") }

  /// Columns without a name, which hold nothing; the first may be a row's number.
  var unnamed: [Int] { names.indices.filter { $0 > 0 && names[$0].isEmpty } }

  /// The column of exactly this name, or the only one of this name in another case.
  func place(_ name: String) -> Int? {
    if let place = names.firstIndex(of: name) { return place }
    let alike = names.indices.filter { names[$0].lowercased() == name.lowercased() }
    return alike.count == 1 ? alike[0] : nil
  }

  /// The column that the caller names.
  func wanted(_ name: String, _ what: String) throws(InputFault) -> Int {
    if let place = place(name) { return place }
    let near = nearestName(to: name, among: names).map { "did you mean '\($0)'?" }
    throw fault("no column '\(name)' for the \(what)", Remedy(near ?? list))
  }

  /// The one column with a usual name, in any case; nil where there is none.
  ///
  /// - Throws: `InputFault` where two columns could be meant.
  func usual(
    _ known: [String], _ what: String, _ setting: InputSetting
  ) throws(InputFault) -> Int? {
    let places = names.indices.filter { known.contains(names[$0].lowercased()) }
    guard places.count > 1 else { return places.first }
    let list = places.map { "'\(names[$0])'" }.joined(separator: " and ")
    throw fault(
      "the columns \(list) could each be the \(what)",
      Remedy("keep one", .give(setting, names[places[0]])))
  }

  /// Columns of a text that is one name, or several separated by commas.
  func several(_ text: String, _ what: String) throws(InputFault) -> [Int] {
    if place(text) != nil || !text.contains(",") { return [try wanted(text, what)] }
    var places: [Int] = []
    for name in text.split(separator: ",", omittingEmptySubsequences: false) {
      var trimmed = name
      while trimmed.first == " " { trimmed = trimmed.dropFirst() }
      while trimmed.last == " " { trimmed = trimmed.dropLast() }
      let place = try wanted(String(trimmed), what)
      guard !places.contains(place) else {
        throw fault("the column '\(trimmed)' is named twice for the \(what)", nil)
      }
      places.append(place)
    }
    return places
  }
}
