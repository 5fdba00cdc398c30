# Jeffreys intervals, and constant competing hazards from counts between lists: maximum of the
# likelihood by optim, posterior under uniform (sqrt(lambda), sqrt(mu)) by nested Gauss-Legendre sums.
# usage: Rscript make_pipeline.R > pipeline.csv
options(warn = 1)
cat("# made by make_pipeline.R with", R.version.string, "\n")
cat("case,quantity,value\n")
put <- function(case, quantity, value) cat(sprintf("%s,%s,%.15g\n", case, quantity, value))
for (x in list(c(26, 45), c(0, 10), c(10, 10), c(1, 300), c(299, 300), c(3, 7))) {
  case <- sprintf("jeffreys %d/%d", x[1], x[2])
  put(case, "low", if (x[1] == 0) 0 else qbeta(0.025, x[1] + 0.5, x[2] - x[1] + 0.5))
  put(case, "high", if (x[1] == x[2]) 1 else qbeta(0.975, x[1] + 0.5, x[2] - x[1] + 0.5))
}
for (p in c(1e-6, 0.3, 0.9)) for (s in list(c(0.5, 0.5), c(2, 40), c(300, 2)))
  put(sprintf("beta %g %g %g", p, s[1], s[2]), "quantile", qbeta(p, s[1], s[2]))

# Intervals: years, open, finished, removed, sum; NA where not known.
cases <- list(
  both = data.frame(years = c(1, 1, 1.5, 0.5, 1), open = c(50, 43, 38, 27, 24),
    finished = c(5, 4, 8, 2, 3), removed = c(2, 1, 3, 1, 2), sum = NA),
  zero = data.frame(years = c(1, 1, 1, 1), open = c(20, 18, 17, 15),
    finished = c(2, 1, 2, 1), removed = c(0, 0, 0, 0), sum = NA),
  mixed = data.frame(years = c(1, 2, 1, 1, 1), open = c(60, 52, 40, 34, 30),
    finished = c(6, NA, 4, NA, 3), removed = c(2, NA, NA, 2, 1), sum = c(NA, 12, NA, NA, NA)))
# By hazards l and m of any length; 0 log 0 is 0.
loglik <- function(d, l, m) {
  th <- l + m
  total <- 0
  times <- function(n, x) if (n == 0) 0 else n * x
  for (k in seq_len(nrow(d))) {
    x <- th * d$years[k]
    q <- ifelse(x > 0, -expm1(-x) / th, d$years[k])
    pc <- l * q; pr <- m * q; O <- d$open[k]; C <- d$finished[k]; R <- d$removed[k]
    total <- total + if (!is.na(d$sum[k]))
      lchoose(O, d$sum[k]) + times(d$sum[k], log(pc + pr)) - (O - d$sum[k]) * x
    else if (is.na(R)) dbinom(C, O, pc, log = TRUE)
    else if (is.na(C)) dbinom(R, O, pr, log = TRUE)
    else lchoose(O, C) + lchoose(O - C, R) + times(C, log(pc)) + times(R, log(pr)) - (O - C - R) * x
  }
  total
}
# Gauss-Legendre nodes and weights on [0, 1] (Golub & Welsch 1969).
gauss <- function(n) {
  k <- seq_len(n - 1); b <- k / sqrt(4 * k^2 - 1)
  J <- matrix(0, n, n); J[cbind(k, k + 1)] <- b; J[cbind(k + 1, k)] <- b
  e <- eigen(J, symmetric = TRUE)
  list(x = (e$values + 1) / 2, w = e$vectors[1, ]^2)
}
gl <- gauss(60)
for (name in names(cases)) {
  d <- cases[[name]]
  f <- function(p) -loglik(d, p[1]^2, p[2]^2)
  best <- NULL
  for (start in list(c(0.3, 0.2), c(0.2, 0.4), c(0.4, 0.01))) {
    o <- optim(start, f, method = "BFGS", control = list(reltol = 1e-15, maxit = 1000))
    o <- optim(o$par, f, method = "Nelder-Mead", control = list(reltol = 1e-16, maxit = 5000))
    if (is.null(best) || o$value < best$value) best <- o
  }
  put(name, "completion", best$par[1]^2); put(name, "removal", best$par[2]^2)
  put(name, "loglik", -best$value)
  # Marginals of u = sqrt(lambda), v = sqrt(mu) on [0, top], by panels of Gauss-Legendre.
  top <- 1.2; panels <- 12
  nodes <- unlist(lapply(seq_len(panels), function(p) (p - 1 + gl$x) * top / panels))
  weights <- rep(gl$w * top / panels, panels)
  o <- order(nodes); nodes <- nodes[o]; weights <- weights[o]
  L <- outer(nodes, nodes, function(u, v) loglik(d, u^2, v^2))
  Z <- sum(outer(weights, weights) * exp(L + best$value))
  cdf <- function(t, margin) {
    # Integral of the marginal from 0 to t by its own panels, the other variable by the outer ones.
    x <- gl$x * t; w <- gl$w * t
    inner <- outer(x, nodes, function(a, b)
      if (margin == 1) loglik(d, a^2, b^2) else loglik(d, b^2, a^2))
    sum(w * drop(exp(inner + best$value) %*% weights)) / Z
  }
  for (margin in 1:2) for (p in c(0.025, 0.975)) {
    root <- uniroot(function(t) cdf(t, margin) - p, c(1e-6, top), tol = 1e-9)$root
    put(name, paste(c("completion", "removal")[margin], p), root^2)
  }
}
# Deviance of the first case against free probabilities in every interval.
d <- cases$both
sat <- sum(mapply(function(c, r, O) dmultinom(c(c, r, O - c - r), prob = c(c, r, O - c - r),
                                               log = TRUE), d$finished, d$removed, d$open))
mle <- optim(c(0.3, 0.2), function(p) -loglik(d, p[1]^2, p[2]^2), method = "BFGS",
             control = list(reltol = 1e-15))
dev <- 2 * (sat + mle$value)
put("both", "deviance", dev); put("both", "deviance_p", pchisq(dev, 2 * nrow(d) - 2, lower = FALSE))
# Fixed hazards: the number finished after t years is binomial.
l <- 0.12; m <- 0.05
for (t in c(2, 6)) {
  p <- l / (l + m) * -expm1(-(l + m) * t)
  for (q in c(0.1, 0.5, 0.9)) put(sprintf("binomial %g", t), sprintf("q%g", q), 26 + qbinom(q, 19, p))
  put(sprintf("binomial %g", t), "mean", 26 + 19 * p)
  put(sprintf("binomial %g", t), "p35", pbinom(8, 19, p, lower.tail = FALSE))
}
