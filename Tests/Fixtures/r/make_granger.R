# Granger causality in two variables by lmtest.
# usage: Rscript make_granger.R > granger.csv
# Rows are vectors: case, what, values separated by spaces. Data: R datasets mdeaths, fdeaths.
suppressMessages(library(lmtest))
cat("# made by make_granger.R with", R.version.string, "and lmtest",
    as.character(packageVersion("lmtest")), "\n")
cat("case,what,values\n")
row <- function(case, what, x)
  cat(sprintf("%s,%s,%s\n", case, what, paste(sprintf("%.16g", as.numeric(x)), collapse = " ")))
data <- data.frame(m = as.numeric(mdeaths), f = as.numeric(fdeaths))
row("data", "m", data$m); row("data", "f", data$f)
for (lags in c(1, 3, 6)) for (caused in c("m", "f")) {
  causing <- setdiff(names(data), caused)
  t <- grangertest(data[[causing]], data[[caused]], order = lags)
  # Lags; F, its degrees of freedom and p-value.
  row(caused, lags, c(t$F[2], -t$Df[2], t$Res.Df[1], t$`Pr(>F)`[2]))
}
