# What R makes of the regression of turnover in datasets/scenarios/drivers.yaml: elasticities with
# Newey-West errors, the Engle-Granger statistic, the probability of the baseline in 2030, the growth of
# imports for 50 and 80 %, and the record of the method from each origin along the drivers as they came.
# usage, from the top of the repository: Rscript Tests/Fixtures/r/make_drivers.R
library(sandwich)
read <- function(slug, series) {
  d <- read.csv(file.path("datasets", slug, "data.csv"), stringsAsFactors = FALSE)
  d <- d[d$series == series, ]
  setNames(as.numeric(d$value), d$period)
}
y <- read("trade-kazside-turnover", "trade-kazside-turnover")
years <- as.character(1995:2024)
x <- data.frame(
  y = log(y[years]), brent = log(read("brent", "brent")[years]),
  imports = log(read("merchandise-imports-chn", "merchandise-imports-chn")[years]),
  kzt = log(read("fx-kzt-usd", "fx-kzt-usd")[years])
)
rownames(x) <- years
drivers <- c("brent", "imports", "kzt")
# MacKinnon (2010), a constant and three drivers, at 5 %.
critical <- function(t) -4.09600 - 11.2349 / t - 11.175 / t^2

# The relation fitted to the years up to one, and how its residuals go on.
relation <- function(last) {
  data <- x[as.character(1995:last), ]
  m <- lm(y ~ brent + imports + kzt, data)
  e <- unname(residuals(m))
  n <- length(e)
  # Of a dozen rows the automatic lag may exceed what they have; it is the longest then.
  lag <- floor(min(n - 1, bwNeweyWest(m, prewhite = FALSE)))
  statistic <- summary(lm(diff(e) ~ 0 + e[-n]))$coef[1, 3]
  fit <- list(
    m = m, v = NeweyWest(m, lag = lag, prewhite = FALSE, adjust = FALSE), s = summary(m)$sigma, n = n,
    rho = max(0, sum(e[-1] * e[-n]) / sum(e^2)), statistic = statistic,
    shown = statistic < critical(n - 1), wandering = sqrt(mean(diff(e)^2))
  )
  if (fit$shown) {
    d <- as.data.frame(lapply(data, diff))
    names(d) <- paste0("d", names(d))
    l <- data[-n, ]
    names(l) <- paste0("l", names(l))
    k <- lm(dy ~ ., cbind(d, l))
    fit$left <- min(max(1 + coef(k)[["ly"]], 0), 0.99)
  }
  fit
}
# Mean and deviation of the log level over that of the base, so many years on.
change <- function(fit, h, moves, base) {
  mean <- sum(coef(fit$m)[-1] * moves)
  elasticities <- drop(t(c(0, moves)) %*% fit$v %*% c(0, moves))
  if (fit$shown) {
    last <- unname(x[base, "y"] - predict(fit$m, x[base, ]))
    left <- fit$left^h
    return(c(mean + (left - 1) * last, sqrt(elasticities + fit$s^2 * (1 - left^2))))
  }
  c(mean, sqrt(elasticities + h * fit$wandering^2))
}

fit <- relation(2020)
h <- 5
probability <- function(imports) {
  d <- change(fit, h, c(0, h * log1p(imports), h * log1p(0.04)), "2024")
  pt((log(63000 / y["2025"]) - d[1]) / d[2], df.residual(fit$m), lower.tail = FALSE)
}
root <- function(p) uniroot(function(g) probability(g) - p, c(-0.2, 0.5), tol = 1e-14)$root
misses <- (x$y - predict(fit$m, x)) / fit$s

inside <- c()
score <- c()
origins <- 0
for (t in 1995:2023) {
  own <- tryCatch(relation(min(t, 2020)), error = function(e) NULL)
  if (is.null(own) || own$n < 10) next
  origins <- origins + 1
  for (step in 1:5) {
    to <- as.character(t + step)
    if (!(to %in% years)) next
    base <- as.character(t)
    d <- change(own, step, unlist(x[to, drivers] - x[base, drivers]), base)
    actual <- y[to]
    median <- y[base] * exp(d[1])
    s <- abs(actual - median) / 2
    for (level in c(0.8, 0.95)) {
      reach <- qt(0.5 + level / 2, df.residual(own$m)) * d[2]
      low <- y[base] * exp(d[1] - reach)
      high <- y[base] * exp(d[1] + reach)
      if (level == 0.8) inside <- c(inside, actual >= low && actual <= high)
      alpha <- 1 - level
      s <- s + alpha / 2 * (high - low + 2 / alpha * (max(0, low - actual) + max(0, actual - high)))
    }
    score <- c(score, s / 2.5)
  }
}
out <- data.frame(
  quantity = c(
    names(coef(fit$m)), paste0("se_", names(coef(fit$m))), "sigma", "rho", "engle_granger",
    "wandering", "p_2030", "growth_50", "growth", "miss_2023", "miss_2024", "origins", "judged",
    "coverage_80", "wis"
  ),
  value = format(
    c(
      coef(fit$m), sqrt(diag(fit$v)), fit$s, fit$rho, fit$statistic, fit$wandering,
      probability(0.03), root(0.5), root(0.8), misses["2023"], misses["2024"], origins,
      length(score), mean(inside), mean(score)
    ),
    digits = 15, trim = TRUE
  )
)
file <- "Tests/Fixtures/r/drivers.csv"
writeLines(paste0("# maker: make_drivers.R, ", R.version.string, ", sandwich ", packageVersion("sandwich")), file)
suppressWarnings(write.table(out, file, sep = ",", row.names = FALSE, quote = FALSE, append = TRUE))
