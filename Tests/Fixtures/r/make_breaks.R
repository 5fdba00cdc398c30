# Structural breaks: F statistics, p-values, break places, intervals, by strucchange.
# usage: Rscript make_breaks.R > breaks.csv
# Rows are vectors: case, what, values separated by spaces. Data: R datasets (Nile, longley,
# UKDriverDeaths) and expenditure on income in the USA 1950-1993 (R package AER, USConsump1993).
suppressMessages(library(strucchange))
cat("# made by make_breaks.R with", R.version.string, "and strucchange",
    as.character(packageVersion("strucchange")), "\n")
cat("case,what,values\n")
consumption <- local({
  income <- c(6284, 6390, 6476, 6640, 6628, 6879, 7080, 7114, 7113, 7256, 7264, 7382, 7583,
             7718, 8140, 8508, 8822, 9114, 9399, 9606, 9875, 10111, 10414, 11013, 10832,
             10906, 11192, 11406, 11851, 12039, 12005, 12156, 12146, 12349, 13029, 13258,
             13552, 13545, 13890, 14005, 14101, 14003, 14279, 14341)
  expenditure <- c(5820, 5843, 5917, 6054, 6099, 6365, 6440, 6465, 6449, 6658, 6698, 6740, 6931,
             7089, 7384, 7703, 8005, 8163, 8506, 8737, 8842, 9022, 9425, 9752, 9602, 9711,
             10121, 10425, 10744, 10876, 10746, 10770, 10782, 11179, 11617, 12015, 12336,
             12568, 12903, 13029, 13093, 12899, 13110, 13391)
  data.frame(y = expenditure, x = income)
})
seat <- log10(UKDriverDeaths)
n <- length(seat)
seatbelts <- data.frame(y = seat[13:n], l1 = seat[12:(n - 1)], l12 = seat[1:(n - 12)])
set.seed(4)
step <- data.frame(y = rep(c(1, 4, 2), c(40, 35, 45)) + 0.5 * sin(1:120) + 0.3 * rnorm(120),
                   x = cos((1:120) / 3))
cases <- list(
  Nile = list(data.frame(y = as.numeric(Nile)), y ~ 1, 0.15),
  longley = list(data.frame(y = longley$Employed, x = longley$GNP), y ~ x, 4),
  consumption = list(consumption, y ~ x, 0.15),
  seatbelts = list(seatbelts, y ~ l1 + l12, 0.1),
  step = list(step, y ~ x, 12))
for (name in names(cases)) {
  data <- cases[[name]][[1]]; formula <- cases[[name]][[2]]; h <- cases[[name]][[3]]
  row <- function(what, x) cat(sprintf("%s,%s,%s\n", name, what,
                                       paste(sprintf("%.16g", as.numeric(x)), collapse = " ")))
  for (column in names(data)) row(column, data[[column]])
  n <- nrow(data)
  for (from in c(0.15, 0.1, 0.31)) {
    if (floor(from * n) < length(all.vars(formula)) + 1) next
    f <- suppressWarnings(Fstats(formula, data = data, from = from))
    label <- function(what) sprintf("%s_%g", what, from)
    row(label("fstats"), f$Fstats); row(label("place"), f$breakpoint)
    for (type in c("supF", "aveF", "expF")) {
      test <- sctest(f, type = type)
      row(label(type), c(test$statistic, test$p.value))
    }
  }
  at <- n %/% 2
  chow <- suppressWarnings(Fstats(formula, data = data, from = at, to = at))
  k <- chow$nreg
  statistic <- as.numeric(chow$Fstats) / k
  row("chow", c(at, statistic, pf(statistic, k, n - 2 * k, lower.tail = FALSE)))
  b <- breakpoints(formula, data = data, h = h)
  s <- summary(b)
  row("h", if (h < 1) floor(h * n) else h)
  row("rss", s$RSS["RSS", ]); row("bic", s$RSS["BIC", ])
  row("chosen", which.min(s$RSS["BIC", ]) - 1)
  most <- ncol(s$RSS) - 1
  for (m in 1:most) {
    places <- breakpoints(b, breaks = m)$breakpoints
    row(sprintf("places_%d", m), places)
    for (level in c(0.95, 0.9)) {
      ci <- tryCatch(suppressWarnings(confint(b, breaks = m, level = level)$confint),
                     error = function(e) NULL)
      if (!is.null(ci)) row(sprintf("confint_%d_%g", m, 100 * level), t(ci))
    }
    row(sprintf("coef_%d", m), t(coef(b, breaks = m)))
  }
}
# Hansen's p-values themselves: statistic, terms, lambda, then x and p.
hansen <- function(type, k, lambda, x) {
  p <- strucchange:::pvalue.Fstats(x, type = type, k = k, lambda = lambda)
  cat(sprintf("hansen,%s,%s\n", type, paste(sprintf("%.16g", c(k, lambda, x, p)), collapse = " ")))
}
for (k in c(1, 2, 5, 13, 40)) for (lambda in c(1.3, 4, 32.1, 81, 1500, 20000)) {
  for (x in c(0.5, 3, 8, 14, 25) + k) {
    hansen("supF", k, lambda, x); hansen("aveF", k, lambda, x / 2)
    hansen("expF", k, lambda, x / 3)
  }
}
# The distribution of the estimated break: x, xi, variances before and after, probability.
for (xi in c(0.3, 1, 2.7)) for (v in c(0.5, 1, 3)) for (x in c(-400, -30, -4, -0.2, 0, 1, 11, 90))
  cat(sprintf("argmax,%s,%s\n", "cumulative", paste(sprintf("%.16g",
    c(x, xi, 1, v, strucchange:::pargmaxV(x, xi = xi, phi1 = 1, phi2 = sqrt(v)))), collapse = " ")))
