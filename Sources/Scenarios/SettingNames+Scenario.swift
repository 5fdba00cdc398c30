internal import SeriesCore

extension SettingNames {
  /// What a scenario file calls the settings of reading; `corridor run` has an option for formulas.
  static let scenario = SettingNames(options: [.formulas])
}
