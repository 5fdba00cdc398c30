# Quantile regressions by quantreg: coefficients, standard errors and objectives.
# Data: quantreg's engel, R's mtcars, and 1000 random rows with five regressors.
# Writes quantile_engel.csv, quantile_mtcars.csv, quantile_random.csv, quantile_reference.csv.
# Run in this folder: Rscript make_quantile.R (R 4.2.2, quantreg 5.94)
suppressMessages(library(quantreg))
options(digits = 17)
data(engel)
set.seed(20240607)
n <- 1000
random <- as.data.frame(matrix(round(rnorm(n * 5), 6), n, 5))
names(random) <- paste0("x", 1:5)
random$x5 <- round(exp(random$x5), 6)
random$y <- round(1 + random$x1 - 2 * random$x2 + 0.5 * random$x5 * rt(n, 4) + rnorm(n), 6)
sets <- list(
  engel = list(data = engel, formula = foodexp ~ income),
  mtcars = list(data = mtcars[, c("mpg", "wt", "hp", "qsec")], formula = mpg ~ wt + hp + qsec),
  random = list(data = random, formula = y ~ x1 + x2 + x3 + x4 + x5))
rows <- list()
for (name in names(sets)) {
  s <- sets[[name]]
  y <- all.vars(s$formula)[1]
  frame <- s$data[, c(y, all.vars(s$formula)[-1])]
  names(frame)[1] <- "y"
  write.csv(format(frame, digits = 17, trim = TRUE), paste0("quantile_", name, ".csv"),
    row.names = FALSE, quote = FALSE)
  for (tau in c(.05, .1, .25, .5, .75, .9, .95)) {
    unique <- TRUE
    fit <- withCallingHandlers(rq(s$formula, tau = tau, data = s$data),
      warning = function(w) { unique <<- FALSE; invokeRestart("muffleWarning") })
    errors <- lapply(c("iid", "nid", "ker"), function(se) {
      suppressWarnings(tryCatch(summary(fit, se = se)$coefficients[, 2],
        error = function(e) rep(NA, length(coef(fit)))))
    })
    residual <- resid(fit)
    rows[[length(rows) + 1]] <- data.frame(
      set = name, tau = tau, term = names(coef(fit)), estimate = coef(fit), iid = errors[[1]],
      nid = errors[[2]], ker = errors[[3]],
      objective = sum(residual * (tau - (residual < 0))), unique = as.integer(unique))
  }
}
write.csv(format(do.call(rbind, rows), digits = 17, trim = TRUE), "quantile_reference.csv",
  row.names = FALSE, quote = FALSE)
