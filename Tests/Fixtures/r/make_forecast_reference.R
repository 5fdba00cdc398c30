# Reference forecasts for models whose formulae are closed. usage: Rscript make_forecast_reference.R > forecast_reference.csv
# Data: Nile (annual flow, R datasets) last 30 years, and the log of AirPassengers, both shipped with R.
suppressMessages(library(forecast))
cat("# made by make_forecast_reference.R with", R.version.string, "and forecast", as.character(packageVersion("forecast")), "\n")
cat("series,model,h,level,median,low,high\n")
emit <- function(series, model, h, level, m, lo, hi) cat(sprintf("%s,%s,%d,%g,%.12g,%.12g,%.12g\n", series, model, h, level, m, lo, hi))
y <- as.numeric(tail(Nile, 30)); n <- length(y); t <- seq_len(n)
fit <- lm(y ~ t)
for (level in c(80, 95)) {
  p <- predict(fit, data.frame(t = n + 1:6), interval = "prediction", level = level / 100)
  for (h in 1:6) emit("nile", "trend", h, level, p[h, 1], p[h, 2], p[h, 3])
  f <- meanf(y, h = 6, level = level)
  for (h in 1:6) emit("nile", "mean", h, level, f$mean[h], f$lower[h], f$upper[h])
}
step <- as.numeric(t >= 11)
fit <- lm(y ~ t + step)
p <- predict(fit, data.frame(t = n + 1:6, step = 1), interval = "prediction", level = .95)
for (h in 1:6) emit("nile", "trend:1951", h, 95, p[h, 1], p[h, 2], p[h, 3])
fit <- lm(log(y) ~ t)
p <- exp(predict(fit, data.frame(t = n + 1:6), interval = "prediction", level = .95))
for (h in 1:6) emit("nile", "trend+log", h, 95, p[h, 1], p[h, 2], p[h, 3])
# Random walk with drift by the equivalent regression of differences on a constant:
# y[T+h] ~ t(n-2) around y[T] + h*mean(d) with variance s^2 (h + h^2/(n-1)).
d <- diff(y); s <- sd(d)
for (h in 1:6) { q <- qt(.975, n - 2) * s * sqrt(h + h^2 / (n - 1)); c <- y[n] + h * mean(d); emit("nile", "drift", h, 95, c, c - q, c + q) }
# Naive: s^2 = mean squared difference, n - 1 degrees of freedom.
s0 <- sqrt(mean(d^2))
for (h in 1:6) { q <- qt(.975, n - 1) * s0 * sqrt(h); emit("nile", "naive", h, 95, y[n], y[n] - q, y[n] + q) }
# Drift with gaps: weighted regression of increments on their spacing, weights 1/spacing.
keep <- c(1, 2, 3, 7, 8, 12, 13, 14, 20, 25, 26, 29, 30)
g <- diff(t[keep]); e <- diff(y[keep]); w <- lm(e ~ 0 + g, weights = 1 / g)
mu <- coef(w)[[1]]; sg <- summary(w)$sigma; S <- sum(g)
for (h in 1:6) { q <- qt(.975, length(e) - 1) * sg * sqrt(h + h^2 / S); c <- y[n] + h * mu; emit("nile-gaps", "drift", h, 95, c, c - q, c + q) }
a <- AirPassengers
f <- snaive(a, h = 15)
for (h in 1:15) emit("airpassengers", "snaive", h, 0, f$mean[h], NA, NA)
