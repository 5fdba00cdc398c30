# R's least squares on the data of SpeedBench: least_squares.R CASE SIZE REPETITIONS FOLDER
source(file.path(dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE))), "stopwatch.R"))
given <- arguments()
n <- given$size
count <- min(given$repetitions, 3)
version <- paste0(R.version$major, ".", R.version$minor)
vector_of <- function(name, length) {
  readBin(file.path(given$folder, paste0(name, ".bin")), "double", length)
}
if (given$case == "small") {
  x <- array(vector_of("x", n * 24), c(12, 2, n))
  y <- matrix(vector_of("y", n * 12), 12)
  measure("R .lm.fit, a loop", version, count, function() {
    sums <- c(0, 0)
    for (k in seq_len(n)) sums <- sums + .lm.fit(x[, , k], y[, k])$coefficients
    sums
  })
} else {
  x <- matrix(vector_of("x", n * 20), n)
  y <- vector_of("y", n)
  if (given$case == "tall") {
    measure("R .lm.fit", version, count, function() .lm.fit(x, y)$coefficients)
    measure("R lm, summary", version, count, function() coef(summary(lm(y ~ x - 1)))[, 1])
  } else if (given$case == "tall-weights") {
    w <- vector_of("w", n)
    measure("R lm.wfit", version, count, function() lm.wfit(x, y, w)$coefficients)
  } else {
    need("sandwich", "R lm by formula, HC1, summary")
    suppressPackageStartupMessages(library(sandwich))
    data <- data.frame(y, x[, -1])
    formula <- reformulate(setdiff(names(data), "y"), "y")
    measure("R lm by formula, HC1, summary", version, count, function() {
      fit <- lm(formula, data)
      summary(fit)
      c(coef(fit), sqrt(diag(vcovHC(fit, "HC1"))))
    })
  }
}
