# Regressions with ARIMA errors by R's forecast package.
# usage: Rscript make_dynamic_regression.R   in this folder; writes dynamic_regression.csv.
#
# Rows are vectors: series, season, what, values separated by spaces; NA is a gap. Series are
# `consumption` (../regression/us_consump.csv, expenditure on income, five years ahead), `monthly` (a
# seeded series with a season and two drivers, a year ahead), `gaps` (the same with values taken out)
# and `fixed` (quarters whose season does not move, so that seasonal differences have a moving average
# with a root on the unit circle). Models are rows of their own, named series|p,d,q/P,D,Q[,c]:
#   coef     in R's order: ar, ma, sar, sma, then intercept or drift, then the drivers
#   loglik   of R, whose differences start from a prior with variance 10^6 sigma^2
#   exact    of the differenced series at the same coefficients, without that prior; with gaps from a
#            dense covariance
#   sigma2   with the divisor n* - coefficients
#   se       of the drivers by the Hessian of all coefficients
#   gls      of the drivers by the Hessian at given ARMA coefficients, times the root of
#            n*/(n* - coefficients)
#   mean, sd of the forecast; sd without the uncertainty of the coefficients
#   kriging  sd of the forecast with the uncertainty of the regression, from dense covariances (for
#            autoregressions of order 1 and for no ARMA terms)
# `auto` rows are the AICc and orders of auto.arima, without approximation; without steps only for
# `consumption`.
suppressMessages(library(forecast))
number <- function(x) paste(ifelse(is.na(x), "NA", formatC(x, digits = 15, format = "g", width = 1)),
  collapse = " ")
rows <- c()
add <- function(series, m, what, values) rows <<- c(rows, paste(series, m, what, number(values), sep = ","))

us <- read.csv("../regression/us_consump.csv")
consumption <- list(name = "consumption", m = 1, y = us$expenditure,
  x = cbind(income = us$income), future = cbind(income = round(tail(us$income, 1) * 1.02^(1:5))))

set.seed(20)
n <- 120
h <- 12
a <- cumsum(rnorm(n + h)) + 50
b <- as.numeric(arima.sim(list(ar = 0.6), n + h)) * 3
noise <- as.numeric(arima.sim(list(ar = 0.7), n + h))
season <- 8 * sin(2 * pi * (1:(n + h)) / 12)
for (t in 13:(n + h)) season[t] <- season[t - 12] + rnorm(1)
level <- round(20 + 1.5 * a - 0.8 * b + noise + season, 6)
x <- round(cbind(a = a, b = b), 6)
monthly <- list(name = "monthly", m = 12, y = level[1:n], x = x[1:n, ], future = x[n + 1:h, ])
gaps <- monthly
gaps$name <- "gaps"
gaps$y[c(7, 8, 30, 55, 56, 57, 90, 101)] <- NA

set.seed(21)
a <- cumsum(rnorm(66)) + 30
b <- rnorm(66) * 2
noise <- as.numeric(arima.sim(list(ar = 0.5), 66))
level <- round(10 + 1.2 * a - 0.5 * b + noise + rep(c(4, -1, -6, 3), length.out = 66), 6)
x <- round(cbind(a = a, b = b), 6)
steady <- list(name = "fixed", m = 4, y = level[1:60], x = x[1:60, ], future = x[60 + 1:6, ])

for (s in list(consumption, monthly, gaps, steady)) {
  add(s$name, s$m, "y", s$y)
  for (j in colnames(s$x)) {
    add(s$name, s$m, paste0("x_", j), s$x[, j])
    add(s$name, s$m, paste0("future_", j), s$future[, j])
  }
}

difference <- function(v, o, s, m) {
  if (s[2] > 0) v <- diff(v, lag = m)
  if (o[2] > 0) v <- diff(v, differences = o[2])
  v
}

# The likelihood of what was observed of w, whose level is v, at given regression and ARMA coefficients:
# each gap is a regressor with a flat prior, sigma^2 at its maximum.
observed <- function(w, v, o, s, m, ar, ma) {
  psi <- c(1, ARMAtoMA(ar, ma, 6000))
  n <- length(w)
  gamma <- sapply(0:(n - 1), function(k) sum(psi[1:(6001 - k)] * psi[(1 + k):6001]))
  root <- chol(toeplitz(gamma))
  z <- backsolve(root, w, transpose = TRUE)
  dummies <- apply(diag(length(v))[, is.na(v), drop = FALSE], 2, difference, o = o, s = s, m = m)
  d <- qr(backsolve(root, dummies, transpose = TRUE))
  count <- n - ncol(dummies)
  square <- sum(qr.resid(d, z)^2)
  -count / 2 * (log(2 * pi * square / count) + 1) - sum(log(diag(root))) -
    sum(log(abs(diag(qr.R(d)))))
}

expand <- function(short, long, m, sign) {
  long <- c(1, as.vector(rbind(matrix(0, m - 1, length(long)), sign * long)))
  convolve(c(1, sign * short), rev(long), type = "open")[-1] * sign
}

