# Tails and quantiles of the F distribution by pf and qf.
# usage: Rscript make_f_distribution.R > f_distribution.csv
cat("# made by make_f_distribution.R with", R.version.string, "\n")
cat("function,numerator,denominator,x,value\n")
row <- function(what, a, b, x, value)
  cat(sprintf("%s,%s,%s,%.17g,%.17g\n", what, tolower(a), tolower(b), x, value))
for (a in c(1, 2, 3.5, 12, 150, Inf)) for (b in c(1, 2, 4.5, 17, 90, 1000, 40000, Inf)) {
  if (is.infinite(a) && is.infinite(b)) next
  for (f in c(1e-6, 0.02, 0.4, 1, 2.5, 9, 60, 500)) {
    row("upper", a, b, f, pf(f, a, b, lower.tail = FALSE))
    row("cumulative", a, b, f, pf(f, a, b))
  }
    # Nearer to 0 qf itself loses digits: it takes 1 / qbeta - 1.
  for (p in c(0.2, 0.3, 0.5, 0.9, 0.975, 0.9999)) row("quantile", a, b, p, qf(p, a, b))
}
