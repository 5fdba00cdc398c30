# Part-year carries: errors, spreads, shares, bridge and intervals, in base R.
# usage, in the top folder: Rscript Tests/Fixtures/r/make_nowcast.R > Tests/Fixtures/r/nowcast.csv
options(warn = 2)
cat("# made by make_nowcast.R with", R.version.string, "\n")
cat("case,quantity,value\n")
put <- function(case, quantity, value) cat(sprintf("%s,%s,%.17g\n", case, quantity, value))
read <- function(slug, id = slug) {
  d <- read.csv(file.path("datasets", slug, "data.csv"), colClasses = "character")
  d <- d[d$series == id, ]
  setNames(as.numeric(d$value), d$period)
}
e <- read("kaz-total-trade-monthly", "kaz-total-trade-monthly-exports")
i <- read("kaz-total-trade-monthly", "kaz-total-trade-monthly-imports")
sums <- function(x, year, months) sum(x[sprintf("%d-%02d", year, seq_len(months))])
carry <- function(case, x, months, last) {
  years <- 2019:last
  P <- sapply(years, function(y) sums(x, y, months))
  F <- sapply(years, function(y) sums(x, y, 12))
  err <- diff(log(F)) - diff(log(P))
  n <- length(err)
  put(case, "n", n)
  put(case, "sd", sqrt(sum(err^2) / (n - 1)))
  put(case, "bias", mean(err))
  share <- log(P / F)
  put(case, "share", exp(mean(share)))
  put(case, "share_sd", sd(share) * sqrt(1 + 1 / length(share)))
  list(err = err, P = P, F = F)
}
# Exports and imports with all partners stand in for the bilateral flows, years before 2023.
proxy <- carry("q1 proxy", e + i, 3, 2022)
q1 <- c(2600, 3300) / 1000
q0 <- c(2476.2, 2115.4) / 1000
growth <- sum(q1) / sum(q0)
put("q1", "growth", growth - 1)
estimate <- 24.1 * growth
put("q1", "estimate", estimate)
s <- sqrt(sum(proxy$err^2) / 2)
put("q1", "lo-80", estimate * exp(qt(0.1, 2) * s))
put("q1", "hi-80", estimate * exp(qt(0.9, 2) * s))
put("q1", "by_flow", 13.2 * q1[1] / q0[1] + 11 * q1[2] / q0[2])
# The bridge: log ratios of the two bases over the years that both have, up to 2022.
k <- read("trade-kazside-turnover") / 1000
g <- read("trade-gacc-turnover")
years <- intersect(names(k), names(g)); years <- years[as.integer(years) <= 2022]
r <- log(g[years] / k[years])
y <- as.integer(years)
change <- diff(r)[diff(y) == 1]
n <- length(change)
last <- sqrt(sum(change^2) / (n - 1))
put("bridge", "years", length(r))
put("bridge", "last", exp(r[["2022"]]))
put("bridge", "last_n", n)
put("bridge", "last_sd", last)
put("bridge", "mean", exp(mean(r)))
put("bridge", "mean_sd", sd(r) * sqrt(1 + 1 / length(r)))
put("bridge", "min", exp(min(r))); put("bridge", "max", exp(max(r)))
put("bridge", "estimate", 31.2 * growth)
sd2 <- s^2 + last^2
df <- sd2^2 / (s^4 / 2 + last^4 / (n - 1))
put("bridge", "sd", sqrt(sd2)); put("bridge", "df", df)
put("bridge", "lo-95", 31.2 * growth * exp(qt(0.025, df) * sqrt(sd2)))
put("bridge", "hi-95", 31.2 * growth * exp(qt(0.975, df) * sqrt(sd2)))
# Five months of 2026: its own past years.
own <- carry("exports 2026", e, 5, 2025)
P <- sums(e, 2026, 5) / 1e6
put("exports 2026", "growth_estimate", own$F[7] / 1e6 * P / (own$P[7] / 1e6))
put("exports 2026", "share_estimate", P / exp(mean(log(own$P / own$F))))