fit <- function(s, o, p = c(0, 0, 0), constant = (o[2] + p[2] == 0)) {
  y <- ts(s$y, frequency = s$m)
  drift <- constant && o[2] + p[2] == 1
  model <- Arima(y, order = o, seasonal = p, xreg = s$x, include.mean = constant,
    include.drift = drift, method = "ML", optim.control = list(reltol = 1e-14, maxit = 2000))
  k <- ncol(s$x)
  name <- paste0(s$name, "|", paste(o, collapse = "_"), "/", paste(p, collapse = "_"),
    if (drift) "_c")
  drivers <- colnames(s$x)
  arma <- setdiff(names(model$coef), c("intercept", "drift", drivers))
  rest <- c(intersect(c("intercept", "drift"), names(model$coef)), drivers)
  coef <- model$coef[c(arma, rest)]
  add(name, s$m, "coef", coef)
  add(name, s$m, "loglik", model$loglik)
  add(name, s$m, "sigma2", model$sigma2)
  add(name, s$m, "aicc", model$aicc)
  add(name, s$m, "se", sqrt(diag(model$var.coef))[drivers])
  # At given ARMA coefficients.
  xreg <- if (drift) cbind(drift = seq_along(s$y), s$x) else s$x
  fixed <- model$coef
  fixed[rest] <- NA
  gls <- suppressWarnings(arima(y, order = o, seasonal = list(order = p, period = s$m), xreg = xreg,
    include.mean = constant && !drift, fixed = fixed, transform.pars = FALSE, method = "ML",
    optim.control = list(reltol = 1e-14, maxit = 2000)))
  used <- gls$nobs
  add(name, s$m, "gls", sqrt(diag(gls$var.coef))[drivers] * sqrt(used / (used - length(model$coef))))
  exact <- NA
  if (!anyNA(s$y)) {
    w <- ts(difference(s$y, o, p, s$m), frequency = s$m)
    columns <- apply(xreg, 2, difference, o = o, s = p, m = s$m)
    if (constant && !drift) columns <- cbind(intercept = 1, columns)
    values <- model$coef[c(arma, colnames(columns))]
    exact <- suppressWarnings(arima(w, order = c(o[1], 0, o[3]),
      seasonal = list(order = c(p[1], 0, p[3]), period = s$m), xreg = columns, include.mean = FALSE,
      fixed = values, transform.pars = FALSE, method = "ML"))$loglik
  }
  if (anyNA(s$y)) {
    part <- function(prefix) model$coef[grepl(paste0("^", prefix, "[0-9]"), names(model$coef))]
    columns <- cbind(if (constant && !drift) cbind(intercept = rep(1, length(s$y))), xreg)
    rest <- s$y - as.vector(columns %*% model$coef[colnames(columns)])
    exact <- observed(difference(ifelse(is.na(rest), 0, rest), o, p, s$m), s$y, o, p, s$m,
      expand(part("ar"), part("sar"), s$m, -1), expand(part("ma"), part("sma"), s$m, 1))
  }
  add(name, s$m, "exact", exact)
  steps <- nrow(s$future)
  ahead <- forecast(model, xreg = s$future, level = 95)
  add(name, s$m, "mean", ahead$mean)
  add(name, s$m, "sd", (ahead$upper - ahead$mean) / qnorm(0.975))
  if (all(o[2:3] == 0) && o[1] <= 1 && all(p == 0)) {
    phi <- if (o[1] == 1) model$coef[["ar1"]] else 0
    times <- seq_len(length(s$y) + steps)
    covariance <- phi^abs(outer(times, times, "-")) / (1 - phi^2)
    seen <- which(!is.na(c(s$y, rep(NA, steps))))
    ahead <- length(s$y) + 1:steps
    all <- cbind(1, rbind(s$x, s$future))
    inverse <- solve(covariance[seen, seen])
    gram <- solve(t(all[seen, ]) %*% inverse %*% all[seen, ], tol = 1e-30)
    g <- t(all[ahead, ]) - t(all[seen, ]) %*% inverse %*% covariance[seen, ahead]
    variance <- diag(covariance[ahead, ahead] -
      t(covariance[seen, ahead]) %*% inverse %*% covariance[seen, ahead]) +
      colSums(g * (gram %*% g))
    add(name, s$m, "kriging", sqrt(model$sigma2 * variance))
  }
}

fit(consumption, c(0, 0, 0))
fit(consumption, c(1, 0, 0))
fit(consumption, c(0, 0, 2))
fit(consumption, c(1, 0, 1))
fit(consumption, c(1, 1, 0))
fit(consumption, c(0, 1, 1), constant = TRUE)
fit(consumption, c(2, 1, 0), constant = TRUE)
fit(consumption, c(0, 2, 1))
fit(monthly, c(1, 0, 0), c(0, 1, 1))
fit(monthly, c(1, 0, 0), c(0, 1, 1), constant = TRUE)
fit(monthly, c(0, 1, 1), c(0, 1, 1))
fit(monthly, c(1, 0, 1), c(1, 0, 0))
fit(monthly, c(1, 1, 0), c(1, 0, 0))
fit(monthly, c(2, 1, 1), c(1, 0, 0))
fit(gaps, c(1, 0, 0))
fit(gaps, c(1, 0, 0), c(1, 0, 0))
fit(gaps, c(1, 1, 0), c(1, 0, 0))
fit(gaps, c(1, 1, 1), c(1, 0, 0))
fit(gaps, c(1, 0, 0), c(0, 1, 1))
fit(steady, c(1, 0, 0), c(0, 1, 1))
fit(steady, c(1, 0, 0), c(0, 1, 1), constant = TRUE)
fit(steady, c(0, 1, 1), c(0, 1, 1))
fit(steady, c(2, 1, 1), c(0, 1, 1))
fit(steady, c(0, 0, 1), c(1, 1, 1))
for (s in list(consumption, monthly, gaps)) {
  model <- auto.arima(ts(s$y, frequency = s$m), xreg = s$x,
    stepwise = s$m > 1, approximation = FALSE)
  add(paste0(s$name, "|auto"), s$m, "aicc", model$aicc)
  add(paste0(s$name, "|auto"), s$m, "orders", arimaorder(model))
}
writeLines(c(sprintf("# made by make_dynamic_regression.R with %s, forecast %s", R.version.string,
  packageVersion("forecast")), "series,m,what,values", rows), "dynamic_regression.csv")
