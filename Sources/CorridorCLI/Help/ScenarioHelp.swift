/// `corridor help scenario`: every key that a scenario file may have. The library's guides to scenario
/// files, capacity and hierarchies say the same at length.
enum ScenarioHelp {
  static let text = [overview, series, courses, targets, parts, capacity, flows, network]
    .joined(separator: "\n\n")

  private static let overview = """
    SCENARIO FILES

    YAML: which series, under which courses of events, toward which targets. 'corridor new my.csv -o
    my.yaml' writes one for your own data, 'corridor run my.yaml --list' says what a file will do, and
    'corridor run my.yaml' does it. This is one:

      title: Exports
      question: When do exports reach 20 USD bn?
      series:
        - {id: exports, file: my.csv, unit: USD bn}
      scenarios:
        - name: baseline
        - name: low
          shocks: [{growth: {delta: -0.02, from: 2026, to: 2030}}]
      targets:
        - {name: twenty, series: exports, level: 20, by: [2030, 2035]}

    Rates and shares are fractions: 0.02 is 2 %. Periods are written as in 'corridor help data'. Paths
    are relative to the scenario's file and stay in its tree: its folder, the folder above with a
    datapackage.json, or the working folder above it, whichever is the highest; links are resolved.
    --allow-outside lets them leave it. A file gets all its faults at once.

    AT THE TOP

      title, question      shown with the answers
      answer: twenty       a target or an item of a part whose answers come
                           first; {of: twenty, by: 2030}, or a list of these
      series, scenarios, targets
                           lists, see below
      models: [drift, trend]
                           beside the headline, for ranges; also under a series
      windows: [all, from 2008, last 10]
                           samples that are tried; also under a series
      horizon: 2040        last simulated period; else last deadline + 5
      paths, seed          sample paths (100000) and their seed (1)
      levels: [90]         intervals beside 50, 80 and 95 %
      hold: 2              periods in a row that count as sustained
      as_of: [2019, 2022]  ask again with the data cut there
      include: shared/network.yaml
                           series, links and markets of several scenarios
    """

  private static let series = """
    SERIES

      - id: exports                 its name in the reports
        file: my.csv
        series: X                   its id in the file; else id
        season: 12                  else from the frequency
        from: 2000                  first period of the headline's sample
        breaks: [{at: 2015, reason: another scope}]
        current:                    what is known of the period after the last
          period: 2025
          correlation: 0.5          of the errors of two routes
          routes:                   one of ratio, growth, value each
            - {name: partner's figure, ratio: {file: p.csv, series: P}}
            - {name: months, factors: {file: m.csv, series: [a, b]}}
            - {name: eight months, growth: 0.1, sd: 0.03, reason: stated}
            - {name: a count, value: 35.3, sd: 0.05, reason: stated}
        compared_with: [{file: other.csv}]   the same on other bases
        assumption:                 instead of a model, for 2 or 3 points
          {growth_low: 0, growth_high: 0.1, volatility: 0.1, reason: why}
      - shared: rail                one of the file under include

    Beside every 'file:' of observations may stand how it is read, as the options of commands have it:
    time, value, id_column, unit, freq, wide: true, decimal, thousands, time_format, encoding, flags:
    true, class. 'corridor run' takes the options for files that do not say.
    """

  private static let courses = """
    SCENARIOS (courses of events), the first of which is the one to quote

      - name: low
        description: in words
        weight: 0.4                 a judgement; all have one, or none
        inherits: [other]           its shocks come first
        grid: {d: [-0.02, 0.02]}    one scenario a value; $d stands for it
        shocks:
          - growth: {delta: $d, from: 2026, to: 2030}    log growth a year
          - level: {factor: 0.8, at: 2027}               lasting
          - pulse: {factor: 0.8, at: 2027}               or from, to: passing
          - ramp: {factor: 1.2, from: 2026, to: 2030}    in equal steps
            series: exports         else every series
    """

