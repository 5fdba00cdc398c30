internal import SeriesCore

/// The keys beside `file:` that say how a file of observations is read: one for each option of the
/// commands, with `_` for `-`, but for the column of the ids, since `id` names the series.
///
/// This is the one place that knows them: scenarios are read and written by it.
enum ObservationKeys {
  /// What a series may say.
  static let all = settings.map(name)
  /// What a nowcast's data may say, which have a key `unit` of their own.
  static let withoutUnit = settings.filter { $0 != .unit }.map(name)

  /// What the table of a regression may say, whose columns the formula names.
  static let numbers = [InputSetting.decimal, .thousands, .encoding, .flags].map(name)

  private static let settings: [InputSetting] = [
    .time, .value, .id, .unit, .frequency, .wide, .decimal, .thousands, .timeFormat, .encoding,
    .flags, .referenceClass,
  ]

  private static func name(_ setting: InputSetting) -> String { setting.key }

  /// What the keys of a mapping say, on top of what holds for the whole run.
  ///
  /// - Parameter keys: those that the mapping may have; faults of the data advise by them.
  static func options(
    _ node: ScenarioNode, keys: [String] = all, on defaults: ObservationOptions
  ) -> ObservationOptions {
    var options = defaults
    let own = settings.filter { keys.contains($0.key) }
    options.names = defaults.names.keyed(Set(own))
    for setting in own {
      guard let text = node.optionalText(setting.key) else { continue }
      do throws(ObservationOptions.UnknownValue) { try options.set(setting, to: text) } catch {
        node.fault(at: setting.key, error.message, advice: error.advice)
      }
    }
    do throws(ObservationOptions.UnknownValue) { try options.requireDistinctMarks() } catch {
      node.fault(error.message, advice: error.advice)
    }
    return options
  }

  /// The keys and values that say the same as these options.
  static func written(_ options: ObservationOptions) -> [(key: String, value: String)] {
    options.given.map { ($0.setting.key, $0.text) }
  }
}
