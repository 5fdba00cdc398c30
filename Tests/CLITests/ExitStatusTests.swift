import Corridor
import Testing

@testable import CorridorCLI

/// Faults that no input can bring about on a sound machine still have their exit status.
@Suite struct ExitStatusTests {
  @Test func aWrongKernelIsSeventy() {
    let fault = LinearAlgebraError.wrongKernel(routine: "DGEMM", deviation: 0.1)
    #expect(Outcome.report(fault).rawValue == 70)
    #expect(Outcome.report(ForecastingError.numeric(fault)).rawValue == 70)
    #expect(Outcome.report(RegressionError.numeric(fault)).rawValue == 70)
  }

  @Test func theOthersAreAsDocumented() {
    #expect(Outcome.report(OutputFault.closedPipe).rawValue == 0)
    #expect(Outcome.report(OutputFault.notWritable(file: "f", reason: "r")).rawValue == 73)
    #expect(Outcome.report(InputFault(.unreadable, file: "f", "m")).rawValue == 66)
    #expect(Outcome.report(InputFault(.malformed, file: "f", "m")).rawValue == 65)
    #expect(Outcome.report(ForecastingError.overflow).rawValue == 1)
    #expect(Outcome.report(ForecastingError.tooShort(needed: 3, found: 1)).rawValue == 65)
    #expect(Outcome.report(ForecastingError.badHorizon(0)).rawValue == 64)
  }
}

@Suite struct ProgressTests {
  @Test func rateAndTimeLeft() {
    #expect(
      Progress.text(done: 1200, share: 0.4, elapsed: 2)
        == "1200 series, 40 %, 600 series/s, about 3 s left")
    #expect(Progress.text(done: 3, share: nil, elapsed: 2) == "3 series, 1.5 series/s")
    #expect(Progress.text(done: nil, share: 0.5, elapsed: 2) == "50 %, about 2 s left")
    #expect(Progress.text(done: nil, share: 0, elapsed: 2) == "0 %")
  }
}
