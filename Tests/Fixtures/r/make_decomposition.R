# Series and their decompositions. usage: Rscript make_decomposition.R > decomposition.csv
# Rows are vectors: series, m, part, values separated by spaces. Data: R datasets and forecast.
# Robust STL is made on odd lengths: for even ones `stl` takes a wrong median of the remainders from
# some passes on (seen on ldeaths, pass 9: the 59th of 72 stands in for one of the middle two).
suppressMessages(library(forecast))
cat("# made by make_decomposition.R with", R.version.string, "and forecast",
    as.character(packageVersion("forecast")), "\n")
cat("series,m,part,values\n")
row <- function(name, m, part, x)
  cat(sprintf("%s,%d,%s,%s\n", name, m, part, paste(sprintf("%.15g", x), collapse = " ")))
data <- list(AirPassengers = AirPassengers, UKgas = UKgas,
             austres = austres, JohnsonJohnson = JohnsonJohnson, ldeaths = ldeaths,
             short = ts(c(3, 7, 4, 5, 8, 5, 6, 9.5, 7), frequency = 3))
for (name in names(data)) {
  y <- data[[name]]; m <- frequency(y)
  row(name, m, "data", y)
  p <- stl(y, "periodic")$time.series
  row(name, m, "periodic_seasonal", p[, 1]); row(name, m, "periodic_trend", p[, 2])
  p <- stl(y, s.window = 9, s.degree = 1, t.window = 15, t.degree = 0, l.degree = 1, s.jump = 1,
           t.jump = 4, l.jump = 3, inner = 3)$time.series
  row(name, m, "options_seasonal", p[, 1]); row(name, m, "options_trend", p[, 2])
  odd <- ts(y[seq_len(length(y) - (length(y) %% 2 == 0))], frequency = m)
  p <- stl(odd, s.window = 7, robust = TRUE)$time.series
  row(name, m, "robust_seasonal", p[, 1]); row(name, m, "robust_trend", p[, 2])
  row(name, m, "strength", forecast:::seas.heuristic(y))
  for (type in c("additive", "multiplicative")) {
    d <- decompose(y, type)
    row(name, m, paste0(type, "_figure"), d$figure)
    row(name, m, paste0(type, "_trend"), d$trend)
  }
}
