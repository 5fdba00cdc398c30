/// `corridor help formula`. The library's guide to regressions says the same at length.
enum FormulaHelp {
  static let text = """
    FORMULAS OF REGRESSIONS

      RESPONSE ~ TERMS | FIXED EFFECTS | ENDOGENOUS ~ INSTRUMENTS

    The last two parts may be left out. Put the whole between single quotes, so that the shell leaves it
    alone:

      corridor regress t.csv 'log(exports) ~ log(oil) + lag(log(exports), 1)'
      corridor regress g.csv 'flow ~ log(dist) + rta | exp^year + imp^year'
      corridor regress c.csv 'log(packs) ~ log(income) | log(price) ~ tax'

    NAMES are columns of the file. One with a space, a sign or a digit in front stands between
    backticks: `oil price`, `2nd half`, `share (%)`.

    TERMS are joined by '+', and taken out by '-':

      x                    a column
      log(x) log2(x) log10(x) log1p(x)
                           logarithms; log1p(x) is log(1 + x)
      exp(x) expm1(x)      exponentials; expm1(x) is exp(x) - 1
      sqrt(x) abs(x)       root, absolute value
      I(x^2 + z/3)         arithmetic: + - * / ^ and brackets
      poly(x, 2)           the raw powers x and x^2
      lag(x) lag(x, 2)     the value one, two periods before
      lag(x, 1:4)          four terms
      lead(x, 1)           the value a period later
      diff(x) diff(x, 4)   the change over one, four periods
      factor(g)            a dummy a level but the first; C(g) and i(g) too
      factor(g, ref=2010)  a dummy a level but that one
      a:b                  the product of two terms
      a*b                  a + b + a:b
      (a + b):c            a:c + b:c
      .                    every other column
      - 1 or 0             no intercept

    Lags and differences reach over the periods of --time within the series of --id; without --time rows
    follow one another.

    FIXED EFFECTS: 'country + year' takes out both, 'country^year' each combination.

    INSTRUMENTS: 'price ~ tax + cost' says that price is endogenous and has these two instruments. Other
    terms are their own.

    'corridor breaks' takes formulas without the last two parts; 'y ~ 1' asks for breaks in the mean.
    'corridor var' takes terms joined by '+': 'diff(log(gdp)) + diff(log(trade))'. In a scenario file the
    key 'formula' of 'regressions' takes the whole.

    Rows with an empty cell, a lag that is not there or the logarithm of zero are left out and counted on
    standard error. A fault is shown under its character, a column that is not there with the nearest
    name.
    """
}