  private static let targets = """
    TARGETS

      - name: doubling
        series: exports
        level: 20                   or
        multiple: 2                 of the value in
        base: 2023
        by: [2030, 2035]
        hold: 3
        regain: true                an earlier time there does not count
        total: year                 a year's total of months or quarters
        deflator: {rate: 0.025, base: 2023, reason: why}  in prices of base
        cumulative: {start: 300, through: 2024}           a running sum
    """

  private static let parts = """
    OTHER PARTS, each a list of items with a name, and each with a report of its own

      postmortem:                   what earlier years would have said
        - {name: p, series: exports, targets: [82 by 2030], from: 2010, to: 2022}
        also models, levels, horizon (periods that are scored), and
        plans: [{file: plans.csv, series: plans, made: 2014-01,
                 bridge: why they compare}]

      regressions:                  a formula: 'corridor help formula'
        - name: drivers
          columns: [{name: y, file: y.csv}, {name: oil, file: oil.csv}]
          formula: log(y) ~ log(oil)
          from: 1995
          to: 2020
          se: hac
          family: gaussian          as --family of 'corridor regress'
          project:                  a series along its drivers
            series: exports
            level: 20
            by: [2030]
            growth: [{column: oil, baseline: 0, low: -0.03, series: oil}]
            solve: {columns: [oil], probability: 0.8, low: -0.2, high: 0.5}
        or of a table, which file names instead of columns, with id, time,
        rows: {iso: KAZ} and labels: [iso, year] for what is written, spacing
        (periods from one row to the next); a driver may have a label; and
          corrections: [{rows: {iso: KAZ}, column: y, value: 6, reason: why}]
          project: as above, with
            residuals: {period: year, both_ways: true, size: 3}

      nowcasts:                     a year from its beginning
        - name: turnover
          period: 2023-Q1
          methods: [growth, share]
          flows:
            - name: exports
              part: {file: q.csv, series: x, divide_by: 1000, unit: USD bn}
              full: {file: y.csv, divide_by: 1000, unit: USD bn}
              carry: {proxy: {file: all.csv}}
          total: {name: turnover, full: {file: t.csv}, basis: nominal}
          carry: {assumption: {sd: 0.1, reason: why}}
          bridge: {from: {file: a.csv}, to: {file: b.csv}, rules: [last, mean]}
          naive: true               or {sd: 0.1, reason: why}
          levels: [{name: a new high, level: 41, reason: why}]
          indicators: {file: months.csv, series: [a, b]}   a factor model
          rest: {low: -0.1}         what the months to come bring, by scenario

      pipelines:                    lists of projects
        - name: projects
          listed: {file: l.csv}     also finished, removed, value
          added: unknown            or a series
          vintages: [{date: 2022-03, listed: 50, finished: 10, open: 38}]
                                    instead; also removed, added, left, value
          unit: USD bn
          basis: as published
          hazards: {completion: [0.06, 0.2], removal: 0.05, reason: why}
          sizes: {finished_share: [0.25, 0.6], log_sd: 1, reason: why}
          until: [2026, 2030]
          goal: {finished: 40, value: 12}
          factors: {low: {completion: 0.5, removal: 1}}   by scenario

      hierarchies:                  totals and parts that add up
        - {name: h, file: parts.csv, series: [turnover, {file: x.csv}],
           model: auto, method: mint-shrink, nonnegative: true, horizon: 2035}

      mirror:                       one trade by its two reporters
        - name: trade
          cif_fob: {low: 0.02, high: 0.1, reason: why}
          reliability: {importer: 1, exporter: 2, reason: why}
          flows: [{name: f, importer: {file: m.csv}, exporter: {file: x.csv}}]

      counterfactual:               what a change of trade costs would do
        - name: the border
          file: flows.csv           a row a pair of countries
          exporter: exp
          importer: imp
          flow: trade
          year: {column: year, at: 2016}      else the last
          domestic: {column: gdp, low: 0.2, high: 1, reason: why}
          sigma: {value: 5, sd: 1, reason: why}
          changes:
            - {name: c, between: [KAZ, CHN],
               cost: {low: -0.05, high: -0.01, reason: why}}
          tell: [KAZ]               countries of the verdict
          draws: 1000
          divide_by: 1e9
          unit: USD bn

      comparisons:                  two measures of one thing
        - name: two counts
          series: cargo
          beside: {file: ports.csv, divide_by: 1000, unit: Mt}
          reason: why they differ

      claims:                       stated figures against each other
        file: claims.csv
        relations: relations.csv
        series: [{of: stated, file: m.csv, series: s, other_basis: why}]
    """

