# Reference values for demand behind full periods, by other means than the library's:
# survreg's maximum likelihood for a known bound around a trend, and brute-force sums over a fine
# regular grid with integrate() for a minimum of two under drift.
# Run: Rscript make_censored.R > censored.csv     (made with R 4.2.2, survival 3.5-3)
suppressMessages(library(survival))
t <- c(2015, 2016, 2018:2024)
y <- c(7.089, 8.3, 13.933, 17.556, 21.622, 20.0, 23, 28, 32)
out <- function(name, value) cat(name, format(value, digits = 15), sep = ",", fill = TRUE)
cat("quantity,value\n")

# Log-Tobit around a trend, a known bound of 28 from 2023 on: 2023 and 2024 are full.
yc <- pmin(y, 28)
fit <- survreg(Surv(log(yc), yc < 28, type = "right") ~ I(t - 2024), dist = "gaussian",
               control = survreg.control(rel.tolerance = 1e-12, maxiter = 100))
out("tobit_level", unname(coef(fit)[1]))
out("tobit_rate", unname(coef(fit)[2]))
out("tobit_sigma", fit$scale)
out("tobit_loglik", fit$loglik[2])

# Drift with a soft bound: ln c = ln 28 + |N(0, .1^2)| in every period; y = min(d, c).
x <- log(y); tau <- 0.1; lc <- log(28)
dc <- function(l) ifelse(l >= lc, 2 * dnorm((l - lc) / tau) / tau, 0)
sc <- function(l) ifelse(l >= lc, 2 * pnorm(-(l - lc) / tau), 1)
loglik <- function(r, s) {
  k <- diff(t); n <- length(y)
  l <- 0
  for (i in 2:(n - 2)) l <- l + dnorm(x[i], x[i - 1] + k[i - 1] * r, s * sqrt(k[i - 1]), log = TRUE)
  m <- x[n - 2] + r                       # 2023
  exact <- dnorm(x[n - 1], m, s)
  tail1 <- pnorm(-(x[n - 1] - m) / s)
  # 2024 given that 2023 was exact, or above x[n-1].
  p2 <- function(z) dnorm(x[n], z + r, s) * sc(x[n]) + dc(x[n]) * pnorm(-(x[n] - z - r) / s)
  full <- integrate(function(z) dnorm(z, m, s) * p2(z), x[n - 1], max(m, x[n - 1]) + 12 * s,
                    rel.tol = 1e-10)$value
  total <- exact * sc(x[n - 1]) * p2(x[n - 1]) + dc(x[n - 1]) * full
  l + log(total)
}
r <- seq(-0.35, 0.75, length.out = 401)
ls <- seq(log(0.05), log(1.6), length.out = 241)
L <- outer(r, ls, Vectorize(function(a, b) loglik(a, exp(b))))
w <- exp(L - max(L)); w <- w / sum(w)
mr <- sum(w * r)
out("drift_soft_loglik_at_0.2_0.2", loglik(0.2, 0.2))
out("drift_soft_rate_mean", mr)
out("drift_soft_rate_sd", sqrt(sum(w * (r - mr)^2)))
out("drift_soft_logsigma_mean", sum(t(w) * ls))
