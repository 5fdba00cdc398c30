# Autocorrelations, portmanteau and unit-root tests, Box-Cox exponents.
# usage: Rscript make_diagnostics.R > diagnostics.csv
# Rows are vectors: series, m, what, values separated by spaces. Data: R datasets.
suppressMessages({library(forecast); library(tseries); library(urca)})
cat("# made by make_diagnostics.R with", R.version.string, "and forecast",
    as.character(packageVersion("forecast")), "tseries", as.character(packageVersion("tseries")),
    "urca", as.character(packageVersion("urca")), "\n")
cat("series,m,what,values\n")
data <- list(Nile = Nile, uspop = ts(as.numeric(uspop)), LakeHuron = LakeHuron, lynx = lynx,
             austres = austres, USAccDeaths = USAccDeaths, WWWusage = WWWusage,
             ldeaths = ldeaths, airmiles = airmiles, UKgas = UKgas)
for (name in names(data)) {
  y <- data[[name]]; m <- frequency(y)
  row <- function(what, x) cat(sprintf("%s,%d,%s,%s\n", name, m, what,
                                       paste(sprintf("%.15g", as.numeric(x)), collapse = " ")))
  x <- as.numeric(y); n <- length(x)
  row("data", x)
  row("acf", acf(x, lag.max = 15, plot = FALSE)$acf[-1])
  row("pacf", pacf(x, lag.max = 15, plot = FALSE)$acf)
  pair <- rev(round(log(x), 6)); row("ccf_pair", pair)
  row("ccf", ccf(x, pair, lag.max = 6, plot = FALSE)$acf)
  for (type in c("Ljung-Box", "Box-Pierce")) {
    b <- Box.test(x, 10, type, fitdf = 2); row(type, c(b$statistic, b$p.value))
  }
  k <- suppressWarnings(kpss.test(x, "Level")); row("kpss_level", c(k$statistic, k$parameter, k$p.value))
  k <- suppressWarnings(kpss.test(x, "Trend")); row("kpss_trend", c(k$statistic, k$parameter, k$p.value))
  row("kpss_root", ur.kpss(x, "mu", use.lag = trunc(3 * sqrt(n) / 13))@teststat)
  row("kpss_tau_3", ur.kpss(x, "tau", use.lag = 3)@teststat)
  a <- suppressWarnings(adf.test(x)); row("adf_trend_auto", c(a$statistic, a$parameter, a$p.value))
  for (type in c("none", "drift", "trend")) for (lags in c(0, 3)) {
    u <- ur.df(x, type, lags = lags)
    row(paste("adf", type, lags), u@teststat)
    row(paste("adf_coef", type, lags), t(coef(summary(lm(u@testreg$terms, u@testreg$model)))[, 1:2]))
  }
  row("guerrero", BoxCox.lambda(y, "guerrero"))
  row("loglik", BoxCox.lambda(y, "loglik"))
}
