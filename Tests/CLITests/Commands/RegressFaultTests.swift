import Testing
import _TestSupport

/// What `corridor regress` says of wrong usage and bad data, and the status it ends with.
@Suite struct RegressFaultTests {
  static let usage: [([String], String)] = [
    (["y ~ x^2"], "character 6 of the formula: '^' has no meaning here (write I(x^2))"),
    (["y ~ lgo(x)"], "  y ~ lgo(x)\n      ^"), (["y"], "'~' expected"),
    (["y ~ x", "--family", "poison"], "did you mean 'poisson'"),
    (["y ~ x", "--se", "hc9"], "unknown standard error 'hc9'"),
    (["y ~ x", "--se", "hac:-1"], "unknown standard error"),
    (["y ~ x", "--se", "cluster:"], "unknown standard error"),
    (["y ~ x", "--level", "100"], "--level"), (["y ~ x", "--level", "nan"], "--level"),
    (["y ~ x", "--fixed-effects", "f"], "needs fixed effects"),
    (["y ~ x", "--summary", "-"], "name the same place"),
    (["y ~ x", "--tests", "a", "--predict", "./a"], "name the same place"),
    (["y ~ x", "--jobs", "2"], "Unknown option '--jobs'"), ([], "Missing expected argument"),
  ]

  @Test(arguments: usage.indices) func wrongUsage(_ index: Int) throws {
    let (arguments, words) = Self.usage[index]
    let (result, runner) = try RegressCommandTests.run(arguments)
    defer { runner.clean() }
    #expect(result.status == 64, "\(result.stderr)")
    #expect(result.stdout.isEmpty && result.stderr.contains(words), "\(result.stderr)")
    #expect(runner.listing() == ["d.csv"])
  }

