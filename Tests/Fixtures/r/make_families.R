# Generalized linear models, weighted least squares and weighted fixed effects.
# usage: Rscript make_families.R families.csv families_data.csv
# Rows: model, quantity, term, value; the data beside it. Coefficients by glm, lm and MASS glm.nb with
# tight tolerances, errors by vcov and sandwich.
suppressMessages({library(MASS); library(sandwich)})
places <- commandArgs(trailingOnly = TRUE)
set.seed(20240607)
n <- 240
d <- data.frame(x = round(rnorm(n), 4), z = round(runif(n, -1, 2), 4),
                g = sample(letters[1:12], n, replace = TRUE),
                t = sample(2001:2008, n, replace = TRUE),
                w = round(rexp(n) + 0.05, 4), o = round(rnorm(n, 0, 0.5), 4))
eta <- 0.4 + 0.5 * d$x - 0.3 * d$z
d$count <- rpois(n, exp(eta + d$o))
d$spread <- rnbinom(n, size = 1.7, mu = exp(eta + 0.6))
d$positive <- signif(rgamma(n, shape = 2.5, scale = exp(eta) / 2.5), 6)
d$yes <- rbinom(n, 1, plogis(eta - 0.5))
d$share <- round(plogis(eta + rnorm(n)), 5)
d$y <- round(1 + 2 * d$x - d$z + (match(d$g, letters) - 6) / 3 + (d$t - 2004) / 5 +
               rnorm(n) * (0.5 + abs(d$x)), 5)
write.csv(d, places[2], row.names = FALSE, quote = FALSE)
out <- file(places[1], "w")
cat("# made by make_families.R with ", R.version.string, ", MASS ",
    as.character(packageVersion("MASS")), ", sandwich ", as.character(packageVersion("sandwich")),
    "\nmodel,quantity,term,value\n", sep = "", file = out)
row <- function(model, quantity, values) {
  names <- if (is.null(names(values))) rep("", length(values)) else names(values)
  cat(sprintf("%s,%s,%s,%.17g\n", model, quantity, names, values), sep = "", file = out)
}
report <- function(model, fit, kinds = c("HC0", "HC1"), v = vcov(fit), keep = TRUE) {
  keep <- if (isTRUE(keep)) names(coef(fit)) else keep
  row(model, "coefficient", coef(fit)[keep])
  row(model, "iid", sqrt(diag(v))[keep])
  for (kind in kinds) row(model, tolower(kind), sqrt(diag(vcovHC(fit, kind)))[keep])
  row(model, "deviance", deviance(fit))
  row(model, "loglik", as.numeric(logLik(fit)))
  row(model, "aic", AIC(fit))
}
tight <- glm.control(epsilon = 1e-14, maxit = 200)
# A share or a weight makes glm warn of values that are no counts.
f <- function(...) suppressWarnings(eval(substitute(glm(..., data = d, control = tight))))
report("poisson", f(count ~ x + z, poisson, offset = o))
report("poisson_weighted", f(count ~ x + z, poisson, offset = o, weights = w))
report("poisson_factor", f(count ~ x * factor(g), poisson))
report("gamma", f(positive ~ x + z, Gamma("log")))
report("gamma_weighted", f(positive ~ x + z, Gamma("log"), weights = w))
report("binomial", f(yes ~ x + z, binomial))
report("binomial_share", f(share ~ x + z, binomial))
report("probit", f(yes ~ x + z, binomial("probit")))
negbin <- function(model, ...) {
  fit <- eval(substitute(glm.nb(..., data = d, control = tight)))
  report(model, fit)
  row(model, "theta", fit$theta)
}
negbin("negbin", spread ~ x + z)
negbin("negbin_offset", spread ~ x + z + offset(o))
kinds <- c("HC0", "HC1", "HC2", "HC3", "HC4")
report("wls", lm(y ~ x + z, d, weights = w), kinds)
report("wls_offset", lm(y ~ x + z, d, weights = w, offset = o), kinds)
report("wls_effect", lm(y ~ x + z + g, d, weights = w), kinds, keep = c("x", "z"))
report("wls_effects", lm(y ~ x + z + g + factor(t), d, weights = w), c("HC0", "HC1"),
       keep = c("x", "z"))
report("poisson_effects", f(count ~ x + z + g + factor(t), poisson, offset = o),
       c("HC0", "HC1"), keep = c("x", "z"))
close(out)
