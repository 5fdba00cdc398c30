import SeriesCore
import Testing

@Suite struct RemedyTests {
  let remedy = Remedy("write dates", .give(.timeFormat, "excel"), .give(.frequency, "integer"))

  @Test func callersWordIt() {
    let command = SettingNames(options: [.timeFormat, .frequency])
    #expect(
      remedy.worded(command) == "write dates, or give --time-format excel or --freq integer")
    #expect(
      remedy.worded(SettingNames(options: [.frequency])) == "write dates, or give --freq integer")
    #expect(
      remedy.worded(SettingNames(keys: [.timeFormat]))
        == "write dates, or write time_format: excel")
    #expect(remedy.worded(SettingNames()) == "write dates")
    #expect(remedy.worded(.library)?.contains("ObservationOptions.frequency") == true)
    #expect(Remedy(nil, .give(.frequency)).worded(SettingNames()) == nil)
    #expect(
      Remedy("sort the file", .drop(.sorted)).worded(SettingNames(options: [.sorted]))
        == "sort the file, or drop --sorted")
    let comma = Remedy(nil, .give(.thousands, ","), .give(.decimal, ","))
    #expect(
      comma.worded(SettingNames(options: [.thousands, .decimal]))
        == "give --thousands , or --decimal ,")
    #expect(comma.worded(SettingNames(keys: [.decimal])) == "write decimal: ','")
  }

  @Test func faultsCarryIt() {
    let fault = InputFault(
      .malformed, file: "a.csv", line: 3, "wrong", remedy: remedy,
      names: SettingNames(options: [.frequency]))
    #expect(fault.description == "a.csv:3: wrong (write dates, or give --freq integer)")
    #expect(InputFault(.malformed, file: "a.csv", "wrong").description == "a.csv: wrong")
  }

  @Test(arguments: [
    ("=1+1", CopyGate.Refusal.formula), ("@x", .formula), ("+cmd", .formula), ("\tx", .formula),
    ("a\u{1B}[31m", .control), ("a\nb", .control), ("a\u{7F}", .control), ("a\u{85}", .control),
    ("a\u{9B}31m", .control), ("a\u{2028}b", .control), ("a\u{202E}b", .direction),
    ("\u{2067}x", .direction), ("\u{200F}x", .direction), ("x\u{61C}", .direction),
  ]) func whatMayNotBeCopied(_ text: String, _ refusal: CopyGate.Refusal) {
    #expect(CopyGate(allowsFormulas: false).refusal(text) == refusal)
    let isOpen = refusal == .formula && !text.hasPrefix("\t")
    let other: CopyGate.Refusal? = isOpen ? nil : (text.hasPrefix("\t") ? .control : refusal)
    #expect(CopyGate(allowsFormulas: true).refusal(text) == other)
  }

  @Test(arguments: ["-5", "1e3", "Қазақстан", "مصر", "a b", "a‑b", "é", "中国", "😀", "x=1", ""])
  func whatMay(_ text: String) { #expect(CopyGate(allowsFormulas: false).refusal(text) == nil) }
}