  @Test func deepOrLongFormulasAreRefused() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("d.csv", "y,x\n1,1\n2,3\n4,4\n")
    for line in [
      "y ~ $(printf '(%.0s' {1..30000})x", "y ~ I($(printf -- '-%.0s' {1..30000})x)",
      "y ~ I(x$(printf '+x%.0s' {1..30000}))", "y ~ I(x$(printf '^x%.0s' {1..30000}))",
    ] {
      let result = try runner.shell("\"$CORRIDOR\" regress d.csv \"\(line)\"")
      #expect(result.status == 64, "\(line)")
      #expect(result.stderr.utf8.count < 800)
    }
    let long = try runner.shell("\"$CORRIDOR\" regress d.csv \"y ~ x$(printf '+x%.0s' {1..5000})\"")
    #expect(long.status == 0 && long.stdout.contains("\nx,"))
  }

  /// Data, formula and options, the line that is named (0: the file alone) and words of the message.
  static let faults: [(String, [String], Int, String)] = [
    ("", ["y ~ x"], 1, "the file is empty"), ("y,x\n", ["y ~ x"], 0, "no rows after the header"),
    ("y,y\n1,2\n", ["y ~ x"], 1, "two columns are named 'y'"),
    ("y,x\n1,2\n3\n", ["y ~ x"], 3, "1 field where the header has 2"),
    ("y,x\n1,2\n\"a\nb\",3\n", ["y ~ x"], 3, "is not a number"),
    ("y,x\n1,2\n3,\"4\n", ["y ~ x"], 3, "never ends"),
    ("y,x\n1,2\n3,b\n", ["y ~ x"], 3, "write factor(x) for groups"),
    ("y,x\n1,2\n3,\"4,5\"\n", ["y ~ x"], 3, "decimal comma"),
    ("y,weight\n1,2\n", ["y ~ wieght"], 1, "did you mean 'weight'"),
    ("y,x\n1,2\n", ["y ~ x", "--weights", "w"], 1, "no column 'w'"),
    ("y,x\n1,2\n", ["y ~ x", "--id", "i"], 1, "no column 'i'"),
    ("y,x\n1,2\n", ["y ~ x", "--time", "t"], 1, "no column 't'"),
    ("y,x\n1,2\n", ["y ~ x", "--se", "cluster:firm"], 1, "no column 'firm'"),
    ("y,x,w\n1,2,1\n2,3,-1\n", ["y ~ x", "--weights", "w"], 3, "weight -1 in column 'w'"),
    ("y,x,w\n1,2,0\n2,3,0\n", ["y ~ x", "--weights", "w"], 0, "none of 2 rows"),
    ("y,x,w\n1,2,\n2,3,\n", ["y ~ x", "--weights", "w"], 0, "none of 2 rows"),
    ("y,x\n0,1\n-1,2\n", ["log(y) ~ x"], 0, "none of 2 rows"),
    ("y,x,g\n1,1,a\n3,2,a\n4,5,a\n", ["y ~ x", "--se", "cluster:g"], 0, "has one cluster"),
    (
      "y,x\n1,1\n3,2\n4,5\n", ["y ~ x", "--se", "hac:100"], 0, "more than 100 observations, 3 found"
    ),
    ("y,x\n1,1\n3,2\n4,5\n", ["y ~ lag(x, 1000)"], 0, "none of 3 rows"),
    ("y,x\n1,1\n3,2\n", ["y ~ 0"], 0, "no term is left"),
    ("y,x,g\n1,1,a\n3,2,b\n", ["y ~ x | g"], 0, "each of the 2 rows that are complete is alone"),
    ("y,x,g\n1,1,a\n3,1,a\n2,2,b\n2,2,b\n", ["y ~ x | g"], 0, "the fixed effects explain x"),
    ("y,x,z\n1,1,1\n3,2,4\n4,1,3\n1,3,1\n", ["y ~ 1 | x + z ~ I(x*z)"], 0, "as many instruments"),
    (
      "y,x,z,q\n1,1,1,1\n3,2,4,0\n4,1,3,2\n1,3,1,1\n2,1,2,5\n",
      ["y ~ 1 | x + z ~ q + I(2*q)"], 0, "under-identified: the instruments do not tell"
    ),
    ("y,x\n-1,1\n3,2\n", ["y ~ x", "--family", "poisson"], 2, "values of zero or more"),
    ("y,x\n1,1\n0,2\n", ["y ~ x", "--family", "gamma"], 3, "values above zero"),
    ("y,x\n1,1\n2,2\n", ["y ~ x", "--family", "binomial"], 3, "values from 0 to 1"),
    ("y,x\n0,1\n0,2\n", ["y ~ x", "--family", "poisson"], 0, "zero"),
    ("y,x\n0,1\n0,2\n", ["y ~ x", "--family", "binomial"], 0, "zero (or at its limit)"),
    ("y,x\n1,1\n1,2\n", ["y ~ x", "--family", "probit"], 0, "zero (or at its limit)"),
    (
      "y,x\n0,1\n0,2\n1,3\n1,4\n", ["y ~ x", "--family", "binomial"], 0,
      "the terms tell the zeros of 'y' from its ones"
    ),
    ("y,x\n1,1\n1,2\n1,3\n1,4\n", ["y ~ x", "--family", "negbin"], 0, "no theta"),
    ("y,x\n1e300,1\n2,2\n3,5\n", ["y ~ x"], 2, "'y' is 1e+300"),
    ("y,x\n1,1\n2,-1e-300\n3,1e-299\n", ["y ~ I(x - 1)"], 0, ""),
    ("y,x\n1,0\n2,-1e-300\n3,1e-299\n", ["y ~ x"], 4, "'x' is 1e-299"),
    ("y,x\n1e-300,1\n2e-300,2\n3,5\n", ["I(y - y) ~ x"], 0, ""),
    ("y,x,z\n1,1e200,1e200\n2,2,2\n3,5,1\n", ["y ~ x:z"], 2, "greater than doubles"),
    ("y,t\n1,2001\n2,2001\n", ["y ~ t", "--time", "t"], 3, "comes again (first in line 2)"),
  ]

  @Test(arguments: faults.indices) func badDataAreNamed(_ index: Int) throws {
    let (data, arguments, line, words) = Self.faults[index]
    let (result, runner) = try RegressCommandTests.run(arguments, data: data)
    defer { runner.clean() }
    if words.isEmpty {
      #expect(result.status == 0, "\(result.stderr)")
      return
    }
    #expect(result.status == 65, "\(arguments): \(result.stderr)")
    #expect(result.stdout.isEmpty)
    let place = line > 0 ? "corridor: d.csv:\(line): " : "corridor: d.csv: "
    #expect(result.stderr.hasPrefix(place), "\(result.stderr)")
    #expect(result.stderr.contains(words), "\(result.stderr)")
    #expect(result.stderr.split(separator: "\n").count == 1)
    #expect(runner.listing() == ["d.csv"])
  }

  @Test func aMissingFile() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    let result = try runner.corridor("regress", "none.csv", "y ~ x")
    #expect(result.status == 66 && result.stderr == "corridor: none.csv: no such file\n")
  }

  /// Effects of one outcome and terms that tell outcomes apart leave, and the rest is estimated.
  @Test func separatedOutcomesLeave() throws {
    let data =
      "y,x,g\n0,1,a\n1,2,a\n0,3,a\n1,4,a\n1,1,b\n1,2,b\n0,5,c\n1,3,c\n1,1,c\n0,2,c\n1,2,d\n"
    for family in ["binomial", "probit"] {
      let effects = try RegressCommandTests.output(
        "y ~ x | g", "--family", family, data: data)
      #expect(
        effects.stderr
          == "corridor: d.csv: 3 of 11 rows left out: 1 alone in a fixed effect, 2 separated "
          + "(predicted without error)\n")
      let dummies = try RegressCommandTests.output(
        "y ~ x + factor(g)", "--family", family, data: data)
      #expect(dummies.stderr.contains("3 separated (predicted without error)"))
      #expect(dummies.stderr.contains("factor(g)b, factor(g)d"))
      let (a, b) = (
        try RegressCommandTests.rows(effects.stdout), try RegressCommandTests.rows(dummies.stdout)
      )
      for name in ["estimate", "std_error"] {
        let pair = (RegressCommandTests.number(a[0], name), RegressCommandTests.number(b[1], name))
        // Two ways to the same maximum, each to the tolerance of its iteration.
        #expect(relativeError(pair.0, pair.1) < 1e-8, "\(family) \(name)")
      }
    }
  }
}
