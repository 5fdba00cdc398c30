/// A setting that advice may name; what it is called is the caller's to say.
public enum InputSetting: String, Sendable, CaseIterable {
  case id
  case time
  case value
  case unit
  case wide
  case decimal
  case thousands
  case timeFormat = "time-format"
  case encoding
  case flags
  case frequency = "freq"
  case formulas = "allow-formulas"
  case sorted
  case referenceClass = "class"

  /// The key of a scenario file: `id` is the series' own name there.
  package var key: String {
    self == .id ? "id_column" : String(rawValue.map { $0 == "-" ? "_" : $0 })
  }
}

/// What to do about a fault: in the input, by a setting, or either.
package struct Remedy: Sendable, Equatable {
  /// A setting to give or to leave out.
  package struct Step: Sendable, Equatable {
    package let setting: InputSetting
    /// What to set it to; nil where it is a switch, or where the caller knows.
    package let value: String?
    package let isDropped: Bool

    package static func give(_ setting: InputSetting, _ value: String? = nil) -> Step {
      Step(setting: setting, value: value, isDropped: false)
    }

    package static func drop(_ setting: InputSetting) -> Step {
      Step(setting: setting, value: nil, isDropped: true)
    }
  }

  /// What to do in the input, such as "sort the file".
  package let text: String?
  package let steps: [Step]

  package init(_ text: String?, _ steps: Step...) {
    self.init(text, steps)
  }

  init(_ text: String?, _ steps: [Step]) {
    self.text = text
    self.steps = steps
  }

  /// A sentence without a subject; nil where the caller has none of the settings and nothing else is
  /// to be said.
  package func worded(_ names: SettingNames) -> String? {
    let parts = [text].compactMap { $0 } + steps.compactMap { names.advice($0) }
    guard var sentence = parts.first else { return nil }
    for (before, part) in zip(parts, parts.dropFirst()) {
      // "give --decimal , or --thousands ,", not "give … or give …".
      let isRepeated = before.hasPrefix("give ") && part.hasPrefix("give ")
      sentence += isRepeated ? " or " + part.dropFirst(5) : (text == nil ? " or " : ", or ") + part
    }
    return sentence
  }
}

/// What a caller calls the settings of reading: options of a command, keys of a file, or the
/// properties of `ObservationOptions`. Advice names only what the caller has.
public struct SettingNames: Sendable, Equatable {
  private let options: Set<InputSetting>
  private let keys: Set<InputSetting>
  private let isLibrary: Bool
  /// What stands before the names of options: `train-` for `--train-time`.
  private var prefix = ""

  private init(options: Set<InputSetting>, keys: Set<InputSetting>, isLibrary: Bool) {
    (self.options, self.keys, self.isLibrary) = (options, keys, isLibrary)
  }

  /// The same caller's names in a file whose keys some settings are.
  package func keyed(_ keys: Set<InputSetting>) -> SettingNames {
    SettingNames(options: options.subtracting(keys), keys: keys, isLibrary: false)
  }

  /// The names of a command that has a second set of options, for columns alone.
  package static func columns(prefix: String) -> SettingNames {
    var names = SettingNames(options: [.id, .time, .value], keys: [], isLibrary: false)
    names.prefix = prefix
    return names
  }

  /// - Parameters:
  ///   - options: settings that are options of a command, `--freq month`.
  ///   - keys: settings that are keys of a file, `freq: month`.
  public init(options: Set<InputSetting> = [], keys: Set<InputSetting> = []) {
    self.init(options: options, keys: keys, isLibrary: false)
  }

  /// For Swift users: settings by the properties of `ObservationOptions`.
  public static let library = SettingNames(options: [], keys: [], isLibrary: true)

  /// `give --freq month`, `write freq: month`; nil where the caller has no such setting.
  func advice(_ step: Remedy.Step) -> String? {
    let name = step.setting.rawValue
    if isLibrary {
      if step.isDropped { return "read it without \(property(step.setting))" }
      return "set \(property(step.setting))" + (step.value.map { " to \($0)" } ?? "")
    }
    if options.contains(step.setting) {
      if step.isDropped { return "drop --\(prefix)\(name)" }
      return "give --\(prefix)\(name)" + (step.value.map { " " + $0 } ?? "")
    }
    guard keys.contains(step.setting) else { return nil }
    let key = step.setting.key
    if step.isDropped { return "take out \(key):" }
    let value = step.value.map { $0 == "," || $0 == "." ? "'\($0)'" : $0 } ?? "…"
    let isSwitch = [.wide, .flags, .formulas, .sorted].contains(step.setting)
    return "write \(key): " + (isSwitch ? "true" : value)
  }

  private func property(_ setting: InputSetting) -> String {
    switch setting {
    case .id, .time, .value, .unit, .decimal, .thousands, .timeFormat, .encoding:
      "ObservationOptions.\(setting)"
    case .wide: "ObservationOptions.isWide"
    case .flags: "ObservationOptions.dropsFlags"
    case .frequency: "ObservationOptions.frequency"
    case .formulas: "ObservationOptions.allowsFormulas"
    case .referenceClass: "ObservationOptions.referenceClass"
    case .sorted: "SortedSeries"
    }
  }
}
