# Processor seconds of R on the shapes of RegressionBench; lines 'case,peer,seconds', the best of several runs.
# usage: Rscript peers.R [REPETITIONS]   needs the package sandwich
suppressPackageStartupMessages(library(sandwich))
repetitions <- as.integer(c(commandArgs(trailingOnly = TRUE), "3")[1])
best <- function(name, peer, task) {
  seconds <- min(sapply(seq_len(repetitions), function(i) {
    gc(FALSE)
    sum(system.time(task())[c("user.self", "sys.self")])
  }))
  cat(sprintf("%s,%s,%.6f\n", name, peer, seconds))
}

set.seed(1)
n <- 1000000
x <- cbind(1, matrix(runif(n * 19, -1, 1), n))
y <- runif(n)
best("tall_1e6x20", "R .lm.fit", function() .lm.fit(x, y))
best("tall_1e6x20", "R lm + summary", function() summary(lm(y ~ x - 1)))
best("tall_1e6x20", "R lm + vcovHC HC1", function() vcovHC(lm(y ~ x - 1), "HC1"))
data <- data.frame(y, x[, -1])
formula <- reformulate(setdiff(names(data), "y"), "y")
best("model_1e6x20", "R lm formula + summary", function() summary(lm(formula, data)))
best("model_1e6x20", "R lm formula + summary + vcovHC HC1", function() {
  fit <- lm(formula, data)
  summary(fit)
  vcovHC(fit, "HC1")
})
rm(data)
weights <- runif(n) + 0.5
best("tall_1e6x20_weights", "R lm.wfit", function() lm.wfit(x, y, weights))
rm(x, y)
