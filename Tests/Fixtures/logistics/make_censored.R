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
# The prior of growth: the number of changes expected to be seen, capacity's own half-normal
# by its mean and variance.
seen <- function(r, s) {
  after <- t[-1] - t[1]
  room <- lc + tau * sqrt(2 / pi) - x[1] - r * after
  sum(diff(t) * pnorm(room / sqrt(s^2 * after + tau^2 * (1 - 2 / pi))))
}
r <- seq(-0.35, 0.75, length.out = 401)
ls <- seq(log(0.05), log(1.6), length.out = 241)
L <- outer(r, ls, Vectorize(function(a, b) loglik(a, exp(b)) + log(seen(a, exp(b)))))
w <- exp(L - max(L)); w <- w / sum(w)
mr <- sum(w * r)
out("drift_soft_loglik_at_0.2_0.2", loglik(0.2, 0.2))
out("drift_soft_rate_mean", mr)
out("drift_soft_rate_sd", sqrt(sum(w * (r - mr)^2)))
out("drift_soft_logsigma_mean", sum(t(w) * ls))

# Drift with an uncertain bound: ln c = ln 28 + E + w, E ~ N(0, .1^2) for all periods, w ~ N(0, (.1/3)^2)
# in each; the prior of growth is the expected number of changes seen. The last two
# periods are those that can be full; E above .18 is out of reach of all, and one value stands for it.
x <- log(c(7.089, 8.3, 13.933, 17.556, 21.622, 20.0, 23, 27.4, 28.2)); wobble <- 0.1 / 3
n <- length(x); k <- diff(t); top <- max(x) - lc; reach <- top + 5 * wobble
prior <- function(r, s, E) {
  after <- t[-1] - t[1]
  sum(k * pnorm((lc + E - x[1] - r * after) / sqrt(s^2 * after + wobble^2)))
}
share <- (0:240) / 240; part <- c(0.5, rep(1, 239), 0.5) / 240
loglik <- function(r, s, E) {
  l <- sum(dnorm(x[2:(n - 2)], x[1:(n - 3)] + k[1:(n - 3)] * r, s * sqrt(k[1:(n - 3)]), log = TRUE))
  m <- x[n - 2] + r
  f <- dnorm(x, lc + E, wobble); S <- pnorm(x, lc + E, wobble, lower.tail = FALSE)
  p2 <- function(z) dnorm(x[n], z + r, s) * S[n] + f[n] * pnorm(x[n], z + r, s, lower.tail = FALSE)
  high <- max(m, x[n - 1]) + 9 * s
  z <- x[n - 1] + share * (high - x[n - 1])
  full <- (high - x[n - 1]) * sum(part * dnorm(z, m, s) * p2(z))
  l + log(dnorm(x[n - 1], m, s) * S[n - 1] * p2(x[n - 1]) + f[n - 1] * full) + log(prior(r, s, E))
}
r <- seq(-0.25, 0.6, length.out = 86)
ls <- seq(log(0.06), log(1.2), length.out = 61)
E <- seq(top - 5 * wobble, reach, length.out = 81)
sums <- sapply(c(E, 5), function(e) {
  w <- exp(outer(r, ls, Vectorize(function(a, b) loglik(a, exp(b), e))))
  c(sum(w), sum(w * r), sum(w * r^2))
})
weight <- c((E[2] - E[1]) * c(0.5, rep(1, 79), 0.5) * dnorm(E, 0, 0.1), pnorm(-reach / 0.1))
total <- sum(weight * sums[1, ])
mr <- sum(weight * sums[2, ]) / total
out("drift_uncertain_rate_mean", mr)
out("drift_uncertain_rate_sd", sqrt(sum(weight * sums[3, ]) / total - mr^2))
out("drift_uncertain_out_of_reach", weight[82] * sums[1, 82] / total)
near <- (weight * sums[1, ])[1:81]
out("drift_uncertain_offset_mean_near", sum(near * E) / sum(near))
out("drift_uncertain_offset_sd_near", sqrt(sum(near * E^2) / sum(near) - (sum(near * E) / sum(near))^2))
