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
      """)

  @OptionGroup var output: OutputOption

  func run() throws {
    let checks = try Certification.run()
    var writer = CSVWriter(
      header: ["dataset", "quantity", "certified", "computed", "digits", "required"])
    for check in checks {
      writer.field(check.dataset)
      writer.field(check.quantity)
      writer.field(check.certified)
      writer.field(check.computed)
      writer.field((check.digits * 10).rounded(.down) / 10)
      writer.field(check.required)
      writer.endRow()
    }
    try output.write(writer.takeBytes())
    let failed = checks.filter { !$0.passes }
    let least = checks.map(\.digits).min() ?? 0
    let digits = NumberText.shortest((least * 10).rounded(.down) / 10)
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
}
