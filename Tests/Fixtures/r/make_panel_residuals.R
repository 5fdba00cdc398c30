# Residuals of a made panel of pairs, some waves missing, and what least squares through the mean squares
# of their changes makes of them: sigma and rho of 2 sigma^2 (1 - rho^k), weighted by the number of changes.
# usage, from the top of the repository: Rscript Tests/Fixtures/r/make_panel_residuals.R
set.seed(20)
years <- seq(1992, 2016, 4)
rows <- do.call(rbind, lapply(1:40, function(pair) {
  level <- rnorm(1)
  e <- numeric(length(years))
  e[1] <- rnorm(1, 0, 0.5)
  for (i in 2:length(e)) e[i] <- 0.7 * e[i - 1] + rnorm(1, 0, 0.5 * sqrt(1 - 0.7^2))
  keep <- runif(length(years)) > 0.15
  data.frame(pair = pair, year = years[keep], value = signif((level + e)[keep], 12))
}))
changes <- do.call(rbind, lapply(split(rows, rows$pair), function(d) {
  if (nrow(d) < 2) return(NULL)
  p <- combn(nrow(d), 2)
  data.frame(k = d$year[p[2, ]] - d$year[p[1, ]], square = (d$value[p[2, ]] - d$value[p[1, ]])^2)
}))
n <- tapply(changes$square, changes$k, length)
v <- tapply(changes$square, changes$k, mean)
k <- as.numeric(names(v))
fit <- function(rho) {
  f <- lm(v ~ 0 + I(1 - rho^k), weights = n)
  c(coef(f), sum(n * residuals(f)^2))
}
rho <- optimize(function(r) fit(r)[2], c(0.5, 0.999), tol = 1e-13)$minimum
folder <- "Tests/Fixtures/r/"
write.csv(rows, paste0(folder, "panel_residuals.csv"), row.names = FALSE, quote = FALSE)
file <- paste0(folder, "panel_residuals_fit.csv")
writeLines(paste0("# maker: make_panel_residuals.R, ", R.version.string), file)
suppressWarnings(write.table(
  data.frame(
    quantity = c("rho", "sigma", paste0("change_", k)),
    value = format(c(rho, sqrt(fit(rho)[1] / 2), v), digits = 15, trim = TRUE)
  ),
  file, sep = ",", row.names = FALSE, quote = FALSE, append = TRUE
))
