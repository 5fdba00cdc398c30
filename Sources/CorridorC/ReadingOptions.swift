internal import Corridor

/// How a batch is read, from the options of a call.
enum ReadingOptions {
  private static let settings: [InputSetting] = [
    .id, .time, .value, .unit, .frequency, .timeFormat, .referenceClass,
  ]

  /// Of observations.
  static func observations(_ options: inout OptionList) throws(UsageFault) -> ObservationOptions {
    var reading = plain(Set(settings + [.formulas, .sorted]))
    reading.allowsFormulas = try options.flag(InputSetting.formulas.rawValue)
    for setting in settings {
      guard let text = options.text(setting.rawValue) else { continue }
      do throws(ObservationOptions.UnknownValue) { try reading.set(setting, to: text) } catch {
        throw UsageFault("\(error.message) (\(error.advice))")
      }
    }
    return reading
  }

  /// Of a table for a formula.
  static var table: ObservationOptions { plain([]) }

  private static func plain(_ settings: Set<InputSetting>) -> ObservationOptions {
    var reading = ObservationOptions()
    // As `ArrowBatch.source` writes it.
    reading.separator = UInt8(ascii: ",")
    reading.encoding = .utf8
    reading.names = SettingNames(options: settings)
    return reading
  }
}
