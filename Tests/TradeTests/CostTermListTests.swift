import Testing

@testable import Trade

@Suite struct CostTermListTests {
  @Test func termsMayBeFunctionsAndHaveErrors() throws {
    let list = try CostTermList("log(dist, 2)=-0.8:0.05, pta=0.4,`a,b = c`=1e-3:0")
    #expect(list.names == ["log(dist, 2)", "pta", "`a,b = c`"])
    #expect(list.coefficients == [-0.8, 0.4, 1e-3])
    #expect(list.deviations == [0.05, 0, 0])
  }

  @Test(arguments: [
    ("", "''"), ("pta", "'pta'"), ("=1", "'=1'"), ("pta=", "'' of pta"), ("pta=x", "'x' of pta"),
    ("pta=1:-2", "'-2' of pta"), ("pta=1:2:3", "'1:2:3'"), ("pta=1,pta=2", "stands twice"),
    ("pta=nan", "'nan'"), ("pta=1,", "''"),
  ])
  func whatIsNoTermIsNamed(text: String, words: String) {
    #expect {
      _ = try CostTermList(text)
    } throws: { error in
      "\(error)".contains(words)
    }
  }
}
