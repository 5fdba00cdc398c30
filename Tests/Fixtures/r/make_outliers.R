# Regressions on given outliers beside the airline model, by R's arima.
#
# usage: Rscript make_outliers.R > outliers.csv
# columns: series, m, what, values
#   data         the series, on the scale that was fitted (logs of AirPassengers, UKgas, USAccDeaths)
#   outliers     pairs of a kind (0 additive, 1 level shift, 2 temporary change with decay 0.7) and a place
#                from 1
#   ma           theta, Theta
#   coef, se     of the outliers in their order; se by the Hessian of all coefficients, with S/n
#   loglik       R starts the differences from a prior with variance 1e6 sigma^2
# The outliers are planted: what is added to the data is known (`planted`, on the fitted scale).
options(digits = 17, warn = 1)

column <- function(kind, place, n) {
  x <- numeric(n)
  if (kind == 0) x[place] <- 1
  if (kind == 1) x[place:n] <- 1
  if (kind == 2) x[place:n] <- 0.7^(0:(n - place))
  x
}

cases <- list(
  list(name = "AirPassengers", y = log(AirPassengers), kinds = c(0, 1), places = c(30, 90),
       planted = c(-0.25, 0.2)),
  list(name = "UKgas", y = log(UKgas), kinds = c(2, 0), places = c(40, 75), planted = c(0.4, -0.35)),
  list(name = "USAccDeaths", y = log(USAccDeaths), kinds = c(1, 2, 0), places = c(25, 48, 60),
       planted = c(-0.2, 0.25, 0.2)))

row <- function(c, what, values)
  cat(c$name, ",", frequency(c$y), ",", what, ",",
      paste(format(values, digits = 17, trim = TRUE), collapse = " "), "\n", sep = "")

cat("# maker: make_outliers.R,", R.version.string, "\n")
cat("series,m,what,values\n")
for (c in cases) {
  n <- length(c$y)
  x <- mapply(column, c$kinds, c$places, MoreArgs = list(n = n))
  y <- as.numeric(c$y) + as.numeric(x %*% c$planted)
  fit <- arima(ts(y, frequency = frequency(c$y)), order = c(0, 1, 1), seasonal = c(0, 1, 1),
               xreg = x, method = "ML",
               optim.control = list(reltol = 1e-14, maxit = 1000))
  k <- length(c$kinds)
  row(c, "data", y)
  row(c, "outliers", as.numeric(rbind(c$kinds, c$places)))
  row(c, "planted", c$planted)
  row(c, "ma", fit$coef[1:2])
  row(c, "coef", fit$coef[2 + 1:k])
  row(c, "se", sqrt(diag(fit$var.coef))[2 + 1:k])
  row(c, "loglik", fit$loglik)
}
