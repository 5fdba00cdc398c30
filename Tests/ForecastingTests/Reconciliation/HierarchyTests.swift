import Forecasting
import LinearAlgebra
import SeriesCore
import Testing
import _TestSupport

@Suite struct HierarchyTests {
  @Test func aTreeSumsItsParts() throws {
    let hierarchy = try Hierarchy(edges: [
      HierarchyEdge("turnover", partOf: nil),
      HierarchyEdge("exports", partOf: "turnover"), HierarchyEdge("imports", partOf: "turnover"),
      HierarchyEdge("oil", partOf: "exports"), HierarchyEdge("grain", partOf: "exports"),
    ])
    #expect(hierarchy.nodes == ["turnover", "exports", "imports", "oil", "grain"])
    #expect(hierarchy.upper == [0, 1] && hierarchy.bottom == [2, 3, 4])
    #expect(hierarchy.weights.elements == [1, 0, 1, 1, 1, 1])
    let tree = try #require(HierarchyTree(hierarchy))
    #expect(tree.root == 0 && tree.depth == [0, 1, 1, 2, 2])
    #expect(Set(tree.parts[0]) == [1, 2] && Set(tree.parts[1]) == [3, 4])
    let values = try Matrix(rows: 5, columns: 1, columnMajor: [0, 0, 4, 2, 1])
    #expect(try hierarchy.aggregated(values).elements == [7, 3, 4, 2, 1])
    #expect(try hierarchy.incoherence(values) == 7)
  }

  @Test func groupsMayCrossAndWeightsMayDiffer() throws {
    let hierarchy = try Hierarchy(edges: [
      HierarchyEdge("x1", partOf: "x"), HierarchyEdge("x2", partOf: "x"),
      HierarchyEdge("x1", partOf: "1", weight: 0.5), HierarchyEdge("y1", partOf: "1"),
      HierarchyEdge("y1", partOf: "balance"), HierarchyEdge("x2", partOf: "balance", weight: -1),
    ])
    #expect(hierarchy.nodes == ["x", "x1", "x2", "1", "y1", "balance"])
    #expect(hierarchy.bottom == [1, 2, 4])
    #expect(hierarchy.weights.elements == [1, 0.5, 0, 1, 0, -1, 0, 1, 1])
    #expect(HierarchyTree(hierarchy) == nil)
    #expect(hierarchy.onlyAdds(0) && hierarchy.onlyAdds(1) && !hierarchy.onlyAdds(5))
  }

