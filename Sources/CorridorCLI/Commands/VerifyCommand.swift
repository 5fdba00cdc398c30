import ArgumentParser
import Corridor

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Checks the numeric core of this machine against NIST StRD.",
    discussion: """
      Writes dataset,quantity,certified,computed,digits,required. Exit status 1 when a quantity has
      fewer digits than required, 70 when this CPU's BLAS computes wrong results. The data are in
      the program.
      """,
    examples: [
      CommandExample("digits that agree with NIST", "corridor verify"),
      CommandExample("only whether all is well", "corridor verify -o digits.csv"),
    ])

  @OptionGroup var output: OutputOption

  func run() throws {
    let checks = try Certification.run()
    try output.write(Self.table.csv(checks))
    let failed = checks.filter { !$0.passes }
    let least = checks.map(\.digits).min() ?? 0
    let digits = NumberText.shortest(Self.tenths(least))
    guard failed.isEmpty else {
      throw Stop(
        .failed,
        failed.map { "\($0.dataset) \($0.quantity): too few digits" }
          + ["\(failed.count) of \(checks.count) checks fall short"])
    }
    StandardError.write(
      "\(checks.count) checks passed, at least \(digits) digits, kernel \(KernelCheck.kernelName)\n"
    )
  }

  private static let table: Table<Certification.Check> = [
    .text("dataset", "data set of NIST StRD") { $0.dataset },
    .text("quantity", "what is compared") { $0.quantity },
    .text("certified", "the value as NIST printed it") { $0.certified },
    .exact("computed", "the value on this machine") { $0.computed },
    .exact("digits", "digits that agree, at most 15") { tenths($0.digits) },
    .exact("required", "digits that must agree") { $0.required },
  ]

  /// Cut, so that no figure looks better than it is.
  private static func tenths(_ digits: Double) -> Double { (digits * 10).rounded(.down) / 10 }
}
