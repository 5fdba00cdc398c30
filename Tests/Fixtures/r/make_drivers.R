# What R makes of the regression of turnover in datasets/scenarios/drivers.yaml: elasticities with
# Newey-West errors, the probability of the baseline in 2030 and the growth of imports for 80 %.
# usage, from the top of the repository: Rscript Tests/Fixtures/r/make_drivers.R
library(sandwich)
read <- function(slug, series) {
  d <- read.csv(file.path("datasets", slug, "data.csv"), stringsAsFactors = FALSE)
  d <- d[d$series == series, ]
  setNames(as.numeric(d$value), d$period)
}
y <- read("trade-kazside-turnover", "trade-kazside-turnover")
years <- as.character(1995:2020)
x <- data.frame(
  y = log(y[years]), brent = log(read("brent", "brent")[years]),
  imports = log(read("merchandise-imports-chn", "merchandise-imports-chn")[years]),
  kzt = log(read("fx-kzt-usd", "fx-kzt-usd")[years])
)
m <- lm(y ~ brent + imports + kzt, x)
v <- NeweyWest(m, prewhite = FALSE, adjust = FALSE)
e <- residuals(m)
s <- summary(m)$sigma
rho <- max(0, sum(e[-1] * e[-length(e)]) / sum(e^2))
h <- 5
probability <- function(imports) {
  change <- c(0, 0, h * log1p(imports), h * log1p(0.04))
  deviation <- sqrt(drop(t(change) %*% v %*% change) + 2 * s^2 * (1 - rho^h))
  distance <- log(63000 / y["2025"]) - sum(coef(m) * change)
  pt(distance / deviation, df.residual(m), lower.tail = FALSE)
}
root <- uniroot(function(g) probability(g) - 0.8, c(-0.2, 0.5), tol = 1e-14)$root
out <- data.frame(
  quantity = c(names(coef(m)), paste0("se_", names(coef(m))), "sigma", "rho", "p_2030", "growth"),
  value = format(c(coef(m), sqrt(diag(v)), s, rho, probability(0.03), root), digits = 15, trim = TRUE)
)
file <- "Tests/Fixtures/r/drivers.csv"
writeLines(paste0("# maker: make_drivers.R, ", R.version.string, ", sandwich ", packageVersion("sandwich")), file)
suppressWarnings(write.table(out, file, sep = ",", row.names = FALSE, quote = FALSE, append = TRUE))