  @Test(arguments: [
    ([("a", "a")], HierarchyError.ownPart("a", at: 0)),
    ([("b", "a"), ("b", "a")], .duplicate("b", in: "a", at: 1, first: 0)),
    ([("b", "a"), ("c", "b"), ("a", "c"), ("d", "a")], .cycle(["c", "b", "a"], at: 0)),
    (
      [("p", "t"), ("q", "t"), ("b", "p"), ("c", "p"), ("b", "q")],
      .reachedTwice("b", ancestor: "t", by: "p", and: "q", at: 1)
    ),
    ([], .noParts),
  ])
  func faultsAreNamed(_ edges: [(String, String)], _ fault: HierarchyError) {
    #expect(throws: fault) {
      try Hierarchy(edges: edges.map { HierarchyEdge($0.0, partOf: $0.1) })
    }
  }

  @Test func badWeightsAreRefused() {
    #expect(throws: HierarchyError.badWeight(at: 0)) {
      try Hierarchy(edges: [HierarchyEdge("b", partOf: "a", weight: 0)])
    }
    #expect(throws: HierarchyError.badWeight(at: 1)) {
      try Hierarchy(constraints: [
        ConstraintTerm("1", "a", weight: 1), ConstraintTerm("1", "b", weight: .nan),
      ])
    }
  }

  @Test func aDeepChainIsNoTrouble() throws {
    let edges = (0..<3000).map { HierarchyEdge("\($0 + 1)", partOf: "\($0)") }
    let hierarchy = try Hierarchy(edges: edges)
    #expect(hierarchy.bottom.count == 1 && hierarchy.weights.elements.allSatisfy { $0 == 1 })
  }

  @Test func constraintsGiveTheSameAsEdges() throws {
    let terms = [
      ConstraintTerm("sum", "exports", weight: -1), ConstraintTerm("sum", "imports", weight: -1),
      ConstraintTerm("sum", "turnover", weight: 1),
      // The same again, doubled.
      ConstraintTerm("again", "turnover", weight: 2),
      ConstraintTerm("again", "exports", weight: -2),
      ConstraintTerm("again", "imports", weight: -2),
    ]
    let hierarchy = try Hierarchy(constraints: terms)
    #expect(hierarchy.redundantCount == 1)
    #expect(hierarchy.upper.map { hierarchy.nodes[$0] } == ["turnover"])
    #expect(hierarchy.weights.elements == [1, 1])
    #expect(throws: HierarchyError.forcedZero("a")) {
      try Hierarchy(constraints: [ConstraintTerm("1", "a", weight: 3)])
    }
  }

  /// The Italian accounts obey their constraints as published: 21 series, 9 constraints.
  @Test func italianAccounts() throws {
    let file = try HierarchyFile(
      ByteSource(path: Repository.fixture("hierarchy/itagdp_constraints.csv")))
    let hierarchy = file.hierarchy
    #expect(hierarchy.nodes.count == 21 && hierarchy.upper.count + hierarchy.bottom.count == 21)
    #expect(hierarchy.upper.count + hierarchy.redundantCount == 9)
    let panel = try SeriesPanel.read(path: Repository.fixture("hierarchy/itagdp.csv"))
    let columns = try hierarchy.nodes.map { try panel.series(named: $0).values }
    let values = try Matrix(columns: columns).transposed
    // Printed to one decimal place, sums of up to 21 parts.
    #expect(try hierarchy.incoherence(values) < 1)
  }

  @Test func filesOfAllForms() throws {
    func read(_ text: String) throws -> HierarchyFile {
      try HierarchyFile(ByteSource(name: "h.csv", bytes: Array(text.utf8)))
    }
    let edges = try read("node,parent\na,t\nb,t\n")
    let weighted = try read("node,parent,weight\nt,,\na,t,\nb,t,1\n")
    let summing = try read("row,bottom,weight\nt,a,1\nt,b,1\na,a,1\nb,b,1\n")
    let constraints = try read("constraint,node,weight\n1,t,1\n1,a,-1\n1,b,-1\n")
    for file in [edges, weighted, summing, constraints] {
      #expect(file.hierarchy.nodes == ["t", "a", "b"])
      #expect(file.hierarchy.summingMatrix.elements == [1, 1, 0, 1, 0, 1])
    }
    #expect(edges.line(of: "b") == 3 && summing.line(of: "t") == 2)
    for (text, message) in [
      ("node,parent\na,t\nt,a\n", "h.csv:2: a circle of parts: 'a' in 't' in 'a' (take"),
      ("node,parent\na,t\n,t\n", "h.csv:3: the column 'node' is empty (name the node)"),
      ("node,parent\na,t\na,t\n", "h.csv:3: 'a' stands in 't' twice (line 2 says so already)"),
      ("node,parent,weight\na,t,x\n", "h.csv:2: 'x' of column 'weight' is not a number"),
      ("node,parent\n=a,t\n", "h.csv:2: '=a' would run as a formula in a spreadsheet"),
      ("a,b\n1,2\n", "h.csv:1: no column 'node'"),
      ("constraint,node,weight\n1,t,\n", "h.csv:2: the weight is empty"),
    ] {
      let fault = #expect(throws: InputFault.self) { _ = try read(text) }
      #expect(fault?.description.hasPrefix(message) == true, "\(String(describing: fault))")
    }
  }
}