  private static let capacity = """
    CAPACITY AND ROUTES

      capacity:                     demand against what links can carry
        - name: crossing
          series: rail
          demand: headline          or drift, trend, logistic, gompertz, with
          from: 2015                its first observation, and for the last two
          saturation: {low: 50, high: 120, reason: why}
          capacity: 28              or trains
          trains:
            - name: Dostyk
              trains_per_day: {2024: 14, 2025-07-01: 28}
              section: {name: s, trains_per_day: 12, reason: why}
              net_tonnes: 2490
              availability: 0.95
              directions: 1         2: as many each way
              both_ways: 1.6        with 1: both directions over one
              reason: why
          realised: {low: 0.3, mode: 0.7, high: 1, reason: why}
          since: 2020
          history: [{capacity: 20, from: 2012, to: 2019}]
          bound: soft               known; uncertain, off by one amount in all
                                    periods; soft, more under strain; with
          deviation: 0.1            of the logarithm
          steps:
            - name: third crossing
              adds: {low: 12, mode: 20, high: 20}
              announced: 2023
              opens: {2027: 0.4, 2028: 0.6}
              ramp: [0.5, 1]        the share that works from then on
              delay: {low: 1}       periods, by scenario
              cancelled: [low]
              reason: why
          waiting: {net_tonnes: 2490, arrival_variation: 1,
                    service_variation: 1}
          spill: {to: another link, share: 0.3}
          levels: [{level: 48, by: [2030]}]
          alternatives: [{name: a, demand: drift, from: 2012, bound: known}]
          link: crossing            one of the file under include
          reason: why

      routes:                       markets that choose between routes
        - name: transit
          unit: Mt
          basis: what is counted
          base_year: 2024
          periods: [2027, 2030]
          cost: {unit: days, weight: 0.05}
          reason: why
          routes:
            - {name: north, capacity: 20, delay: {low: 2}, change: {low: -4}}
            - {name: sea, link: crossing, steps: [{name: s}], series: rail}
          markets:
            - {name: m, base: {north: 15, sea: 5}, growth: {baseline: 0.08}}
            - {name: n, market: transit}      one of the file under include
    """

  private static let flows = """
    NETWORKS

      network:                      links under capacity that commodities share
        - name: corridors
          unit: Mt
          basis: what is counted
          base_year: 2024
          through: 2035             last year
          routing: {rule: logit, weight: 0.05}     or rule: least-cost
          waiting: {periods: 1, kept: 0.5, cost: 2}
          nodes: [a, {name: b, at: [50, 30]}]
          links:
            - name: crossing
              between: [a, b]
              capacity: 20          or trains; with bound, deviation, steps
              cost: {low: 4, mode: 5, high: 7}     USD/t
              hours: 24
              after: other          not before that link is open
              reason: why
            - name: other
              between: [a, b]
              of: crossings         a link of the file under include
              part: Dostyk          one of its lines or steps; else all
              series: rail          of what that link carried
              cost: 5
          commodities:
            - name: goods
              between: [a, b]
              base: 16              tonnes of the base year
              series: rail          or growth: {low: 0, mode: 0.03, high: 0.05}
              value: 80             USD that a tonne is worth that arrives
              hour: 0.042           USD that an hour of a tonne costs
              routes: [{via: [crossing], base: 10}]
              reason: why
          changes: [{link: crossing, steps: [{name: s}], cost: {low: 1},
                    hours: {low: 12}}]
          shared: corridors         in place of unit to commodities: one of
                                    the file's networks
          reason: why
    """

  private static let network = """
    A FILE UNDER include has title, series (as above), links (name, unit, steps, and capacity or trains
    with realised, since, history, bound, deviation, waiting, reason), markets (name, base, growth, reason) and
    networks. Scenarios name what they take by shared, link and market, and add what is their own.
    """
}
