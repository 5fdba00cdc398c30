# Jeffreys' intervals for k of n by qbeta.
# usage: Rscript make_jeffreys.R > jeffreys.csv
cat("# made by make_jeffreys.R with", R.version.string, "\n")
cat("successes,trials,level,low,high\n")
for (n in c(1, 2, 5, 10, 45, 200)) for (k in unique(c(0, 1, n %/% 3, n %/% 2, n - 1, n)))
  for (level in c(80, 95, 99)) {
    tail <- (1 - level / 100) / 2
    low <- if (k == 0) 0 else qbeta(tail, k + 0.5, n - k + 0.5)
    high <- if (k == n) 1 else qbeta(1 - tail, k + 0.5, n - k + 0.5)
    cat(sprintf("%d,%d,%g,%.17g,%.17g\n", k, n, level, low, high))
  }
