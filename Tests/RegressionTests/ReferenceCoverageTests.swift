import Testing

/// That nothing in `Fixtures/regression/reference.json` is left unchecked: each key with the tests that
/// read it. A key that comes new to the file fails here until a test names it.
@Suite struct ReferenceCoverageTests {
  static let checked: [String: [String: Set<String>]] = [
    "ols": [
      "LinearReferenceTests": [
        "n", "coef", "se", "t", "p", "r2", "adj_r2", "f", "sigma", "loglik", "aic", "bic", "se_HC0",
        "se_HC1", "se_HC2", "se_HC3", "se_HC4", "leverage", "confint95", "se_cluster_HC1",
        "se_cluster_HC0_noadj", "se_newey_west_lag3_noprewhite", "se_newey_west_lag3_adjust",
        "newey_west_auto_bandwidth_noprewhite", "se_andrews_hac",
      ],
      "DiagnosticReferenceTests": [
        "press", "cooks", "rstudent", "vif", "breusch_pagan_studentized", "reset_2_3_fitted",
        "durbin_watson", "breusch_godfrey_1", "breusch_godfrey_4", "goldfeld_quandt",
        "harvey_collier", "shapiro",
      ],
    ],
    "panel": [
      "LinearReferenceTests, PanelReferenceTests": [
        "coef", "se", "r2", "se_arellano_HC0", "chisq", "p",
      ]
    ],
    "iv": [
      "LinearReferenceTests, DiagnosticReferenceTests": [
        "coef", "se", "se_HC1", "diagnostics",
      ]
    ],
    "glm": [
      "GLMReferenceTests": [
        "coef", "se", "se_HC0", "deviance", "null_deviance", "loglik", "aic",
      ]
    ],
    // By coefficient; QuantileRegressionTests has finer values of the same sample.
    "quantile": ["PanelReferenceTests": ["(Intercept)", "income"]],
  ]

  /// Cases whose keys are above, each read by a test.
  static let cases: [String: Set<String>] = [
    "ols": Set(LinearReferenceTests.cases.map(\.name)),
    "panel": [
      "grunfeld_within_individual", "grunfeld_within_twoways", "grunfeld_random_swar",
      "grunfeld_between", "grunfeld_first_diff", "grunfeld_hausman", "produc_random",
    ],
    "iv": ["cigarettes_1995"], "quantile": ["q25", "q50", "q75"],
    "glm": ["poisson_mtcars_carb", "binomial_mtcars_am"],
  ]

  /// What says how a result was made.
  static let notes: Set<String> = ["formula", "note"]

  @Test func everyKeyIsChecked() throws {
    let reference = ReferenceFixture.regression
    #expect(Set(reference.keys) == Set(Self.cases.keys).union(["software", "note"]))
    for (section, cases) in Self.cases {
      let found = try reference.at(section)
      #expect(Set(found.keys) == cases, "\(section)")
      let known = Self.checked[section, default: [:]].values.reduce(into: Set()) {
        $0.formUnion($1)
      }
      for name in found.keys {
        let unknown = Set(try found.at(name).keys).subtracting(known).subtracting(Self.notes)
        #expect(unknown.isEmpty, "\(section) \(name): \(unknown)")
      }
    }
  }
}
